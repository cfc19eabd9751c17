"""Closing the months of many departments at once: each sheet has its own result (rule ATT-7)."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field

from chassis.languages import language_of
from chassis.routes import ONCE, Body, Uow, transactional_router
from people.api.attendance.leave_parts import MayKeepMonths
from people.domain.ids import SheetId
from people.queries.attendance.month_sheets import sheets_standing
from people.use_cases.attendance.close_month_sheets import ClosingResult, close_month_sheets

router = transactional_router("/v1/attendance/sheets", tag="months")


class SheetToClose(Body):
    """`version` as it was read: one that has changed since is refused."""

    id: SheetId
    version: int


class SheetsToClose(Body):
    sheets: Annotated[list[SheetToClose], Field(min_length=1, max_length=500)]


class SheetRefusal(BaseModel):
    code: str
    rule: str | None
    detail: str


class SheetClosingOut(BaseModel):
    """`refusal` null: closed. `state` is how the sheet stands now; null where there is none to see."""

    id: SheetId
    state: str | None
    version: int | None
    refusal: SheetRefusal | None


class SheetClosings(BaseModel):
    done: int
    refused: int
    results: list[SheetClosingOut]


@router.post("/close", dependencies=[ONCE])
async def close_sheets(body: SheetsToClose, request: Request, uow: Uow, _: MayKeepMonths) -> SheetClosings:
    """Many departments at once, each with its own result: one that is unsigned or has an open objection is named, the others close (rule ATT-7)."""
    results = await close_month_sheets(uow, versions={one.id: one.version for one in body.sheets})
    await uow.session.flush()
    standing = await sheets_standing(uow.session, sheets=[one.sheet_id for one in results])
    return _closings_out(results, standing=standing, language=language_of(request.headers.get("accept-language")))


def _closings_out(results: Sequence[ClosingResult], *, standing: Mapping[UUID, tuple[str, int]], language: str) -> SheetClosings:
    shown: list[SheetClosingOut] = []
    for one in results:
        state, version = standing.get(one.sheet_id, (None, None))
        said = one.refusal and SheetRefusal(code=one.refusal.code, rule=one.refusal.rule, detail=one.refusal.sentence(language))
        shown.append(SheetClosingOut(id=one.sheet_id, state=state, version=version, refusal=said))
    refused = sum(one.refusal is not None for one in results)
    return SheetClosings(done=len(results) - refused, refused=refused, results=shown)
