"""Results of many days: the same input gives the same rows, a run that was cut off goes on, and only touched days change (ATT-10)."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from chassis.testing import TestDatabase
from chassis.uow import UnitOfWork
from people.domain.attendance.records import RunKind
from people.store.attendance.results import replace_span
from people.use_cases.attendance.carry_on_run import carry_on_run
from people.use_cases.attendance.settle_touched_days import settle_touched_days
from people.use_cases.attendance.start_run import start_run
from people.use_cases.attendance.touch_ended_days import touch_ended_days
from services.people.tests.attendance_people import Company, id_of
from services.people.tests.house import House

JUNE = (date(2026, 6, 1), date(2026, 6, 30))
USUAL = ("08:20", "12:01", "13:50", "18:01")
STORED = """
    SELECT e.number, d.on_day, d.kind, late, early, leave_cases, missing, absent, work_minutes, encode(input_digest, 'hex')
    FROM attendance_day d JOIN employee e ON e.id = d.employee_id ORDER BY 1, 2
"""


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    """The company's clock stands at 3 July 2026."""
    file = tmp_path / "clock"
    file.write_text(str((datetime(2026, 7, 3, 2, tzinfo=UTC) - datetime.now(UTC)).total_seconds()))
    return file


@pytest.fixture
def company(house: House, database: TestDatabase, app: FastAPI, clock_file: Path) -> Company:
    # These tests do the work of the jobs themselves, when they want it done.
    app.state.context.parts["scheduler"].pause()
    made = Company(database)
    made.unit("centre")
    made.unit("sales", parent="centre")
    made.unit("service", parent="centre", group="customer_service")
    app.state.context.clock._offset_file = clock_file
    return made


async def run_all(app: FastAPI, *, first: date = JUNE[0], last: date = JUNE[1], kind: RunKind = RunKind.COMPILE) -> None:
    async with app.state.context.new_system_uow("test") as uow:
        await start_run(uow, kind=kind, first=first, last=last, units=None)
        await uow.commit()
    await go_on(app)


async def go_on(app: FastAPI) -> None:
    more = True
    while more:
        async with app.state.context.new_system_uow("test") as uow:
            more = await carry_on_run(uow)
            await uow.commit()


async def settle(app: FastAPI) -> None:
    more = True
    while more:
        async with app.state.context.new_system_uow("test") as uow:
            more = await settle_touched_days(uow)
            await uow.commit()


def figures(company: Company, number: str, on: date) -> tuple[object, ...]:
    return next(row[2:9] for row in company.rows(STORED) if row[0] == number and row[1] == on)


@pytest.mark.rule("ATT-10")
async def test_a_month_is_the_same_however_often_it_is_compiled(company: Company, app: FastAPI) -> None:
    company.employee("E1", "sales")
    company.employee("E2", "sales", hired=date(2026, 6, 10))
    company.employee("E3", "sales", left=date(2026, 6, 20))
    company.punches("E1", date(2026, 6, 2), ("08:26", *USUAL[1:]))
    company.punches("E1", date(2026, 6, 3), USUAL)
    await run_all(app)
    once = company.rows(STORED)
    await run_all(app)
    assert company.rows(STORED) == once
    assert [sum(1 for row in once if row[0] == number) for number in ("E1", "E2", "E3")] == [30, 21, 20]
    # Kind 1 is work; late, early, leave cases, missing, absent, minutes asked.
    assert figures(company, "E1", date(2026, 6, 2)) == (1, 1, 0, 0, 0, 0, 450)
    assert figures(company, "E1", date(2026, 6, 3)) == (1, 0, 0, 0, 0, 0, 450)
    assert figures(company, "E1", date(2026, 6, 4)) == (1, 0, 0, 0, 0, 2, 450)
    assert figures(company, "E1", date(2026, 6, 7)) == (2, 0, 0, 0, 0, 0, 0)
    assert figures(company, "E1", date(2026, 6, 19)) == (3, 0, 0, 0, 0, 0, 0)


