"""Who may plan a rota, and what cannot be one."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from uuid import UUID

from chassis.ids import show_id
from chassis.refusals import FieldError, Kind, Refusal
from people.domain.attendance.rota import Rests, RotaInvalid


class UnitNotLed(Refusal):
    kind = Kind.FORBIDDEN
    code = "unit_not_led"
    rule = "ATT-2"
    zh = "只有该部门或上级部门的负责人、副负责人可以排班。"
    en = "Only the head or deputy of this unit, or of one above it, plans its rota."


def last_of_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def check_rests(rests: Rests, *, month: date, members: AbstractSet[UUID]) -> None:
    """Raises RotaInvalid, which names every person and day that cannot be."""
    wrong: list[FieldError] = []
    last = last_of_month(month)
    for employee in sorted(rests):
        pointer = f"/rests/{show_id('emp', employee)}"
        if employee not in members:
            wrong.append(FieldError(pointer=pointer, code="no_member", zh="本月不在该部门", en="is not in this unit that month"))
        for on in sorted(rests[employee]):
            if not month <= on <= last:
                wrong.append(FieldError(pointer=pointer, code="other_month", zh=f"{on} 不在本月", en=f"{on} is not in that month"))
    if wrong:
        raise RotaInvalid(errors=wrong, count=len(wrong))
