from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.api_client import ApiClient
from people.domain.grants import must_see
from people.domain.ids import shown_client
from people.domain.rights import Gives, Reach
from people.store.api_clients import lock_owner, save_api_client
from people.store.rights import must_grant


@dataclass(frozen=True, kw_only=True)
class NewApiClient:
    name: str
    permissions: Sequence[str]
    shop_ids: Sequence[str] | None
    rate_limit_per_minute: int
    owner_id: UUID | None


async def create_api_client(uow: UnitOfWork, *, new: NewApiClient, secret: str, now: datetime) -> ApiClient:
    """Rule ORG-7. Raises GrantsMoreThanHeld, GrantsMoreReach, GrantsMoreShops, ApiClientNameTaken, OwnerUnusable."""
    # A program sees everybody, as far as its permissions go (queries/organisation/reach.py).
    await must_grant(uow, [Gives(permissions=new.permissions, reach=Reach.ALL)])
    must_see(uow.actor, new.shop_ids)
    if new.owner_id is not None:
        await lock_owner(uow, new.owner_id)
    client = ApiClient(
        id=new_id(),
        name=new.name,
        permissions=sorted(set(new.permissions)),
        shop_ids=None if new.shop_ids is None else sorted(set(new.shop_ids)),
        rate_limit_per_minute=new.rate_limit_per_minute,
        secret_digest=uow.sealer.digest(secret),
        previous_digest=None,
        previous_until=None,
        family=new_id(),
        disabled_at=None,
        created_at=now,
        last_used_at=None,
        version=1,
        owner_id=new.owner_id,
    )
    await save_api_client(uow, client)
    uow.audit("api_client.created", noun="api_client", noun_id=shown_client(client.id), after=client.facts())
    uow.changed("api_client", shown_client(client.id))
    return client
