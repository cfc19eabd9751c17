"""A small company for the tests of attendance, written straight into the tables: who stands where is another area's to change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import psycopg

from chassis.ids import show_id
from chassis.testing import TestDatabase

SPACE = UUID(int=7)
BEGAN = date(2026, 1, 1)


def id_of(*words: object) -> UUID:
    return uuid5(SPACE, " ".join(map(str, words)))


@dataclass
class Company:
    """`connect` once; everything is made by name, and found by name."""

    database: TestDatabase
    units: dict[str, UUID] = field(default_factory=dict)

    def _run(self, statement: str, *rows: tuple[object, ...]) -> None:
        url = self.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            cursor.executemany(statement, rows)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        url = self.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url) as connection:
            return connection.execute(statement, values).fetchall()

    def unit(self, name: str, *, parent: str | None = None, group: str = "operations") -> UUID:
        """With one position of the attendance group `group`."""
        unit_id, position_id = id_of("unit", name), id_of("position", name)
        self._run("INSERT INTO unit VALUES (%s, %s, now(), 1)", (unit_id, name))
        self._run(
            """INSERT INTO unit_period (id, unit_id, parent_id, name_zh, name_en, place, valid_from) VALUES (%s, %s, %s, %s, %s, 1, %s)""",
            (id_of("period", name), unit_id, None if parent is None else id_of("unit", parent), name, name, BEGAN),
        )
        self._run("INSERT INTO position VALUES (%s, %s, %s, now(), NULL, 1)", (position_id, f"P-{name}", unit_id))
        self._run(
            """INSERT INTO position_description (id, position_id, number, state, effective_from, title_zh, title_en, grade, attendance_group,
                   summary, duties, indicators, qualifications, role_ids, written_by, published_at, published_by, version)
               VALUES (%s, %s, 1, 'published', %s, %s, %s, '', %s, '', '[]', '[]', '{}', '{}', 'test', now(), 'test', 1)""",
            (id_of("description", name), position_id, BEGAN, name, name, group),
        )
        self.units[name] = unit_id
        return unit_id

    def employee(self, number: str, unit: str | None, *, account: str | None = None, hired: date = BEGAN, left: date | None = None) -> UUID:
        """`account`: the id of the account, as the API shows it."""
        employee_id = id_of("employee", number)
        account_id = None if account is None else UUID(hex=account.removeprefix("acc_"))
        self._run(
            """INSERT INTO employee (id, number, name, account_id, stage, kind, hired_on, left_on, contact_sealed, created_at, version)
               VALUES (%s, %s, %s, %s, %s, 'formal', %s, %s, '', now(), 1)""",
            (employee_id, number, f"Name {number}", account_id, "left" if left else "regular", hired, left),
        )
        if unit is not None:
            self._run(
                "INSERT INTO assignment (id, employee_id, position_id, valid_from, main, reason) VALUES (%s, %s, %s, %s, true, '')",
                (id_of("assignment", number), employee_id, id_of("position", unit), hired),
            )
        return employee_id

    def comes_back(self, number: str, unit: str, *, left: date, hired: date) -> None:
        """Who left on one day and was hired again on a later one; the spell before is kept."""
        employee_id, position_id = id_of("employee", number), id_of("position", unit)
        self._run(
            "INSERT INTO employment (id, employee_id, hired_on, left_on) SELECT %s, id, hired_on, %s FROM employee WHERE id = %s",
            (id_of("spell", number, left), left, employee_id),
        )
        self._run("UPDATE employee SET hired_on = %s, left_on = NULL, stage = 'regular' WHERE id = %s", (hired, employee_id))
        self._run(
            "UPDATE assignment SET valid_until = %s WHERE employee_id = %s AND valid_until IS NULL", (left + timedelta(days=1), employee_id)
        )
        self._run(
            "INSERT INTO assignment (id, employee_id, position_id, valid_from, main, reason) VALUES (%s, %s, %s, %s, true, '')",
            (id_of("assignment", number, hired), employee_id, position_id, hired),
        )

    def head(self, unit: str, number: str) -> None:
        self._run("UPDATE unit_period SET head_id = %s WHERE unit_id = %s", (id_of("employee", number), id_of("unit", unit)))

    def punches(self, number: str, on: date, clocks: Iterable[str]) -> None:
        rows = [
            (id_of("employee", number), on, sum(int(part) * unit for part, unit in zip(clock.split(":"), (3600, 60, 1), strict=False)))
            for clock in clocks
        ]
        self._run("INSERT INTO attendance_punch VALUES (%s, %s, %s, 0, 'test', gen_random_uuid())", *rows)


def shown_employee(number: str) -> str:
    return show_id("emp", id_of("employee", number))


def shown_unit(name: str) -> str:
    return show_id("unt", id_of("unit", name))
