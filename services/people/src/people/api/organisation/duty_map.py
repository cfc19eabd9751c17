from datetime import date
from uuid import UUID

from pydantic import BaseModel

from chassis.routes import Reader, transactional_router
from people.api.organisation.parts import MayRead, OnDay
from people.domain.grants import covers
from people.domain.ids import PositionId, UnitId
from people.domain.organisation.description import Duty
from people.domain.organisation.known_permissions import known_permissions
from people.queries.organisation.duty_map import list_position_duties

router = transactional_router("/v1/duty-map", tag="positions")


class DutyLine(BaseModel):
    """`number` is its place in the description. `held` is false where nobody holds the position that day; `carried` where it points at
    no permission, page or indicator; `unknown` are permission codes that no service checks.
    """

    position_id: PositionId
    code: str
    title_zh: str
    title_en: str
    unit_id: UnitId
    unit_zh: str
    unit_en: str
    description: int
    number: int
    text: str
    permissions: list[str]
    pages: list[str]
    indicators: list[str]
    holders: int
    held: bool
    carried: bool
    unknown: list[str]


class DutyMap(BaseModel):
    """Of the descriptions in force on the day. `without_duty` are permissions that no duty names, `known` is how many codes there are."""

    on: date
    data: list[DutyLine]
    nobody_holds: int
    point_at_nothing: int
    without_duty: list[str]
    known: list[str]


@router.get("")
async def get_duty_map(reader: Reader, on: OnDay, _: MayRead) -> DutyMap:
    """Which duty is carried by what, which by nobody and by nothing, and which permission nobody's duty needs (rule ORG-11)."""
    codes = known_permissions()
    lines = [
        _line(duty, number, {name: getattr(row, name) for name in OF_POSITION} | {"description": row.number}, codes)
        for row in await list_position_duties(reader, on=on)
        for number, duty in enumerate(map(Duty.model_validate, row.duties), start=1)
    ]
    named = {code for line in lines for code in line.permissions}
    return DutyMap(
        on=on,
        data=lines,
        nobody_holds=sum(not line.held for line in lines),
        point_at_nothing=sum(not line.carried for line in lines),
        without_duty=[code for code in codes if not covers(named, code)],
        known=list(codes),
    )


OF_POSITION = ("position_id", "code", "title_zh", "title_en", "unit_id", "unit_zh", "unit_en", "holders")


def _line(duty: Duty, number: int, position: dict[str, str | int | UUID], codes: tuple[str, ...]) -> DutyLine:
    unknown = [code for code in duty.permissions if not any(covers([code], known) for known in codes)]
    own = {"number": number, **duty.model_dump(), "held": bool(position["holders"]), "carried": not duty.points_at_nothing}
    return DutyLine.model_validate(position | own | {"unknown": unknown})
