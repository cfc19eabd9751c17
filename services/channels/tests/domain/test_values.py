from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.domain.values import Unit, amount, clean, excel_day, moment, whole

BEIJING = ZoneInfo("Asia/Shanghai")
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.floats(),
    st.lists(st.integers()),
)


@pytest.mark.parametrize(
    ("told", "unit", "money"),
    [
        ("12.30", Unit.YUAN, "12.30"),
        ("99", Unit.YUAN, "99.00"),
        (" ¥1,234.5 ", Unit.YUAN, "1234.50"),
        ("1,234,567.89元", Unit.YUAN, "1234567.89"),
        (Decimal("178.8"), Unit.YUAN, "178.80"),
        (2000, Unit.FEN, "20.00"),
        ("10000", Unit.FEN, "100.00"),
        (1, Unit.FEN, "0.01"),
        ("0.005", Unit.YUAN, "0.01"),
        ("-10.00", Unit.YUAN, "-10.00"),
    ],
)
def test_an_amount_is_read_exactly_in_the_unit_of_its_field(told: object, unit: Unit, money: str) -> None:
    assert amount(told, unit) == Decimal(money)
    assert str(amount(told, unit)) == money


def test_a_double_is_taken_from_its_text_and_not_through_floating_point() -> None:
    assert amount(Decimal("1.005"), Unit.YUAN) == Decimal("1.01")
    assert amount(Decimal("0.1") + Decimal("0.2"), Unit.YUAN) == Decimal("0.30")


@pytest.mark.parametrize("told", [None, "", "  "])
def test_an_amount_that_was_not_told_is_none_and_not_zero(told: object) -> None:
    assert amount(told, Unit.YUAN) is None


@pytest.mark.parametrize(
    "told", ["12.3.4", "abc", "1,23", "NaN", "Infinity", "1e5", "٣", True, [1], Decimal("NaN"), "9" * 20, Decimal("1e999999")]
)
def test_what_is_no_amount_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        amount(told, Unit.YUAN)


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2026-03-29 12:00:00", datetime(2026, 3, 29, 4, tzinfo=UTC)),
        ("2026/1/5 9:03", datetime(2026, 1, 5, 1, 3, tzinfo=UTC)),
        ("2026年1月5日 9:03", datetime(2026, 1, 5, 1, 3, tzinfo=UTC)),
        ("2026.1.5", datetime(2026, 1, 4, 16, tzinfo=UTC)),
        ("2021-12-31T19:00:00-05:00", datetime(2022, 1, 1, tzinfo=UTC)),
        ("2026-01-05 09:03:00 +0800", datetime(2026, 1, 5, 1, 3, tzinfo=UTC)),
        ("2024-12-24T20:30:00Z", datetime(2024, 12, 24, 20, 30, tzinfo=UTC)),
        ("2022-02-11T01:00:00.123Z", datetime(2022, 2, 11, 1, 0, 0, 123000, tzinfo=UTC)),
        (1790100000, datetime(2026, 9, 22, 18, tzinfo=UTC)),
        ("1790100000", datetime(2026, 9, 22, 18, tzinfo=UTC)),
        (1638792640659, datetime(2021, 12, 6, 12, 10, 40, 659000, tzinfo=UTC)),
        (date(2026, 1, 5), datetime(2026, 1, 4, 16, tzinfo=UTC)),
        (datetime(2026, 1, 5, 9, 3), datetime(2026, 1, 5, 1, 3, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_the_platforms_zone_as_text_seconds_or_milliseconds(told: object, at: datetime) -> None:
    assert moment(told, BEIJING) == at


@pytest.mark.parametrize(
    "told",
    [None, "", "0001-01-01 00:00:00", "0001-01-01T00:00:00Z", "2000-01-01 00:00:00", "0000-00-00 00:00:00", 0, "0", "1970-01-01 08:00:00"],
)
def test_placeholders_for_never_are_none(told: object) -> None:
    assert moment(told, BEIJING) is None


@pytest.mark.parametrize(
    "told", ["yesterday", "2026-13-01", "2026-02-30 10:00:00", "1/5/2026", "2026-01-05 25:00", [1], "12", "202601050903"]
)
def test_what_is_no_time_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment(told, BEIJING)


def test_a_spreadsheets_day_number_is_its_wall_clock_time() -> None:
    assert excel_day(46027.37708333) == datetime(2026, 1, 5, 9, 3)
    with pytest.raises(ValueError, match="day number"):
        excel_day(12.5)


@pytest.mark.parametrize(("told", "count"), [("2", 2), (2, 2), ("2.0", 2), (Decimal("3"), 3), ("", None), (None, None), ("-1", -1)])
def test_a_count_is_whole(told: object, count: int | None) -> None:
    assert whole(told) == count


@pytest.mark.parametrize("told", ["2.5", True, "two", "99999999999"])
def test_half_a_piece_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match="count"):
        whole(told)


def test_numbers_become_text_with_every_digit() -> None:
    assert clean(3660207428038974464) == "3660207428038974464"
    assert clean(" a\x00b\ufeff\t") == "ab"
    assert clean("\ud800x") == "?x"


@given(ANYTHING)
def test_whatever_comes_is_read_or_refused_and_never_breaks(told: object) -> None:
    for read in (lambda: amount(told, Unit.YUAN), lambda: amount(told, Unit.FEN), lambda: moment(told, BEIJING), lambda: whole(told)):
        try:
            read()
        except (ValueError, OverflowError, OSError):
            continue


@given(st.decimals(min_value=-999_999_999_999, max_value=999_999_999_999, places=2))
def test_money_survives_its_own_text(money: Decimal) -> None:
    assert amount(f"{money:.2f}", Unit.YUAN) == money
    assert amount(f"{money:,.2f}", Unit.YUAN) == money
