from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from contracts.people import SessionsEnded
from people.domain.grants import Shops, check_grant, must_see, narrows
from people.domain.ids import shown_client, shown_family
from people.domain.rights import Gives, Reach
from people.store.api_clients import lock_api_client, lock_owner, must_be_in_use, save_api_client
from people.store.rights import must_grant


@dataclass(frozen=True, kw_only=True)
class ApiClientWish:
    """None leaves a part as it is."""

    name: str | None
    permissions: Sequence[str] | None
    shops: Shops | None
    rate_limit_per_minute: int | None
    disabled: bool | None
    owner_id: UUID | None


async def change_api_client(uow: UnitOfWork, *, client_id: UUID, expected_version: int, wish: ApiClientWish, now: datetime) -> list[str]:
    """A client that loses something loses its tokens at once: returns the token family that ended.

    Raises ApiClientNotFound, VersionStale, GrantsMoreThanHeld, GrantsMoreReach, GrantsMoreShops, ApiClientNameTaken, OwnerUnusable.
    """
    if wish.owner_id is not None:
        await lock_owner(uow, wish.owner_id)
    client = await lock_api_client(uow, client_id)
    check_version(expected=expected_version, actual=client.version)
    enables = client.disabled and wish.disabled is False
    if enables and wish.owner_id is None and client.owner_id is not None:
        await must_be_in_use(uow, client.owner_id)
    before, permissions_before, shops_before = client.facts(), set(client.permissions), client.shop_ids
    client.change(name=wish.name, permissions=wish.permissions, shops=wish.shops, rate_limit_per_minute=wish.rate_limit_per_minute)
    permissions = set(client.permissions)
    check_grant(
        uow.actor, added=permissions - permissions_before, permissions=permissions, shops_before=shops_before, shops=client.shop_ids
    )
    # Whoever holds the secret of one that is enabled again can act with all of it.
    await must_grant(uow, [Gives(permissions=sorted(permissions if enables else permissions - permissions_before), reach=Reach.ALL)])
    if enables:
        must_see(uow.actor, client.shop_ids)
    if wish.disabled is not None:
        client.set_disabled(disabled=wish.disabled, now=now)
    client.owner_id = wish.owner_id or client.owner_id
    loses = client.disabled or bool(permissions_before - permissions) or narrows(shops_before, client.shop_ids)
    ended = [shown_family(client.start_family(new_id()))] if loses else []
    await save_api_client(uow, client)
    if ended:
        uow.publish(SessionsEnded(session_ids=ended, ended_at=now))
    shown = shown_client(client_id)
    uow.audit("api_client.changed", noun="api_client", noun_id=shown, before=before, after=client.facts())
    uow.changed("api_client", shown)
    return ended
