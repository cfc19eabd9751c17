"""Provinces, as buyers and platforms write them, and how far they are."""

import pytest

from warehouse.domain.place import SEATS, distance_km, province_of


def test_all_provinces_are_there() -> None:
    assert len(SEATS) == 34


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("浙江省", "浙江"),
        ("内蒙古自治区", "内蒙古"),
        ("黑龙江", "黑龙江"),
        ("广西壮族自治区", "广西"),
        ("上海市", "上海"),
        (" 香港特别行政区", "香港"),
        ("Guangdong", "广东"),
        ("Zhejiang Province", "浙江"),
        ("Hong Kong", "香港"),
        ("Ontario", None),
        ("", None),
        (None, None),
    ],
)
def test_a_province_is_known_however_it_is_written(written: str | None, meant: str | None) -> None:
    assert province_of(written) == meant


def test_distances() -> None:
    assert distance_km("北京", "北京") == 0
    assert 1050 < distance_km("北京", "上海") < 1080
    assert distance_km("浙江", "上海") < distance_km("浙江", "广东") < distance_km("浙江", "新疆")
