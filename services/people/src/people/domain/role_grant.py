"""Extra roles: asked for with a reason and an end date, approved by somebody else, over on their own (rule ORG-7)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, Kind, NotFound, Refusal
from people.domain.model import Model
from people.domain.role import Role

APPROVAL_KIND = "role_grant"


class GrantState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    ENDED = "ended"


class GrantNotFound(NotFound):
    code = "role_grant_not_found"
    zh = "找不到该授权。"
    en = "There is no such grant."


class GrantPeriodWrong(Invalid):
    code = "role_grant_period_wrong"
    rule = "ORG-7"
    zh = "授权须从今天或以后开始，截止日期不得早于开始日期，且最长 {days} 天。"
    en = "A grant begins today or later, ends no earlier than it begins, and lasts {days} days at most."


class GrantNotWaiting(Conflict):
    code = "role_grant_not_waiting"
    rule = "ORG-7"
    zh = "该授权申请已有结果（{state}），不能再决定。"
    en = "This request is decided already ({state})."


class GrantOver(Conflict):
    code = "role_grant_over"
    rule = "ORG-7"
    zh = "该授权已经结束（{state}）。"
    en = "This grant is over already ({state})."


class GrantAlreadyHeld(Conflict):
    code = "role_grant_already_held"
    rule = "ORG-7"
    zh = "该账号已有这一角色的授权或申请，期间重叠。"
    en = "The account has a grant, or a request, for this role in that time already."


class OwnGrant(Refusal):
    kind = Kind.FORBIDDEN
    code = "own_grant"
    rule = "ORG-7"
    zh = "任何人都不能审批自己的申请，也不能审批给自己的授权。"
    en = "Nobody approves their own request, or a grant to themselves."


class RoleGrant(Model):
    """`begins_on` and `ends_on` are its first and its last day. `unit_id` narrows a role that reaches a unit; None: that of the main position."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "role_id"), Index("ix_role_grant_account_id", "account_id", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    reason: Mapped[str] = mapped_column(Text)
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(Text)
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[list[str]] = mapped_column(ARRAY(Text))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_by: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    close_reason: Mapped[str | None] = mapped_column(Text)
    policy_version: Mapped[int]
    version: Mapped[int]

    def decide(self, outcome: GrantState, *, by: Sequence[str], on: date, now: datetime) -> None:
        """A late approval begins with its own day (rule APR-5); one whose end has passed meanwhile is over at once. Raises GrantNotWaiting."""
        if self.state != GrantState.REQUESTED:
            raise GrantNotWaiting(state=self.state)
        self.state, self.decided_by, self.decided_at = outcome, list(by), now
        if outcome is GrantState.APPROVED:
            if self.ends_on < on:
                self.state = GrantState.ENDED
            else:
                self.begins_on = max(self.begins_on, on)
        self.version += 1

    def close(self, state: GrantState, *, by: str, reason: str, now: datetime) -> None:
        """Revoked, withdrawn, or come to its end. Raises GrantOver."""
        if self.state not in (GrantState.REQUESTED, GrantState.APPROVED):
            raise GrantOver(state=self.state)
        self.state, self.closed_by, self.close_reason, self.closed_at = state, by, reason, now
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "state": self.state,
            "begins_on": self.begins_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "reason": self.reason,
            "decided_by": self.decided_by,
        }


Index(None, RoleGrant.ends_on, postgresql_where=RoleGrant.state == GrantState.APPROVED.value)


def digest_of(grant: RoleGrant, role: Role) -> bytes:
    """Exactly what would take effect: a role that was changed meanwhile is another request (rule APR-4)."""
    parts = (grant.account_id.hex, grant.role_id.hex, grant.unit_id.hex if grant.unit_id else "", grant.ends_on.isoformat(), role.reach)
    return "\n".join((*parts, *sorted(role.permissions))).encode()


def check_period(*, begins_on: date, ends_on: date, today: date, longest_days: int) -> None:
    """Raises GrantPeriodWrong."""
    if begins_on < today or ends_on < begins_on or (ends_on - begins_on).days >= longest_days:
        raise GrantPeriodWrong(days=longest_days)
