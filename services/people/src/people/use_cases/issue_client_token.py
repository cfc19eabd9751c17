from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.access_token import LIFE, claims_of
from people.domain.api_client import ApiClient
from people.domain.grants import covers
from people.domain.ids import shown_client, shown_family
from people.domain.signing import SigningKeys
from people.store.api_clients import find_api_client


@dataclass(frozen=True, kw_only=True)
class ClientToken:
    access_token: str
    expires_in: int
    scope: str


@dataclass(frozen=True, kw_only=True)
class TokenError:
    """An `error` of RFC 6749, section 5.2."""

    error: str
    description: str


async def issue_client_token(
    uow: UnitOfWork, *, client_id: UUID | None, secret: str, scope: Sequence[str], keys: SigningKeys, now: datetime
) -> ClientToken | TokenError:
    """`scope` narrows the token to some of the client's permissions; empty asks for all. An error is returned, because it is audited."""
    client = await find_api_client(uow, client_id) if client_id is not None else None
    if client is None or not client.accepts(uow.sealer.digest(secret), now=now):
        if client is not None:
            uow.audit("api_client.token_refused", noun="api_client", noun_id=shown_client(client.id))
        return TokenError(error="invalid_client", description="Unknown client, wrong secret, or the client is disabled.")
    if not all(covers(client.permissions, wanted) for wanted in scope):
        return TokenError(error="invalid_scope", description="The client does not hold all of the scope.")
    client.last_used_at = now
    uow.audit("api_client.token_issued", noun="api_client", noun_id=shown_client(client.id))
    permissions = sorted(set(scope)) or client.permissions
    return ClientToken(
        access_token=keys.sign(_claims(client, permissions=permissions, now=now)),
        expires_in=int(LIFE.total_seconds()),
        scope=" ".join(permissions),
    )


def _claims(client: ApiClient, *, permissions: Sequence[str], now: datetime) -> dict[str, object]:
    return claims_of(
        subject=shown_client(client.id),
        session=shown_family(client.family),
        kind="client",
        name=client.name,
        permissions=permissions,
        shop_ids=client.shop_ids,
        rate=client.rate_limit_per_minute,
        now=now,
    )
