from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from people.store.attendance.months import lock_sheets
from people.use_cases.attendance.close_month_sheet import close_month_sheet


@dataclass(frozen=True, kw_only=True)
class ClosingResult:
    """`refusal` None: it is closed now."""

    sheet_id: UUID
    refusal: Refusal | None


async def close_month_sheets(uow: UnitOfWork, *, versions: Mapping[UUID, int]) -> list[ClosingResult]:
    """Each sheet by itself, in the version that was read: one that refuses does not keep the others open (rule ATT-7)."""
    await lock_sheets(uow, versions)
    results: list[ClosingResult] = []
    for sheet_id, version in versions.items():
        refused: Refusal | None = None
        try:
            await close_month_sheet(uow, sheet_id=sheet_id, expected_version=version)
        except Refusal as refusal:
            refused = refusal
        results.append(ClosingResult(sheet_id=sheet_id, refusal=refused))
    return results
