"""Who stands where, on a day: what approvals, attendance and rights build on."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.queries.organisation.structure import heads_above, members_of, standings, superior_of, units_below, units_led_by
from services.people.tests.firm import Firm, day, today

FEBRUARY = date(2026, 2, 1)


def plain(shown: dict[str, Any]) -> UUID:
    return UUID(hex=shown["id"].partition("_")[2])


@pytest.fixture
async def reader(app: FastAPI, firm: Firm) -> Any:
    async with AsyncSession(app.state.context.engine) as session:
        yield session


async def test_the_superior_is_who_holds_the_named_position_else_the_nearest_head(firm: Firm, reader: AsyncSession) -> None:
    top = await firm.unit()
    ops = await firm.unit("运营部", top)
    director, lead, operator, designer = [await firm.employee(name) for name in ("总监", "组长", "专员", "美工")]
    above = await firm.position(ops)
    await firm.assign(lead, above)
    await firm.assign(operator, await firm.position(ops, superior_id=above["id"]))
    await firm.assign(designer, await firm.position(ops))
    await firm.change(top, head_id=director["id"])
    on = today()
    assert await superior_of(reader, employee_id=plain(operator), on=on) == plain(lead)
    assert await superior_of(reader, employee_id=plain(designer), on=on) == plain(director)
    assert await superior_of(reader, employee_id=plain(lead), on=on) == plain(director)
    # Nobody headed anything before today, and who stands nowhere has no superior.
    assert await superior_of(reader, employee_id=plain(designer), on=FEBRUARY) is None
    assert await superior_of(reader, employee_id=plain(director), on=on) is None


async def test_who_has_left_heads_nothing_and_a_deputy_stands_in(firm: Firm, reader: AsyncSession) -> None:
    top = await firm.unit()
    ops = await firm.unit("运营部", top)
    director, head, deputy = [await firm.employee(name) for name in ("总监", "经理", "副经理")]
    await firm.change(top, head_id=director["id"])
    await firm.change(ops, head_id=head["id"], deputy_id=deputy["id"])
    assert list(await heads_above(reader, unit_id=plain(ops), on=today())) == [plain(head), plain(director)]
    await reader.execute(text("UPDATE employee SET stage = 'left', left_on = '2026-03-31' WHERE id = :id"), {"id": plain(head)})
    assert list(await heads_above(reader, unit_id=plain(ops), on=today())) == [plain(deputy), plain(director)]
    assert await units_led_by(reader, employee_id=plain(deputy), on=today()) == [plain(ops)]


async def test_branches_and_members_are_those_of_the_day(firm: Firm, reader: AsyncSession) -> None:
    top = await firm.unit()
    ops = await firm.unit("运营部", top)
    shop = await firm.unit("店铺组", ops)
    person = await firm.employee()
    await firm.assign(person, await firm.position(shop))
    await firm.change(shop, effective_from=day(10), parent_id=top["id"])
    assert set(await units_below(reader, units=[plain(ops)], on=today())) == {plain(ops), plain(shop)}
    later = date.fromisoformat(day(10))
    assert await units_below(reader, units=[plain(ops)], on=later) == [plain(ops)]
    assert await members_of(reader, units=[plain(shop)], on=later) == [plain(person)]
    held = (await standings(reader, employees=[plain(person)], on=later))[plain(person)]
    assert [(one.unit_id, one.main, one.attendance_group) for one in held] == [(plain(shop), True, "marketing")]
    assert await standings(reader, employees=[plain(person)], on=date(2026, 1, 31)) == {}
