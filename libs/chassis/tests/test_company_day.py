"""The day of a unit of work is the company's, not Greenwich's."""

from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from chassis.actor import system_actor
from chassis.uow import Frame, UnitOfWork


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_a_day_begins_at_midnight_in_the_company(moment: datetime, day: date) -> None:
    frame = Frame(now=moment, actor=system_actor("test"), zone=ZoneInfo("Asia/Shanghai"))
    # Only the frame is asked for the day; the other parts stand in as nothing.
    uow = UnitOfWork(engine=cast("object", None), live=cast("object", None), frame=frame, sealer=cast("object", None))  # type: ignore[arg-type]
    assert uow.today == day
