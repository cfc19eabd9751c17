"""What carriers say, in our words; and that nothing said late undoes a delivery (rule ORD-4)."""

import itertools
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from warehouse.domain.carrier_report import (
    AFTERSHIP_TAGS,
    KUAIDI100_STATES,
    ReportUnreadable,
    read_aftership,
    read_kuaidi100,
    state_in_words,
)
from warehouse.domain.parcel import ParcelState, Sighting, state_after

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 20, tzinfo=UTC)
SAMPLES = Path(os.environ.get("DIANZHANG_SAMPLES", str(Path(__file__).parents[5] / "shared" / "samples")))


def sighting(hours: int, state: ParcelState) -> Sighting:
    return Sighting(at=START + timedelta(hours=hours), text=state, state=state)


@pytest.mark.rule("ORD-4")
def test_the_order_in_which_things_are_told_does_not_matter() -> None:
    said = [
        sighting(0, ParcelState.COLLECTED),
        sighting(5, ParcelState.IN_TRANSIT),
        sighting(20, ParcelState.OUT_FOR_DELIVERY),
        sighting(22, ParcelState.DELIVERED),
    ]
    assert {state_after(told) for told in itertools.permutations(said)} == {ParcelState.DELIVERED}
    assert state_after(said[:3]) == ParcelState.OUT_FOR_DELIVERY


@pytest.mark.rule("ORD-4")
@pytest.mark.parametrize("final", [ParcelState.DELIVERED, ParcelState.RETURNED])
@pytest.mark.parametrize("late", list(ParcelState))
def test_nothing_said_late_leaves_the_end(final: ParcelState, late: ParcelState) -> None:
    assert state_after([sighting(0, final), sighting(50, late)]) == final


def test_nothing_said_is_created() -> None:
    assert state_after([]) == ParcelState.CREATED


def kuaidi100(state: str, *lines: tuple[str, str]) -> bytes:
    data = [{"time": time, "ftime": time, "context": text, "areaCode": None} for time, text in lines]
    return json.dumps({"status": "polling", "lastResult": {"nu": "SF1", "com": "shunfeng", "state": state, "data": data}}).encode()


@pytest.mark.parametrize(("code", "meant"), KUAIDI100_STATES.items())
def test_each_state_of_kuaidi100(code: str, meant: ParcelState) -> None:
    report = read_kuaidi100(kuaidi100(code, ("2026-11-22 10:00:00", "到达")), zone=SHANGHAI)
    assert (report.carrier, report.tracking_number) == ("shunfeng", "SF1")
    assert report.sightings == [Sighting(at=datetime(2026, 11, 22, 2, tzinfo=UTC), text="到达", state=meant, overall=True)]


def test_kuaidi100_tells_newest_first_and_we_keep_oldest_first() -> None:
    raw = kuaidi100(
        "3", ("2026-11-22 18:00:00", "您的快件已签收"), ("2026-11-22 08:00:00", "正在派件"), ("2026-11-21 20:00:00", "快件已被揽收")
    )
    states = [one.state for one in read_kuaidi100(raw, zone=SHANGHAI).sightings]
    assert states == [ParcelState.COLLECTED, ParcelState.OUT_FOR_DELIVERY, ParcelState.DELIVERED]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("【杭州市】快件已由本人签收", ParcelState.DELIVERED),
        ("快件未签收，明日再派", ParcelState.IN_TRANSIT),
        ("客户拒收，快件退回中", ParcelState.RETURNING),
        ("退件已签收", ParcelState.RETURNED),
        ("已存入丰巢快递柜", ParcelState.OUT_FOR_DELIVERY),
        ("包裹异常", ParcelState.EXCEPTION),
        ("离开上海转运中心", ParcelState.IN_TRANSIT),
    ],
)
def test_what_the_words_say(text: str, meant: ParcelState) -> None:
    assert state_in_words(text) == meant


def aftership(tag: str, subtag: str = "") -> bytes:
    point = {"checkpoint_time": "2026-11-22T10:00:00+08:00", "message": "Arrived", "city": "Hangzhou", "tag": "InTransit"}
    return json.dumps({"msg": {"slug": "4px", "tracking_number": "HH1", "tag": tag, "subtag": subtag, "checkpoints": [point]}}).encode()


@pytest.mark.parametrize(("tag", "meant"), AFTERSHIP_TAGS.items())
def test_each_tag_of_aftership(tag: str, meant: ParcelState) -> None:
    report = read_aftership(aftership(tag), zone=SHANGHAI)
    assert report.sightings == [Sighting(at=datetime(2026, 11, 22, 2, tzinfo=UTC), text="Arrived (Hangzhou)", state=meant, overall=True)]


@pytest.mark.parametrize(
    ("subtag", "meant"),
    [("Exception_011", ParcelState.RETURNED), ("Exception_013", ParcelState.LOST), ("InTransit_002", ParcelState.COLLECTED)],
)
def test_subtags_of_aftership_say_more(subtag: str, meant: ParcelState) -> None:
    assert read_aftership(aftership("Exception", subtag), zone=SHANGHAI).sightings[-1].state == meant


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"lastResult": {}}',
        b'{"lastResult": {"nu": "1", "com": 3, "data": []}}',
        b'{"lastResult": {"nu": "1", "com": "a", "data": [{"time": "soon", "context": ""}]}}',
        b'{"lastResult": {"nu": "1", "com": "a", "data": {"0": 1}}}',
        b'{"lastResult": {"nu": "1", "com": "a", "data": [{"time": "0001-01-01 00:00:00", "context": ""}]}}',
    ],
)
def test_what_is_no_report_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(ReportUnreadable):
        read_kuaidi100(raw, zone=SHANGHAI)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside this checkout")
def test_the_samples_are_understood() -> None:
    tracking = json.loads((SAMPLES / "aftership" / "tracking_get.json").read_text())["data"]["tracking"]
    report = read_aftership(json.dumps({"msg": tracking}).encode(), zone=SHANGHAI)
    assert (report.carrier, report.tracking_number, report.sightings) == ("4px", "HH19260817", [])
    data = json.loads((SAMPLES / "kuaidi100" / "query_min.json").read_text())["data"]
    pushed = {"lastResult": {"nu": "YT1", "com": "yuantong", "state": "5", "data": data}}
    said = read_kuaidi100(json.dumps(pushed).encode(), zone=SHANGHAI).sightings
    assert [(one.text, one.state) for one in said] == [
        ("到达网点", ParcelState.IN_TRANSIT),
        ("快件正在派送", ParcelState.OUT_FOR_DELIVERY),
    ]
