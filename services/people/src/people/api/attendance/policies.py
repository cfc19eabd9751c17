"""Versions of the attendance policy (rules ATT-1 to ATT-4, ATT-6, ATT-7, ATT-11, ATT-12)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.attendance.fields import Clock, Reason
from people.domain.attendance.policy import policy_of
from people.domain.attendance.rota import weekly_minutes
from people.permissions import Permission
from people.queries.attendance.attendance_lists import PolicyRow, find_policy_row, list_policy_rows
from people.use_cases.attendance.change_policy_draft import change_policy_draft
from people.use_cases.attendance.draft_policy import draft_policy
from people.use_cases.attendance.drop_policy_draft import drop_policy_draft
from people.use_cases.attendance.publish_policy import publish_policy

router = transactional_router("/v1/attendance/policies", tag="attendance_policies")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_ATTENDANCE_POLICIES))]
MayPublish = Annotated[Actor, Depends(requires(Permission.PUBLISH_ATTENDANCE_POLICIES))]
Number = Annotated[int, Path(ge=1, le=1_000_000)]


class WorkSessionContent(Body):
    """`late_from`: lateness counts from the time to sign in, or from the start of work."""

    start: Clock
    end: Clock
    late_from: Literal["sign_in", "work_start"]


class AttendanceGroupContent(Body):
    """`covers`: the attendance groups of positions that keep to it. `week`: fixed `rest_weekdays` (1 Monday to 7) and `rest_days` movable ones a month. `rota`: `rest_days` a month, planned."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    name_zh: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    name_en: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    covers: Annotated[list[Annotated[str, Field(min_length=1, max_length=40)]], Field(max_length=50)]
    pattern: Literal["week", "rota"]
    rest_weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=6)]
    rest_days: Annotated[int, Field(ge=0, le=31)]
    in_lieu_days_off: bool


class AttendancePolicyContent(Body):
    """Minutes are whole; `seconds_count` false judges each punch as of its minute. `double_seconds`: presses so close together are one.

    `sign_by_day`, `object_until_day`: last days of the next month for signing and objecting (ATT-6, ATT-7), by the version in force on the
    month's last day. Fewer minutes after work than `unauthorised_from_minutes` are not shown as unauthorised overtime (ATT-12).
    """

    sessions: Annotated[list[WorkSessionContent], Field(min_length=1, max_length=6)]
    sign_in_lead_minutes: Annotated[int, Field(ge=0, le=120)]
    late_band_minutes: Annotated[int, Field(ge=0, le=240)]
    early_band_minutes: Annotated[int, Field(ge=0, le=240)]
    seconds_count: bool
    double_seconds: Annotated[int, Field(ge=0, le=3600)]
    groups: Annotated[list[AttendanceGroupContent], Field(min_length=1, max_length=20)]
    default_group: str
    weekly_limit_minutes: Annotated[int, Field(ge=60, le=10_080)]
    clock_tolerance_seconds: Annotated[int, Field(ge=0, le=3600)]
    photo_keep_days: Annotated[int, Field(ge=1, le=3650)]
    sign_by_day: Annotated[int, Field(ge=1, le=25)]
    object_until_day: Annotated[int, Field(ge=1, le=25)]
    unauthorised_from_minutes: Annotated[int, Field(ge=0, le=240)]


class AttendancePolicyDraft(Body):
    content: AttendancePolicyContent
    reason: Reason


class AttendancePolicyStart(Body):
    effective_from: date


class AttendancePolicyWarning(BaseModel):
    """`over_weekly_limit`: an ordinary week of the group asks for more than the limit (rule ATT-12); it may be published all the same."""

    code: str
    group: str
    minutes: int
    limit: int


class AttendancePolicyOut(BaseModel):
    number: int
    state: str
    effective_from: date | None
    content: AttendancePolicyContent
    warnings: list[AttendancePolicyWarning]
    reason: str
    created_at: datetime
    created_by: str
    published_at: datetime | None
    published_by: str | None
    version: int


def _out(row: PolicyRow) -> AttendancePolicyOut:
    policy = policy_of(row.content)
    limit = policy.weekly_limit_minutes
    warnings = [
        AttendancePolicyWarning(code="over_weekly_limit", group=group.code, minutes=weekly_minutes(group, policy), limit=limit)
        for group in policy.groups
        if weekly_minutes(group, policy) > limit
    ]
    facts: dict[str, Any] = {**row.__dict__, "content": AttendancePolicyContent.model_validate(row.content)}
    return AttendancePolicyOut(**facts, warnings=warnings)


async def _answer(uow: Uow, number: int, response: Response) -> AttendancePolicyOut:
    row = await find_policy_row(uow.session, number)
    show_version(response, row.version)
    return _out(row)


@router.get("")
async def list_attendance_policies(reader: Reader, paging: Paging, _: MayRead) -> Page[AttendancePolicyOut]:
    """Newest version first, drafts among them. In force is the published one whose day has come last."""
    (after,) = paging.after(int) or (None,)
    rows = await list_policy_rows(reader, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].number) if len(rows) > paging.limit else None
    return page_of([_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.post("", status_code=201, dependencies=[ONCE])
async def draft_attendance_policy(body: AttendancePolicyDraft, uow: Uow, _: MayPublish, response: Response) -> AttendancePolicyOut:
    """It holds nowhere until it is published; a replay says what it would change (POST /v1/attendance/runs)."""
    draft = await draft_policy(uow, content=body.content.model_dump(), reason=body.reason)
    return await _answer(uow, draft.number, response)


@router.get("/{number}")
async def get_attendance_policy(number: Number, reader: Reader, _: MayRead, response: Response) -> AttendancePolicyOut:
    row = await find_policy_row(reader, number)
    show_version(response, row.version)
    return _out(row)


@router.put("/{number}")
async def change_attendance_policy(
    number: Number, body: AttendancePolicyDraft, uow: Uow, _: MayPublish, version: ExpectedVersion, response: Response
) -> AttendancePolicyOut:  # fmt: skip
    """Drafts only: what was published never changes."""
    await change_policy_draft(uow, number=number, expected_version=version, content=body.content.model_dump(), reason=body.reason)
    return await _answer(uow, number, response)


@router.post("/{number}/publish", dependencies=[ONCE])
async def publish_attendance_policy(
    number: Number, body: AttendancePolicyStart, uow: Uow, _: MayPublish, version: ExpectedVersion, response: Response
) -> AttendancePolicyOut:  # fmt: skip
    """From today or a later day on. Results of earlier days stay under the version they were made with."""
    await publish_policy(uow, number=number, expected_version=version, effective_from=body.effective_from)
    return await _answer(uow, number, response)


@router.post("/{number}/drop", dependencies=[ONCE])
async def drop_attendance_policy(
    number: Number, uow: Uow, _: MayPublish, version: ExpectedVersion, response: Response
) -> AttendancePolicyOut:
    await drop_policy_draft(uow, number=number, expected_version=version)
    return await _answer(uow, number, response)
