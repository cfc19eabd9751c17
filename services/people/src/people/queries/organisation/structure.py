"""Who stands where, on any day: the questions that approvals, attendance and roles ask of the organisation.

All take the day they ask about, in the company's calendar; a period holds from its first day up to, not including, `valid_until`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

HIGHEST = 30
IN_FORCE = "valid_from <= :on AND (valid_until IS NULL OR valid_until > :on)"
DESCRIPTION = """
    SELECT DISTINCT ON (position_id) * FROM position_description
    WHERE state = 'published' AND effective_from <= :on ORDER BY position_id, effective_from DESC, number DESC
"""
STANDS = text(f"""
    SELECT a.employee_id, a.position_id, p.unit_id, d.title_zh, d.title_en, d.attendance_group, d.superior_id, d.role_ids, a.main
    FROM assignment a JOIN position p ON p.id = a.position_id LEFT JOIN ({DESCRIPTION}) d ON d.position_id = p.id
    WHERE a.employee_id = ANY(:employees) AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)
    ORDER BY a.employee_id, a.main DESC, a.valid_from
""")
ABOVE = f"""
    WITH RECURSIVE above(unit_id, parent_id, head_id, deputy_id, height) AS (
        SELECT unit_id, parent_id, head_id, deputy_id, 0 FROM unit_period WHERE unit_id = :unit_id AND {IN_FORCE}
        UNION ALL
        SELECT u.unit_id, u.parent_id, u.head_id, u.deputy_id, height + 1 FROM above JOIN unit_period u ON u.unit_id = above.parent_id
        WHERE u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on) AND height < 30
    )
"""
# Who has left leads nothing any more, whatever the unit still says; where nobody heads a unit, its deputy stands in.
HEADS_ABOVE = text(f"""
    {ABOVE} SELECT coalesce(head.id, deputy.id) FROM above
    LEFT JOIN employee head ON head.id = above.head_id AND (head.left_on IS NULL OR head.left_on >= :on)
    LEFT JOIN employee deputy ON deputy.id = above.deputy_id AND (deputy.left_on IS NULL OR deputy.left_on >= :on)
    WHERE coalesce(head.id, deputy.id) IS NOT NULL ORDER BY height
""")
BELOW = text(f"""
    WITH RECURSIVE below(unit_id, depth) AS (
        SELECT unit_id, 0 FROM unit_period WHERE unit_id = ANY(:units) AND {IN_FORCE}
        UNION
        SELECT u.unit_id, depth + 1 FROM below JOIN unit_period u ON u.parent_id = below.unit_id
        WHERE u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on) AND depth < 30
    )
    SELECT DISTINCT unit_id FROM below
""")
MEMBERS = text(f"""
    SELECT DISTINCT a.employee_id FROM assignment a JOIN position p ON p.id = a.position_id
    WHERE a.main AND p.unit_id = ANY(:units) AND {IN_FORCE} ORDER BY a.employee_id
""")
HOLDERS = text(
    f"SELECT employee_id FROM assignment WHERE position_id = :position_id AND {IN_FORCE} ORDER BY main DESC, valid_from, employee_id"
)
# Who has left stands in for nobody.
DEPUTIES = text(f"""
    SELECT u.head_id, u.deputy_id FROM unit_period u JOIN employee deputy ON deputy.id = u.deputy_id
    WHERE u.head_id = ANY(:heads) AND {IN_FORCE} AND (deputy.left_on IS NULL OR deputy.left_on >= :on) ORDER BY u.head_id, u.unit_id
""")
LED = text(f"SELECT unit_id FROM unit_period WHERE (head_id = :employee_id OR deputy_id = :employee_id) AND {IN_FORCE}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A position that somebody holds that day, with what its description in force says. The main one comes first."""

    employee_id: UUID
    position_id: UUID
    unit_id: UUID
    title_zh: str | None
    title_en: str | None
    attendance_group: str | None
    superior_id: UUID | None
    role_ids: Sequence[UUID] | None
    main: bool


async def standings(reader: AsyncSession, *, employees: Sequence[UUID], on: date) -> dict[UUID, list[Standing]]:
    """Everything that each of `employees` holds on the day; who holds nothing is not in it."""
    found: dict[UUID, list[Standing]] = {}
    for row in (await reader.execute(STANDS, {"employees": list(employees), "on": on})).mappings():
        found.setdefault(row["employee_id"], []).append(Standing(**row))
    return found


async def superior_of(reader: AsyncSession, *, employee_id: UUID, on: date) -> UUID | None:
    """Who holds the position that the description names as superior; else the nearest head of the unit or of one above it. Never oneself.

    None for whoever stands at the top, or nowhere.
    """
    held = (await standings(reader, employees=[employee_id], on=on)).get(employee_id)
    if not held:
        return None
    main = held[0]
    if main.superior_id is not None:
        holders = (await reader.scalars(HOLDERS, {"position_id": main.superior_id, "on": on})).all()
        above = next((holder for holder in holders if holder != employee_id), None)
        if above is not None:
            return above
    return next((head for head in await heads_above(reader, unit_id=main.unit_id, on=on) if head != employee_id), None)


async def superiors_above(reader: AsyncSession, *, employee_id: UUID, on: date) -> list[UUID]:
    """Their superior, that one's superior, up to the top."""
    found: list[UUID] = []
    below = employee_id
    while len(found) < HIGHEST:
        above = await superior_of(reader, employee_id=below, on=on)
        if above is None or above == employee_id or above in found:
            break
        found.append(above)
        below = above
    return found


async def heads_above(reader: AsyncSession, *, unit_id: UUID, on: date) -> Sequence[UUID]:
    """The head of the unit, then of the one above it, up to the top. Without a head its deputy counts; with neither it is passed over."""
    return (await reader.scalars(HEADS_ABOVE, {"unit_id": unit_id, "on": on})).all()


async def deputies_of(reader: AsyncSession, *, heads: Sequence[UUID], on: date) -> dict[UUID, list[UUID]]:
    """Of the units that each of `heads` leads; who leads none with a deputy is not in it."""
    found: dict[UUID, list[UUID]] = {}
    for row in await reader.execute(DEPUTIES, {"heads": list(heads), "on": on}):
        found.setdefault(row.head_id, []).append(row.deputy_id)
    return found


async def units_below(reader: AsyncSession, *, units: Sequence[UUID], on: date) -> list[UUID]:
    """These units and all beneath them."""
    return list((await reader.scalars(BELOW, {"units": list(units), "on": on})).all())


async def members_of(reader: AsyncSession, *, units: Sequence[UUID], on: date) -> list[UUID]:
    """Those whose main position lies in one of exactly these units; ask `units_below` first for a whole branch."""
    return list((await reader.scalars(MEMBERS, {"units": list(units), "on": on})).all())


async def units_led_by(reader: AsyncSession, *, employee_id: UUID, on: date) -> list[UUID]:
    """As head or deputy; not those beneath them."""
    return list((await reader.scalars(LED, {"employee_id": employee_id, "on": on})).all())
