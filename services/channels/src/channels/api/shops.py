"""Shops: registered, listed, changed; their credentials go in and never come out; how each of them is doing."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from channels.api.fields import Currency, Platform, ShopId, ShopName, TimeZone, Url
from channels.domain.shop import ShopNotFound, ShopWish
from channels.permissions import Permission
from channels.queries.shop_health import ShopHealthRow, list_shop_health
from channels.queries.shops import ShopFilter, ShopRow, find_shop_row, list_shop_rows
from channels.use_cases.change_shop import change_shop
from channels.use_cases.register_shop import register_shop
from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router

router = transactional_router("/v1/shops", tag="shops")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_SHOPS))]
MayManage = Annotated[Actor, Depends(requires(Permission.MANAGE_SHOPS))]

Owner = Annotated[str, Field(max_length=80, description="Who answers for the shop")]
CredentialName = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
CredentialValue = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[\x20-\x7e]+$")]
CarrierCodes = Annotated[
    dict[Annotated[str, Field(pattern="^[A-Z0-9_]{1,20}$")], Annotated[str, Field(min_length=1, max_length=60)]],
    Field(max_length=100, description="Our carrier code to the platform's own, where its table here lacks one"),
]


class ShopIn(Body):
    """`credentials` are sealed and never shown again; which of them are set is. `api_url` is needed where each shop has its own address."""

    name: ShopName
    platform: Platform
    owner: Owner = ""
    currency: Currency = "CNY"
    time_zone: TimeZone = "Asia/Shanghai"
    api_url: Url | None = None
    credentials: Annotated[dict[CredentialName, CredentialValue], Field(max_length=20)] = Field(default_factory=dict[str, str])
    carrier_codes: CarrierCodes = Field(default_factory=dict[str, str])


class ShopChange(Body):
    """What is left out stays as it is. A credential given as null is taken away; `api_url` null goes back to the platform's.

    An `api_url` on another host takes all credentials away that are not given with it: nobody can have them sent elsewhere.
    """

    name: ShopName | None = None
    owner: Owner | None = None
    currency: Currency | None = None
    time_zone: TimeZone | None = None
    api_url: Url | None = None
    credentials: Annotated[dict[CredentialName, CredentialValue | None], Field(max_length=20)] = Field(
        default_factory=dict[str, "str | None"]
    )
    carrier_codes: CarrierCodes | None = None
    active: bool | None = None


class ShopOut(BaseModel):
    """`credential_names` are those that are set. `version` is also the ETag."""

    id: str
    name: str
    platform: str
    owner: str
    currency: str
    time_zone: str
    api_url: str | None
    credential_names: list[str]
    carrier_codes: dict[str, str]
    active: bool
    created_at: datetime
    updated_at: datetime
    version: int


class ShopHealthOut(BaseModel):
    """`…_lag_seconds`: for how long the longest waiting one waits; null when nothing waits."""

    shop_id: str
    name: str
    platform: str
    active: bool
    inbound_waiting: int
    inbound_lag_seconds: int | None
    inbound_dead: int
    last_inbound_at: datetime | None
    write_back_waiting: int
    write_back_failed: int
    write_back_dead: int
    refund_dead: int
    write_back_lag_seconds: int | None
    last_told_at: datetime | None
    last_failure: str | None


class ShopHealthList(BaseModel):
    data: list[ShopHealthOut]


@router.post("", status_code=201, dependencies=[ONCE])
async def register_new_shop(body: ShopIn, uow: Uow, _: MayManage, now: Now, response: Response) -> ShopOut:
    """Orders learns of it at once."""
    wish = ShopWish(
        name=body.name,
        owner=body.owner,
        currency=body.currency,
        time_zone=body.time_zone,
        api_url=body.api_url or "",
        carrier_codes=body.carrier_codes,
    )
    shop = await register_shop(uow, platform=body.platform, wish=wish, credentials=body.credentials, now=now)
    return await _shown(uow, shop.id, response)


@router.get("")
async def list_shops(
    *,
    reader: Reader,
    paging: Paging,
    actor: MayRead,
    platform: Platform | None = None,
    active: bool | None = None,
    q: Annotated[str | None, Query(max_length=80, description="Part of the name")] = None,
) -> Page[ShopOut]:
    """By name."""
    after = paging.after(str, str)
    shown = ShopFilter(seen=actor.shops, platform=platform, active=active, q=q)
    rows = await list_shop_rows(reader, shown=shown, after=None if after is None else (after[0], after[1]), limit=paging.limit + 1)
    last = rows[paging.limit - 1] if len(rows) > paging.limit else None
    cursor = make_cursor(last.name, last.id) if last else None
    return page_of([shop_out(row) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/health")
async def read_shop_health(reader: Reader, actor: MayRead, now: Now) -> ShopHealthList:
    """For each shop: what waits and for how long, what failed, when it was last heard and told (rule ORD-4)."""
    return ShopHealthList(data=[health_out(row, now) for row in await list_shop_health(reader, seen=actor.shops)])


@router.get("/{shop_id}")
async def get_shop(shop_id: ShopId, reader: Reader, actor: MayRead, response: Response) -> ShopOut:
    row = await find_shop_row(reader, shop_id=shop_id, seen=actor.shops)
    if row is None:
        raise ShopNotFound
    show_version(response, row.version)
    return shop_out(row)


@router.patch("/{shop_id}")
async def change_one_shop(
    shop_id: ShopId, body: ShopChange, uow: Uow, _: MayManage, version: ExpectedVersion, now: Now, response: Response
) -> ShopOut:
    api_url = (body.api_url or "") if "api_url" in body.model_fields_set else None
    wish = ShopWish(
        name=body.name,
        owner=body.owner,
        currency=body.currency,
        time_zone=body.time_zone,
        api_url=api_url,
        carrier_codes=body.carrier_codes,
        active=body.active,
    )
    await change_shop(uow, shop_id=shop_id, expected_version=version, wish=wish, credentials=body.credentials, now=now)
    return await _shown(uow, shop_id, response)


async def _shown(uow: Uow, shop_id: str, response: Response) -> ShopOut:
    row = await find_shop_row(uow.session, shop_id=shop_id, seen=None)
    assert row is not None
    show_version(response, row.version)
    return shop_out(row)


def shop_out(row: ShopRow) -> ShopOut:
    return ShopOut(
        id=row.id,
        name=row.name,
        platform=row.platform,
        owner=row.owner,
        currency=row.currency,
        time_zone=row.time_zone,
        api_url=row.api_url or None,
        credential_names=row.credential_names,
        carrier_codes=row.carrier_codes,
        active=row.active,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )


def health_out(row: ShopHealthRow, now: datetime) -> ShopHealthOut:
    def lag(since: datetime | None) -> int | None:
        return None if since is None else max(int((now - since).total_seconds()), 0)

    return ShopHealthOut(
        shop_id=row.shop_id,
        name=row.name,
        platform=row.platform,
        active=row.active,
        inbound_waiting=row.inbound_waiting,
        inbound_lag_seconds=lag(row.inbound_oldest_at),
        inbound_dead=row.inbound_dead,
        last_inbound_at=row.last_inbound_at,
        write_back_waiting=row.write_back_waiting,
        write_back_failed=row.write_back_failed,
        write_back_dead=row.write_back_dead,
        refund_dead=row.refund_dead,
        write_back_lag_seconds=lag(row.write_back_oldest_at),
        last_told_at=row.last_told_at,
        last_failure=row.last_failure,
    )
