"""What people can be told to do, and what it tells the others. A person is an account or employee id, opaque to others."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field

from contracts.message import Message, Part
from contracts.money import Money


class SessionsEnded(Message):
    """These sessions (and API client tokens, by their session id) are over: a token that names one is refused from now on."""

    subject: ClassVar[str] = "people.sessions.ended.v1"
    session_ids: list[str]
    ended_at: datetime


class AccountDisabled(Message):
    """Nobody signs in with it from now on: its person left, or an administrator closed it. That it is opened again is not told: who acts is
    there again.
    """

    subject: ClassVar[str] = "people.account.disabled.v1"
    account_id: str
    disabled_at: datetime


class EmployeeHired(Message):
    """Somebody works here from `from_date` on. `account_id` is None while they may not sign in."""

    subject: ClassVar[str] = "people.employee.hired.v1"
    employee_id: str
    account_id: str | None
    name: str
    unit_id: str
    position_id: str
    from_date: date


class EmployeeMoved(Message):
    """Their main position is another from `from_date` on, which may lie ahead."""

    subject: ClassVar[str] = "people.employee.moved.v1"
    employee_id: str
    account_id: str | None
    unit_id: str
    position_id: str
    from_date: date


class EmployeeLeft(Message):
    """Sessions, API clients and grants of theirs are over. `last_day` is the last day they belonged to the company."""

    subject: ClassVar[str] = "people.employee.left.v1"
    employee_id: str
    account_id: str | None
    last_day: date


class Evidence(Part):
    """A line that stands beside a request for approval: what the decider has to know. Never personal data beyond what they may see."""

    label_zh: str
    label_en: str
    value: str


class RequestApproval(Message):
    """Asks people to have something approved before it takes effect (rule APR-1).

    `kind` is one that people knows a route for (`leave`, `role_grant`, `headcount`, `price_change` …). `reference` is the sender's own, given
    back with the decision; the same reference again changes nothing while the content is the same, and with another content voids what
    was asked before (rule APR-4). `content_digest` is a digest of exactly what would take effect. `requester_id` is an account
    (`acc_…`); nobody decides their own. `unit_id` is the unit it concerns, None for the requester's. `amount` picks amount bands.
    `effective_at` is when it should take effect, None for at once. `link` leads to the thing in the SPA.
    """

    subject: ClassVar[str] = "people.approval.request.v1"
    kind: str
    reference: str
    requester_id: str
    title_zh: str
    title_en: str
    evidence: list[Evidence]
    content_digest: str
    amount: Money | None
    unit_id: str | None
    shop_id: str | None
    effective_at: datetime | None
    link: str


class WithdrawApproval(Message):
    """The sender no longer wants it decided. Nothing happens when it is decided already."""

    subject: ClassVar[str] = "people.approval.withdraw.v1"
    kind: str
    reference: str
    reason: str


class ApprovalDecided(Message):
    """`outcome`: approved, refused, voided (the content changed) or withdrawn. Only what has this `content_digest` was decided.

    `takes_effect_at` of an approved one is never before `decided_at`: a late approval acts from its own time (rule APR-5).
    `decided_by` are accounts, `decided_by_names` what they were called then, in the same order: what is shown to people ([]: sent before
    there were names).
    """

    subject: ClassVar[str] = "people.approval.decided.v1"
    approval_id: str
    kind: str
    reference: str
    outcome: Literal["approved", "refused", "voided", "withdrawn"]
    content_digest: str
    decided_at: datetime
    takes_effect_at: datetime | None
    decided_by: list[str]
    comment: str
    decided_by_names: list[str] = Field(default_factory=list[str])


class AttendanceFigures(Part):
    """One person's closed month. Days and hours are decimals as text, the rest are counts."""

    employee_id: str
    account_id: str | None
    required_days: str
    worked_days: str
    late: int
    early: int
    leave_cases: int
    absent_days: str
    leave_days: str
    overtime_hours: str
    policy_version: int


class AttendanceMonthClosed(Message):
    """`version` 1 is the closing; a correction after it is a new version that replaces the older (rule ATT-7). `month` is YYYY-MM."""

    subject: ClassVar[str] = "people.attendance.month_closed.v1"
    month: str
    unit_id: str
    version: int
    closed_at: datetime
    figures: list[AttendanceFigures]


class TrainingPassed(Message):
    """`participant` is an employee id, or the reference of an outside party (a distributor) as its owner gave it."""

    subject: ClassVar[str] = "people.training.passed.v1"
    training_id: str
    code: str
    participant: str
    participant_kind: Literal["employee", "outside"]
    score: str | None
    passed_at: datetime
    valid_until: date | None
