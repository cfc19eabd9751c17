import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.people import Evidence
from people.domain.account import Account
from people.domain.approvals.approval import Wish
from people.domain.ids import shown_account, shown_grant, shown_role, shown_unit
from people.domain.organisation.unit import UnitNotFound
from people.domain.role import Role
from people.domain.role_grant import APPROVAL_KIND, GrantAlreadyHeld, GrantState, RoleGrant, check_period, digest_of
from people.store.access_policies import access_policy_at
from people.store.accounts import load_roles, lock_account
from people.store.role_grants import add_role_grant, overlaps, unit_is_there
from people.use_cases.approvals.request_approval import request_approval


@dataclass(frozen=True, kw_only=True)
class GrantWish:
    """`unit_id` None: the unit of the main position, where the role reaches one. `begins_on` None: today."""

    account_id: UUID
    role_id: UUID
    unit_id: UUID | None
    reason: str
    begins_on: date | None
    ends_on: date


async def request_role_grant(uow: UnitOfWork, *, wish: GrantWish, requester_id: UUID) -> RoleGrant:
    """Rule ORG-7: it counts once others have approved it, who hold what it gives (decide_role_grant).

    Raises AccountNotFound, RoleUnknown, UnitNotFound, GrantPeriodWrong, GrantAlreadyHeld, and what approvals refuse.
    """
    account = await lock_account(uow, wish.account_id)
    policy = await access_policy_at(uow, moment=uow.now)
    begins_on = wish.begins_on or uow.today
    check_period(begins_on=begins_on, ends_on=wish.ends_on, today=uow.today, longest_days=policy.longest_grant_days)
    if wish.unit_id is not None and not await unit_is_there(uow, wish.unit_id):
        raise UnitNotFound
    if await overlaps(uow, account_id=wish.account_id, role_id=wish.role_id, begins_on=begins_on, ends_on=wish.ends_on):
        raise GrantAlreadyHeld
    role = (await load_roles(uow, [wish.role_id]))[0]
    grant = RoleGrant(
        id=new_id(),
        account_id=wish.account_id,
        role_id=wish.role_id,
        unit_id=wish.unit_id,
        reason=wish.reason,
        begins_on=begins_on,
        ends_on=wish.ends_on,
        state=GrantState.REQUESTED,
        requested_by=requester_id,
        requested_at=uow.now,
        decided_by=[],
        policy_version=policy.version,
        version=1,
    )
    await add_role_grant(uow, grant)
    shown = shown_grant(grant.id)
    after = {**grant.facts(), "account": shown_account(account.id), "role": shown_role(role.id)}
    uow.audit("role_grant.requested", noun="role_grant", noun_id=shown, after=after, reason=wish.reason)
    uow.changed("role_grant", shown)
    await request_approval(uow, wish=_approval(grant, account=account, role=role, begins_at=_begin_of(uow, begins_on)))
    return grant


def _begin_of(uow: UnitOfWork, day: date) -> datetime:
    return uow.now if day <= uow.today else datetime.combine(day, datetime.min.time(), uow.frame.zone)


def _approval(grant: RoleGrant, *, account: Account, role: Role, begins_at: datetime) -> Wish:
    days = (grant.ends_on - grant.begins_on + timedelta(days=1)).days
    period = f"{grant.begins_on.isoformat()} – {grant.ends_on.isoformat()} ({days})"
    evidence = [
        Evidence(label_zh="授予账号", label_en="For", value=f"{account.name} ({account.login})"),
        Evidence(label_zh="角色", label_en="Role", value=f"{role.name_zh} {role.name_en}"),
        Evidence(label_zh="包含的权限", label_en="What it permits", value=", ".join(role.permissions)),
        Evidence(label_zh="期间（天数）", label_en="From, until (days)", value=period),
        Evidence(label_zh="理由", label_en="Reason", value=grant.reason),
    ]
    if grant.unit_id is not None:
        evidence.append(Evidence(label_zh="部门", label_en="Unit", value=shown_unit(grant.unit_id)))
    return Wish(
        kind=APPROVAL_KIND,
        reference=shown_grant(grant.id),
        requester_id=grant.requested_by,
        title_zh=f"授予{account.name}“{role.name_zh}”角色至 {grant.ends_on.isoformat()}",
        title_en=f"Role {role.name_en} for {account.name} until {grant.ends_on.isoformat()}",
        evidence=evidence,
        content_digest=hashlib.sha256(digest_of(grant, role)).hexdigest(),
        unit_id=grant.unit_id,
        effective_at=begins_at,
        link="/role-grants",
    )
