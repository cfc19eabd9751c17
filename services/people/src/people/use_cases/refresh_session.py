from datetime import datetime, timedelta

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from contracts.people import SessionsEnded
from people.domain.ids import shown_account, shown_session
from people.domain.rights import exceeds
from people.domain.session import Presented, RefreshRefused, RefreshReused, Session
from people.domain.signed_in import SignedIn, signed_in
from people.domain.signing import SigningKeys
from people.store.accounts import find_account
from people.store.rights import rights_of
from people.store.sessions import lock_session, owner_of_session


async def refresh_session(uow: UnitOfWork, *, token: str, keys: SigningKeys, idle: timedelta, now: datetime) -> SignedIn | Refusal:
    """Rule ORG-8: each refresh token is used once. A refusal is returned, because the end of a session is to be committed."""
    read = keys.read_refresh_token(token)
    account_id = await owner_of_session(uow, read[0]) if read is not None else None
    if read is None or account_id is None:
        return RefreshRefused()
    # Roles are locked before the session: the order of store/accounts.py.
    rights = await rights_of(uow, account_id)
    session = await lock_session(uow, read[0])
    account = await find_account(uow, account_id)
    if session is None or session.is_over(now) or account.disabled:
        return RefreshRefused()
    tokens_live = session.token_may_live(now)
    presented = session.present(generation=read[1], idle=idle, now=now)
    if presented is Presented.USED:
        return RefreshReused(session=_end(uow, session, reason="reused", now=now))
    if tokens_live and exceeds(session.permissions, rights.permissions):
        # A token given before may still hold what was taken away since: it ends with its session (rule ORG-7).
        return RefreshRefused(session=_end(uow, session, reason="rights_changed", now=now))
    return signed_in(keys, account=account, session=session, rights=rights, presented=presented, now=now)


def _end(uow: UnitOfWork, session: Session, *, reason: str, now: datetime) -> str:
    session.end(reason=reason, now=now)
    shown = shown_session(session.id)
    uow.publish(SessionsEnded(session_ids=[shown], ended_at=now))
    uow.audit("session.ended", noun="session", noun_id=shown, after={"account": shown_account(session.account_id)}, reason=reason)
    uow.changed("session", shown)
    return shown
