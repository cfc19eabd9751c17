from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import BackgroundTasks, Depends, Query, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import Body, Here, Reader, Uow, transactional_router
from people.api.fields import Name, Permissions, ShopIds
from people.api.parts import RealNow, account_of
from people.domain.api_client import new_secret
from people.domain.grants import Shops
from people.domain.ids import AccountId, ClientId, shown_client
from people.permissions import Permission
from people.queries.api_clients import ApiClientRow, find_api_client_row, list_api_client_rows
from people.use_cases.change_api_client import ApiClientWish, change_api_client
from people.use_cases.create_api_client import NewApiClient, create_api_client
from people.use_cases.rotate_client_secret import rotate_client_secret

router = transactional_router("/v1/api-clients", tag="api_clients")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_API_CLIENTS))]
MayManage = Annotated[Actor, Depends(requires(Permission.MANAGE_API_CLIENTS))]
RateLimit = Annotated[int, Field(ge=1, le=1_000_000)]
LONGEST_OVERLAP_SECONDS = 30 * 24 * 3600


class ApiClientIn(Body):
    """`shop_ids` null means all shops. `owner_id`: the account whose leaving disables it (rule ORG-6); left out, the account that makes it."""

    name: Name
    permissions: Permissions
    shop_ids: ShopIds | None
    rate_limit_per_minute: RateLimit = 6_000
    owner_id: AccountId | None = None


class ApiClientChange(Body):
    """What is left out stays as it is; `shop_ids` null means all shops, null elsewhere means left out."""

    name: Name | None = None
    permissions: Permissions | None = None
    shop_ids: ShopIds | None = None
    rate_limit_per_minute: RateLimit | None = None
    disabled: bool | None = None
    owner_id: AccountId | None = None


class SecretRotation(Body):
    """For how long the old secret goes on being accepted. 0 for a leaked one: its tokens end at once, too."""

    overlap_seconds: Annotated[int, Field(ge=0, le=LONGEST_OVERLAP_SECONDS)] = 24 * 3600


class ApiClientOut(BaseModel):
    """`client_id` is the id once more, under its name in OAuth. `old_secret_until`: a rotation's overlap. `version` is also the ETag."""

    id: ClientId
    client_id: str
    name: str
    permissions: list[str]
    shop_ids: list[str] | None
    rate_limit_per_minute: int
    disabled: bool
    created_at: datetime
    last_used_at: datetime | None
    old_secret_until: datetime | None
    owner_id: AccountId | None
    owner_name: str | None
    version: int


class ApiClientSecretOut(BaseModel):
    """`client_secret` is shown this once; only a digest is kept."""

    id: ClientId
    client_id: str
    client_secret: str


def api_client_out(row: ApiClientRow) -> ApiClientOut:
    return ApiClientOut(
        id=row.id,
        client_id=shown_client(row.id),
        name=row.name,
        permissions=row.permissions,
        shop_ids=row.shop_ids,
        rate_limit_per_minute=row.rate_limit_per_minute,
        disabled=row.disabled,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        old_secret_until=row.previous_until,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        version=row.version,
    )


@router.get("")
async def list_api_clients(
    *,
    reader: Reader,
    paging: Paging,
    _: MayRead,
    q: Annotated[str | None, Query(max_length=80, description="Part of the name")] = None,
    disabled: bool | None = None,
) -> Page[ApiClientOut]:
    (after,) = paging.after(UUID) or (None,)
    rows = await list_api_client_rows(reader, q=q, disabled=disabled, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([api_client_out(row) for row in rows], limit=paging.limit, next_cursor=last)


# No Idempotency-Key here and for the rotation: kept answers would keep the secret in the clear. Sent twice, the name is taken.
@router.post("", status_code=201)
async def create_new_api_client(body: ApiClientIn, uow: Uow, actor: MayManage, now: RealNow) -> ApiClientSecretOut:
    """Nobody grants more than they hold (rule ORG-7)."""
    secret = new_secret()
    new = NewApiClient(
        name=body.name,
        permissions=body.permissions,
        shop_ids=body.shop_ids,
        rate_limit_per_minute=body.rate_limit_per_minute,
        owner_id=body.owner_id or account_of(actor),
    )
    client = await create_api_client(uow, new=new, secret=secret, now=now)
    return ApiClientSecretOut(id=client.id, client_id=shown_client(client.id), client_secret=secret)


@router.get("/{client_id}")
async def get_api_client(client_id: ClientId, reader: Reader, _: MayRead, response: Response) -> ApiClientOut:
    row = await find_api_client_row(reader, client_id)
    show_version(response, row.version)
    return api_client_out(row)


@router.patch("/{client_id}")
async def change_one_api_client(
    client_id: ClientId, body: ApiClientChange, uow: Uow, _: MayManage, version: ExpectedVersion, now: RealNow, here: Here,
    after: BackgroundTasks, response: Response,
) -> ApiClientOut:  # fmt: skip
    """A client that is disabled, or loses a permission or a shop, loses its tokens at once (rule ORG-6)."""
    wish = ApiClientWish(
        name=body.name,
        permissions=body.permissions,
        shops=Shops(ids=body.shop_ids) if "shop_ids" in body.model_fields_set else None,
        rate_limit_per_minute=body.rate_limit_per_minute,
        disabled=body.disabled,
        owner_id=body.owner_id,
    )
    ended = await change_api_client(uow, client_id=client_id, expected_version=version, wish=wish, now=now)
    after.add_task(here.tokens.end, ended)
    row = await find_api_client_row(uow.session, client_id)
    show_version(response, row.version)
    return api_client_out(row)


@router.post("/{client_id}/rotate-secret")
async def rotate_api_client_secret(
    client_id: ClientId, body: SecretRotation, uow: Uow, _: MayManage, now: RealNow, here: Here, after: BackgroundTasks
) -> ApiClientSecretOut:
    secret = new_secret()
    overlap = timedelta(seconds=body.overlap_seconds)
    ended = await rotate_client_secret(uow, client_id=client_id, secret=secret, overlap=overlap, now=now)
    after.add_task(here.tokens.end, ended)
    return ApiClientSecretOut(id=client_id, client_id=shown_client(client_id), client_secret=secret)