@pytest.mark.rule("ATT-10")
async def test_a_run_that_was_cut_off_goes_on_where_it_was(company: Company, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("people.use_cases.attendance.carry_on_run.PEOPLE_AT_ONCE", 2)
    for number in range(5):
        company.employee(f"E{number}", "sales")
    async with app.state.context.new_system_uow("test") as uow:
        await start_run(uow, kind=RunKind.COMPILE, first=JUNE[0], last=JUNE[1], units=None)
        await uow.commit()
    async with app.state.context.new_system_uow("test") as uow:
        assert await carry_on_run(uow)
        await uow.commit()
    async with app.state.context.new_system_uow("test") as uow:
        assert await carry_on_run(uow)
        # The process ends here, before its commit.
        await uow.rollback()
    assert company.rows("SELECT state, people_done, people_total FROM attendance_run") == [("running", 2, 5)]
    await go_on(app)
    assert company.rows("SELECT state, people_done, people_total, days_done FROM attendance_run") == [("done", 5, 5, 150)]
    assert company.rows("SELECT count(*) FROM attendance_day") == [(150,)]


@pytest.mark.rule("ATT-10")
async def test_only_days_that_were_touched_are_derived_again(company: Company, app: FastAPI) -> None:
    company.employee("E1", "sales")
    await run_all(app)
    company.punches("E1", date(2026, 6, 4), USUAL)
    company.punches("E1", date(2026, 6, 5), USUAL)
    company._run("INSERT INTO touched_day VALUES (%s, '2026-06-04')", (id_of("employee", "E1"),))
    await settle(app)
    assert figures(company, "E1", date(2026, 6, 4))[5] == 0
    assert figures(company, "E1", date(2026, 6, 5))[5] == 2
    assert company.rows("SELECT count(*) FROM touched_day") == [(0,)]


@pytest.mark.rule("ATT-10")
async def test_a_run_never_puts_older_facts_in_place_of_newer_ones(company: Company, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """A punch comes between a run's reading and its writing, and the job for touched days is at once at work on it."""
    company.employee("E1", "sales")
    busy: list[asyncio.Task[None]] = []

    async def meanwhile(uow: UnitOfWork, **what: Any) -> None:
        company.punches("E1", date(2026, 6, 4), USUAL)
        company._run("INSERT INTO touched_day VALUES (%s, '2026-06-04')", (id_of("employee", "E1"),))
        busy.append(asyncio.create_task(settle(app)))
        await asyncio.wait(busy, timeout=2)
        await replace_span(uow, **what)

    monkeypatch.setattr("people.use_cases.attendance.carry_on_run.replace_span", meanwhile)
    await run_all(app)
    await asyncio.gather(*busy)
    assert figures(company, "E1", date(2026, 6, 4))[5] == 0


async def test_today_waits_until_it_is_over(company: Company, app: FastAPI) -> None:
    company.employee("E1", "sales")
    company._run("INSERT INTO touched_day VALUES (%s, '2026-07-03')", (id_of("employee", "E1"),))
    await settle(app)
    assert company.rows("SELECT count(*) FROM touched_day") == [(1,)]
    assert company.rows("SELECT count(*) FROM attendance_day") == [(0,)]


async def test_whoever_has_nothing_on_a_day_that_ended_gets_a_result_too(company: Company, app: FastAPI) -> None:
    company.employee("E1", "sales")
    async with app.state.context.new_system_uow("test") as uow:
        await touch_ended_days(uow)
        await uow.commit()
    await settle(app)
    days = [row[1] for row in company.rows(STORED)]
    assert days == [date(2026, 6, 30) + timedelta(days=place) for place in range(3)]


@pytest.mark.rule("ATT-2")
async def test_somebody_on_a_rota_without_a_plan_is_not_called_absent(company: Company, app: FastAPI) -> None:
    company.employee("R1", "service")
    company.punches("R1", date(2026, 6, 2), ("08:41", *USUAL[1:]))
    await run_all(app)
    # Kind 6: nobody knows whether it was to be worked. Whoever came is judged all the same.
    assert figures(company, "R1", date(2026, 6, 3)) == (6, 0, 0, 0, 0, 0, 0)
    assert figures(company, "R1", date(2026, 6, 2)) == (6, 0, 0, 1, 0, 0, 0)
