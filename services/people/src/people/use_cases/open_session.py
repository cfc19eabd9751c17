from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from chassis.actor import Actor
from chassis.ids import new_id
from chassis.refusals import Refusal
from chassis.uow import Frame, UnitOfWork
from people.domain.account import Account
from people.domain.ids import shown_account, shown_session
from people.domain.second_factor import SecondFactor, SecondFactorNeeded, SecondFactorRefused, plain_code
from people.domain.session import Presented, Session
from people.domain.sign_in import MOST_FAILURES_PER_ADDRESS, MOST_FAILURES_PER_LOGIN, SignInGuard, SignInRefused, locked
from people.domain.signed_in import SignedIn, signed_in
from people.domain.signing import SigningKeys
from people.store.accounts import lock_account
from people.store.rights import rights_of
from people.store.second_factors import lock_second_factor, use_recovery_code
from people.store.sessions import add_session
from people.store.sign_in_guards import lock_guards


@dataclass(frozen=True, kw_only=True)
class SessionLife:
    """How long a session lives unused, and at the longest."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, kw_only=True)
class SignInAttempt:
    """`account_id` and `password_hash` are what the password was checked against; None for an unknown login. `code`: the second factor."""

    login: str
    ip: str
    user_agent: str
    account_id: UUID | None
    password_hash: str | None
    matches: bool
    code: str | None


async def open_session(
    uow: UnitOfWork, *, attempt: SignInAttempt, keys: SigningKeys, life: SessionLife, now: datetime
) -> SignedIn | Refusal:
    """Rule ORG-8. A refusal is returned, not raised, because its count is to be committed.

    A right password without the code that is needed neither counts as a failure nor forgets those before.
    """
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
    factor = await lock_second_factor(uow, account.id)
    by = None
    if factor is not None and factor.on:
        if not attempt.code:
            return SecondFactorNeeded()
        by = await _second_factor(uow, factor, typed=attempt.code, now=now)
        if by is None:
            _count_failure(guards, by_login=by_login, by_address=by_address, now=now)
            _audit_refusal(uow, attempt, by_login=by_login, by_address=by_address, reason="wrong_second_factor")
            return SecondFactorRefused()
    guards[by_login].note_success(now)
    account.note_signed_in(now)
    rights = await rights_of(uow, account.id)
    session = _new_session(account, attempt=attempt, life=life, now=now)
    result = signed_in(keys, account=account, session=session, rights=rights, presented=Presented.NEXT, now=now)
    await add_session(uow, session)
    uow.frame = Frame(now=uow.now, actor=_person(account, session), zone=uow.frame.zone)
    opened: dict[str, object] = {"account": shown_account(account.id), **({"second_factor": by} if by else {})}
    uow.audit("session.opened", noun="session", noun_id=shown_session(session.id), after=opened)
    uow.changed("session", shown_session(session.id))
    return result


async def _second_factor(uow: UnitOfWork, factor: SecondFactor, *, typed: str, now: datetime) -> str | None:
    """By what it was proved: a code of the device, or a recovery code that nobody has used."""
    code = plain_code(typed)
    if factor.take(code, secret=uow.sealer.open(factor.secret_sealed)["secret"], now=now):
        return "code"
    used = await use_recovery_code(uow, factor.account_id, uow.sealer.digest(f"{factor.account_id.hex} {code}"), now=now)
    return "recovery_code" if used else None


def _count_failure(guards: dict[str, SignInGuard], *, by_login: str, by_address: str, now: datetime) -> None:
    guards[by_login].note_failure(most=MOST_FAILURES_PER_LOGIN, now=now)
    guards[by_address].note_failure(most=MOST_FAILURES_PER_ADDRESS, now=now)


def _audit_refusal(uow: UnitOfWork, attempt: SignInAttempt, *, by_login: str, by_address: str, reason: str) -> None:
    # What was typed as a login may be a password in the wrong field, so an unknown one is kept as a digest only.
    noun, noun_id = ("sign_in", by_login) if attempt.account_id is None else ("account", shown_account(attempt.account_id))
    uow.audit("sign_in.refused", noun=noun, noun_id=noun_id, after={"reason": reason, "address": by_address})


def _new_session(account: Account, *, attempt: SignInAttempt, life: SessionLife, now: datetime) -> Session:
    return Session(
        id=new_id(),
        account_id=account.id,
        generation=1,
        rotated_at=now,
        created_at=now,
        last_seen_at=now,
        idle_until=now + life.idle,
        expires_at=now + life.longest,
        ip=attempt.ip,
        user_agent=attempt.user_agent,
        ended_at=None,
        end_reason=None,
        permissions=[],
    )


def _person(account: Account, session: Session) -> Actor:
    """Who the audit trail names for the sign-in: from here on it is known."""
    return Actor(
        kind="person", id=shown_account(account.id), name=account.name, permissions=frozenset(), shops=frozenset(),
        session_id=shown_session(session.id),
    )  # fmt: skip
