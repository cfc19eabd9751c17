"""Rotas: the plan, its published versions, and the rest days that hold."""

from datetime import date
from uuid import UUID

import orjson
from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from people.domain.attendance.rota import RotaPlan, RotaVersion
from people.domain.organisation.unit import Unit, UnitNotFound

ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' rota ' || :unit_id || ' ' || :month, 0))")
MEMBERS = text("""
    SELECT DISTINCT a.employee_id FROM assignment a JOIN position p ON p.id = a.position_id
    WHERE a.main AND p.unit_id = :unit_id AND a.valid_from <= :last AND (a.valid_until IS NULL OR a.valid_until > :first)
""")
LAST_VERSION = text("SELECT rests FROM rota_version WHERE plan_id = :plan_id ORDER BY number DESC LIMIT 1")
FORGET = text("DELETE FROM rest_day WHERE plan_id = :plan_id")
HOLD = text("""
    INSERT INTO rest_day (employee_id, on_day, plan_id)
    SELECT CAST(r.key AS uuid), CAST(d.value AS date), :plan_id
    FROM jsonb_each(CAST(:rests AS jsonb)) r, jsonb_array_elements_text(r.value) d
    ON CONFLICT (employee_id, on_day) DO UPDATE SET plan_id = excluded.plan_id
""")


async def lock_rota(uow: UnitOfWork, *, unit_id: UUID, month: date) -> RotaPlan | None:
    """Nobody else plans this unit's month until this transaction ends. Raises UnitNotFound."""
    await uow.session.execute(ALONE, {"unit_id": str(unit_id), "month": month.isoformat()})
    if await uow.session.scalar(select(Unit.id).where(Unit.id == unit_id)) is None:
        raise UnitNotFound
    return await uow.session.scalar(select(RotaPlan).where(RotaPlan.unit_id == unit_id, RotaPlan.month == month).with_for_update())


async def add_rota(uow: UnitOfWork, plan: RotaPlan) -> None:
    uow.session.add(plan)
    await uow.session.flush()


async def members_in(uow: UnitOfWork, *, unit_id: UUID, first: date, last: date) -> set[UUID]:
    """Whose main position lies in the unit on some day between."""
    return set((await uow.session.scalars(MEMBERS, {"unit_id": unit_id, "first": first, "last": last})).all())


async def published_rests(uow: UnitOfWork, plan: RotaPlan) -> dict[str, list[str]] | None:
    return await uow.session.scalar(LAST_VERSION, {"plan_id": plan.id})


async def hold_rota(uow: UnitOfWork, plan: RotaPlan, version: RotaVersion) -> None:
    """From now on these rest days count."""
    uow.session.add(version)
    await uow.session.flush()
    await uow.session.execute(FORGET, {"plan_id": plan.id})
    await uow.session.execute(HOLD, {"plan_id": plan.id, "rests": orjson.dumps(plan.rests).decode()})
