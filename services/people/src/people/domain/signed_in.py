"""What somebody gets who signed in or refreshed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from people.domain.access_token import LIFE, claims_of
from people.domain.account import Account
from people.domain.ids import shown_account, shown_session
from people.domain.rights import Rights
from people.domain.session import Presented, Session
from people.domain.signing import SigningKeys


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """`cookie_until` is when the refresh token stops working at the latest, unless it is used before."""

    access_token: str
    expires_in: int
    refresh_token: str
    cookie_until: datetime
    account: Account
    permissions: Sequence[str]
    second_factor: str


def signed_in(keys: SigningKeys, *, account: Account, session: Session, rights: Rights, presented: Presented, now: datetime) -> SignedIn:
    """The session notes what its token holds."""
    session.note_token(rights.permissions, presented=presented)
    claims = claims_of(
        subject=shown_account(account.id),
        session=shown_session(session.id),
        kind="person",
        name=account.name,
        permissions=rights.permissions,
        shop_ids=account.shop_ids,
        rate=None,
        now=now,
    )
    return SignedIn(
        access_token=keys.sign(claims),
        expires_in=int(LIFE.total_seconds()),
        refresh_token=keys.refresh_token(session.id, generation=session.generation),
        cookie_until=min(session.idle_until, session.expires_at),
        account=account,
        permissions=rights.permissions,
        second_factor=rights.state,
    )
