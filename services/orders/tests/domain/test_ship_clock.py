"""Until when an order has to leave (rule ORD-2)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from orders.domain.ship_clock import DEFAULT_SHIP_PARAMETERS, ShipClock, ShipParameters

CHINA = ZoneInfo("Asia/Shanghai")
FRIDAY_EVENING = datetime(2026, 11, 20, 18, tzinfo=CHINA)


def clock(**changes: object) -> ShipClock:
    parameters = ShipParameters.model_validate(DEFAULT_SHIP_PARAMETERS.model_dump() | changes)
    return ShipClock(version=1, effective_from=FRIDAY_EVENING, parameters=parameters, zone=CHINA)


@pytest.mark.rule("ORD-2")
def test_hours_of_the_shop_go_before_those_of_its_platform_and_these_before_all() -> None:
    policy = clock(hours=48, platform_hours={"pdd": 24}, shop_hours={"slow": 120})
    hours = {
        (shop, platform): policy.deadline(shop_id=shop, platform=platform, start=FRIDAY_EVENING) - FRIDAY_EVENING
        for shop, platform in (("any", "jd"), ("any", "pdd"), ("slow", "pdd"))
    }
    assert list(hours.values()) == [timedelta(hours=48), timedelta(hours=24), timedelta(hours=120)]


@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize(
    ("start", "hours", "wanted"),
    [
        (FRIDAY_EVENING, 6, datetime(2026, 11, 21, tzinfo=CHINA)),
        (FRIDAY_EVENING, 7, datetime(2026, 11, 23, 1, tzinfo=CHINA)),
        (FRIDAY_EVENING, 48, datetime(2026, 11, 24, 18, tzinfo=CHINA)),
        (datetime(2026, 11, 21, 9, tzinfo=CHINA), 24, datetime(2026, 11, 24, tzinfo=CHINA)),
        (datetime(2026, 11, 16, 9, tzinfo=CHINA), 240, datetime(2026, 11, 30, 9, tzinfo=CHINA)),
        # Saturday in China, though still Friday in UTC.
        (datetime(2026, 11, 20, 17, tzinfo=UTC), 1, datetime(2026, 11, 23, 1, tzinfo=CHINA)),
    ],
)
def test_hours_stand_still_over_the_weekend(start: datetime, hours: int, wanted: datetime) -> None:
    assert clock(hours=hours, weekends_count=False).deadline(shop_id="s", platform="p", start=start) == wanted
