from datetime import datetime, timedelta
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.people import SessionsEnded
from people.domain.grants import must_see
from people.domain.ids import shown_client, shown_family
from people.domain.rights import Gives, Reach
from people.store.api_clients import lock_api_client, save_api_client
from people.store.rights import must_grant


async def rotate_client_secret(uow: UnitOfWork, *, client_id: UUID, secret: str, overlap: timedelta, now: datetime) -> list[str]:
    """Without an overlap the old secret is taken as leaked: its tokens end too, and their family is returned.

    Who gets the secret can act as the client, so must hold all that it holds (rule ORG-7).
    Raises ApiClientNotFound, GrantsMoreThanHeld, GrantsMoreReach, GrantsMoreShops.
    """
    client = await lock_api_client(uow, client_id)
    await must_grant(uow, [Gives(permissions=client.permissions, reach=Reach.ALL)])
    must_see(uow.actor, client.shop_ids)
    client.rotate(uow.sealer.digest(secret), overlap=overlap, now=now)
    ended = [] if overlap else [shown_family(client.start_family(new_id()))]
    await save_api_client(uow, client)
    if ended:
        uow.publish(SessionsEnded(session_ids=ended, ended_at=now))
    shown = shown_client(client_id)
    uow.audit("api_client.secret_rotated", noun="api_client", noun_id=shown, after={"overlap_seconds": int(overlap.total_seconds())})
    uow.changed("api_client", shown)
    return ended
