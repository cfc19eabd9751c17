from datetime import date

from pydantic import BaseModel

from chassis.routes import ONCE, Body, Uow, transactional_router
from people.api.organisation.parts import MayChange, MayRead, Today
from people.domain.organisation.preset import PRESETS, PresetCode
from people.queries.organisation.units import list_unit_rows
from people.use_cases.organisation.apply_preset import apply_preset

router = transactional_router("/v1/organisation-presets", tag="units")


class PresetPositionOut(BaseModel):
    code: str
    title_zh: str
    title_en: str


class PresetUnitOut(BaseModel):
    code: str
    name_zh: str
    name_en: str
    positions: list[PresetPositionOut]


class PresetOut(BaseModel):
    """The first unit is the top; the others stand right below it."""

    code: str
    title_zh: str
    title_en: str
    units: list[PresetUnitOut]


class PresetList(BaseModel):
    data: list[PresetOut]


class PresetStart(Body):
    """`valid_from` null is today; a past day where the company has long been like this."""

    valid_from: date | None = None


class PresetApplied(BaseModel):
    code: str
    unit_count: int
    valid_from: date


@router.get("")
async def list_organisation_presets(_: MayRead) -> PresetList:
    """The three of rule ORG-1."""
    return PresetList(data=[PresetOut.model_validate(preset, from_attributes=True) for preset in PRESETS.values()])


@router.post("/{code}/apply", status_code=201, dependencies=[ONCE])
async def apply_organisation_preset(code: PresetCode, body: PresetStart, uow: Uow, today: Today, _: MayChange) -> PresetApplied:
    """Refused once there is any unit."""
    valid_from = body.valid_from or today
    await apply_preset(uow, preset=PRESETS[code], valid_from=valid_from)
    return PresetApplied(code=code, unit_count=len(await list_unit_rows(uow.session, on=valid_from)), valid_from=valid_from)
