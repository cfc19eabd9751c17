"""Notices of changed work hours (rule ATT-8)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.attendance.fields import Clock, Keeping, OwnAttendance, Reason, Title
from people.domain.attendance.calendar import HoursNotice
from people.domain.ids import HoursNoticeId, UnitId
from people.queries.attendance.attendance_lists import NoticeRow, list_notice_rows
from people.use_cases.attendance.publish_notice import NoticeWish, publish_notice
from people.use_cases.attendance.withdraw_notice import withdraw_notice

router = transactional_router("/v1/attendance/notices", tag="hours_notices")


class NoticeSession(Body):
    start: Clock
    end: Clock


class NewHoursNotice(Body):
    """For these units and all beneath them. No sessions: nobody works on these days."""

    title: Title
    reason: Reason
    first_day: date
    last_day: date
    unit_ids: Annotated[list[UnitId], Field(min_length=1, max_length=200)]
    sessions: Annotated[list[NoticeSession], Field(max_length=6)]


class HoursNoticeEnd(Body):
    reason: Reason


class NoticeSessionOut(BaseModel):
    start: str
    end: str


class HoursNoticeOut(BaseModel):
    id: HoursNoticeId
    title: str
    reason: str
    first_day: date
    last_day: date
    unit_ids: list[UnitId]
    sessions: list[NoticeSessionOut]
    state: str
    published_at: datetime
    published_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    version: int


def _out(row: NoticeRow | HoursNotice) -> HoursNoticeOut:
    return HoursNoticeOut.model_validate(row, from_attributes=True)


@router.get("")
async def list_hours_notices(reader: Reader, paging: Paging, _: OwnAttendance) -> Page[HoursNoticeOut]:
    """Newest first, withdrawn ones among them: everybody may read what changes their hours."""
    (after,) = paging.after(UUID) or (None,)
    rows = await list_notice_rows(reader, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.post("", status_code=201, dependencies=[ONCE])
async def publish_hours_notice(body: NewHoursNotice, uow: Uow, _: Keeping, response: Response) -> HoursNoticeOut:
    """Results in that range use the changed times; those that exist already are derived again."""
    wish = NoticeWish(
        title=body.title,
        reason=body.reason,
        first=body.first_day,
        last=body.last_day,
        units=body.unit_ids,
        sessions=[(session.start, session.end) for session in body.sessions],
    )
    notice = await publish_notice(uow, wish=wish)
    show_version(response, notice.version)
    return _out(notice)


@router.post("/{notice_id}/withdraw", dependencies=[ONCE])
async def withdraw_hours_notice(
    notice_id: HoursNoticeId, body: HoursNoticeEnd, uow: Uow, _: Keeping, version: ExpectedVersion, response: Response
) -> HoursNoticeOut:  # fmt: skip
    notice = await withdraw_notice(uow, notice_id=notice_id, expected_version=version, reason=body.reason)
    show_version(response, notice.version)
    return _out(notice)
