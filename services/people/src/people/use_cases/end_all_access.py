from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.people import SessionsEnded
from people.domain.account import LastAdministrator
from people.domain.ids import shown_account, shown_client, shown_family, shown_grant
from people.domain.role_grant import APPROVAL_KIND, GrantState
from people.store.accounts import is_last_administrator, lock_account, lock_administrators, tell_disabled
from people.store.api_clients import lock_clients_of
from people.store.role_grants import lock_grants_of, requested_grants_of
from people.store.sessions import end_sessions_of
from people.use_cases.approvals.withdraw_reference import withdraw_reference


@dataclass(frozen=True, kw_only=True)
class AccessEnded:
    """What a route gives to `here.tokens.end` at once; all other services hear of it by SessionsEnded."""

    sessions: list[str]
    clients: list[str]


async def end_all_access(uow: UnitOfWork, *, account_id: UUID, reason: str, now: datetime) -> AccessEnded:
    """Rule ORG-6: somebody leaves. The account is disabled, its sessions, its API clients and its extra roles end; `now` is real time.

    Safe to call again. Raises AccountNotFound, LastAdministrator.
    """
    await lock_administrators(uow)
    account = await lock_account(uow, account_id)
    if await is_last_administrator(uow, account_id, on=uow.today):
        raise LastAdministrator
    before = account.facts()
    grants = await _end_grants(uow, account_id, reason=reason)
    if not account.disabled:
        tell_disabled(uow, account)
    account.set_disabled(disabled=True, now=now)
    account.note_changed()
    sessions = await end_sessions_of(uow, [account_id], reason=reason, now=now)
    clients = await _end_clients(uow, account_id, reason=reason, now=now)
    shown = shown_account(account_id)
    after = {**account.facts(), "sessions_ended": sessions, "api_clients_disabled": clients, "grants_ended": grants}
    uow.audit("account.access_ended", noun="account", noun_id=shown, before=before, after=after, reason=reason)
    uow.changed("account", shown)
    return AccessEnded(sessions=sessions, clients=clients)


async def _end_clients(uow: UnitOfWork, account_id: UUID, *, reason: str, now: datetime) -> list[str]:
    ended: list[str] = []
    for client in await lock_clients_of(uow, account_id):
        if client.disabled:
            continue
        before = client.facts()
        client.set_disabled(disabled=True, now=now)
        ended.append(shown_family(client.start_family(new_id())))
        client.version += 1
        shown = shown_client(client.id)
        uow.audit("api_client.changed", noun="api_client", noun_id=shown, before=before, after=client.facts(), reason=reason)
        uow.changed("api_client", shown)
    if ended:
        uow.publish(SessionsEnded(session_ids=ended, ended_at=now))
    return ended


async def _end_grants(uow: UnitOfWork, account_id: UUID, *, reason: str) -> list[str]:
    ended: list[str] = []
    for waiting in await requested_grants_of(uow, account_id):
        # The grant hears of it from approvals, which are locked first (decide_role_grant).
        shown = shown_grant(waiting)
        if await withdraw_reference(uow, kind=APPROVAL_KIND, reference=shown, reason=reason):
            ended.append(shown)
    for grant in await lock_grants_of(uow, account_id):
        shown = shown_grant(grant.id)
        before = grant.facts()
        grant.close(GrantState.REVOKED, by=uow.actor.id, reason=reason, now=uow.now)
        uow.audit("role_grant.revoked", noun="role_grant", noun_id=shown, before=before, after=grant.facts(), reason=reason)
        uow.changed("role_grant", shown)
        ended.append(shown)
    return ended
