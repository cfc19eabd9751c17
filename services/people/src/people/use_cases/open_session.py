from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from chassis.actor import Actor
from chassis.ids import new_id
from chassis.refusals import Refusal
from chassis.uow import Frame, UnitOfWork
from people.domain.account import Account
from people.domain.ids import shown_account, shown_session
from people.domain.session import Session
from people.domain.sign_in import MOST_FAILURES_PER_ADDRESS, MOST_FAILURES_PER_LOGIN, SignInGuard, SignInRefused, locked
from people.domain.signed_in import SignedIn, signed_in
from people.domain.signing import SigningKeys
from people.store.accounts import lock_account, permissions_of
from people.store.sessions import add_session
from people.store.sign_in_guards import lock_guards


@dataclass(frozen=True, kw_only=True)
class SignInAttempt:
    """`account_id` and `password_hash` are what the password was checked against; None for an unknown login."""

    login: str
    ip: str
    user_agent: str
    account_id: UUID | None
    password_hash: str | None
    matches: bool


async def open_session(
    uow: UnitOfWork, *, attempt: SignInAttempt, keys: SigningKeys, idle: timedelta, longest: timedelta, now: datetime
) -> SignedIn | Refusal:
    """Rule ORG-8. A refusal is returned, not raised, because its count is to be committed."""
    by_login = f"login:{uow.sealer.digest(attempt.login)}"
    by_address = f"address:{uow.sealer.digest(attempt.ip)}"
    guards = await lock_guards(uow, [by_login, by_address], now=now)
    waits = [wait for guard in guards.values() if (wait := guard.locked_for(now)) is not None]
    if waits:
        # Before the outcome is looked at: of many guesses sent at once, no more are answered than of guesses one by one.
        _audit_refusal(uow, attempt, by_login=by_login, by_address=by_address, reason="locked")
        return locked(max(waits))
    account = await lock_account(uow, attempt.account_id) if attempt.account_id is not None else None
    if account is None or account.disabled or not attempt.matches or account.password_hash != attempt.password_hash:
        reason = "unknown" if account is None else "disabled" if account.disabled else "wrong_password"
        _count_failure(guards, by_login=by_login, by_address=by_address, now=now)
        _audit_refusal(uow, attempt, by_login=by_login, by_address=by_address, reason=reason)
        return SignInRefused()
    guards[by_login].note_success(now)
    account.note_signed_in(now)
    permissions = await permissions_of(uow, account.id)
    session = _new_session(account, attempt=attempt, idle=idle, longest=longest, now=now)
    await add_session(uow, session)
    uow.frame = Frame(now=uow.now, actor=_person(account, session), zone=uow.frame.zone)
    uow.audit("session.opened", noun="session", noun_id=shown_session(session.id), after={"account": shown_account(account.id)})
    uow.changed("session", shown_session(session.id))
    return signed_in(keys, account=account, session=session, permissions=permissions, now=now)


def _count_failure(guards: dict[str, SignInGuard], *, by_login: str, by_address: str, now: datetime) -> None:
    guards[by_login].note_failure(most=MOST_FAILURES_PER_LOGIN, now=now)
    guards[by_address].note_failure(most=MOST_FAILURES_PER_ADDRESS, now=now)


def _audit_refusal(uow: UnitOfWork, attempt: SignInAttempt, *, by_login: str, by_address: str, reason: str) -> None:
    # What was typed as a login may be a password in the wrong field, so an unknown one is kept as a digest only.
    noun, noun_id = ("sign_in", by_login) if attempt.account_id is None else ("account", shown_account(attempt.account_id))
    uow.audit("sign_in.refused", noun=noun, noun_id=noun_id, after={"reason": reason, "address": by_address})


def _new_session(account: Account, *, attempt: SignInAttempt, idle: timedelta, longest: timedelta, now: datetime) -> Session:
    return Session(
        id=new_id(),
        account_id=account.id,
        generation=1,
        rotated_at=now,
        created_at=now,
        last_seen_at=now,
        idle_until=now + idle,
        expires_at=now + longest,
        ip=attempt.ip,
        user_agent=attempt.user_agent,
        ended_at=None,
        end_reason=None,
    )


def _person(account: Account, session: Session) -> Actor:
    """Who the audit trail names for the sign-in: from here on it is known."""
    return Actor(
        kind="person", id=shown_account(account.id), name=account.name, permissions=frozenset(), shops=frozenset(),
        session_id=shown_session(session.id),
    )  # fmt: skip
