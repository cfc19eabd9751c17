from pathlib import Path

import pytest
from fastapi import FastAPI

from chassis.testing import TestDatabase
from services.people.tests.api.attendance.attendance_house import Attendance
from services.people.tests.attendance_people import Company
from services.people.tests.house import House


@pytest.fixture
def attendance(house: House, database: TestDatabase, app: FastAPI, tmp_path: Path) -> Attendance:
    """A centre with an office unit and one on a rota; it is 3 July 2026, ten o'clock."""
    # These tests do the work of the jobs themselves, when they want it done.
    app.state.context.parts["scheduler"].pause()
    company = Company(database)
    company.unit("centre")
    company.unit("sales", parent="centre")
    company.unit("service", parent="centre", group="customer_service")
    made = Attendance(house, company, app, tmp_path / "clock")
    app.state.context.clock._offset_file = made.clock_file
    made.set_clock("2026-07-03 10:00")
    return made
