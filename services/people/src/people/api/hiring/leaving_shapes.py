"""A leaving as the screens see it."""

from datetime import date, datetime

from pydantic import BaseModel

from people.domain.hiring.ids import LeavingId, LeavingItemId
from people.domain.ids import EmployeeId
from people.queries.hiring.employments import LeavingItemRow, LeavingRow


class LeavingOut(BaseModel):
    """`state`: planned until the end of the last day, then done; or withdrawn. `version` is the ETag.

    `policy_version`: the personnel policy that the hand-over list came from.
    """

    id: LeavingId
    employee_id: EmployeeId
    employee_number: str
    employee_name: str
    last_day: date
    kind: str
    reason: str
    state: str
    announced_by: str
    announced_at: datetime
    done_at: datetime | None
    policy_version: int | None
    items: int
    open_items: int
    version: int


class LeavingItemOut(BaseModel):
    id: LeavingItemId
    kind: str
    title_zh: str
    title_en: str
    handed_to_id: EmployeeId | None
    handed_to_name: str | None
    note: str
    done_at: datetime | None
    done_by: str | None


class LeavingFile(LeavingOut):
    checklist: list[LeavingItemOut]


def leaving_out(row: LeavingRow) -> LeavingOut:
    return LeavingOut.model_validate(row, from_attributes=True)


def leaving_file(row: LeavingRow, items: list[LeavingItemRow]) -> LeavingFile:
    return LeavingFile(
        **leaving_out(row).model_dump(), checklist=[LeavingItemOut.model_validate(item, from_attributes=True) for item in items]
    )
