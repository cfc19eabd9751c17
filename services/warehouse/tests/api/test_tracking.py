"""Carrier pushes, tracking files, and parcels that stand still (rule ORD-4)."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import text

from chassis.testing import caller
from contracts.warehouse import ParcelStuck, ParcelTracked
from warehouse.jobs.stuck_parcels import look_for_stuck_parcels

from ..floor import EVERYTHING, Floor

NUMBER = "SF1000000000001"


def kuaidi100_form(state: str, *lines: tuple[str, str], number: str = NUMBER, salt: str = "salt") -> str:
    data = [{"ftime": time, "time": time, "context": words} for time, words in lines]
    param = json.dumps(
        {"status": "polling", "lastResult": {"nu": number, "com": "shunfeng", "state": state, "data": data}}, ensure_ascii=False
    )
    return urlencode({"param": param, "sign": hashlib.md5((param + salt).encode()).hexdigest().upper()})


async def push(floor: Floor, form: str) -> httpx.Response:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return await floor.client.post("/v1/carrier-pushes/kuaidi100", content=form, headers=headers)


async def parcel(floor: Floor, number: str = NUMBER, carrier: str = "SF") -> dict[str, Any]:
    return (await floor.get(f"/v1/parcels/{carrier}/{number}")).json()


async def tracked(floor: Floor, reference: str) -> list[str]:
    return [message["state"] for message in await floor.told(ParcelTracked) if message["reference"] == reference]


@pytest.mark.rule("ORD-4")
async def test_a_push_moves_the_parcel_on_and_is_told_once(floor: Floor) -> None:
    await floor.make_shipped("pushed")
    form = kuaidi100_form("5", ("2026-11-22 08:00:00", "正在派件"), ("2026-11-21 20:00:00", "快件已被揽收"))
    for _ in range(3):
        answer = await push(floor, form)
        assert (answer.status_code, answer.json()) == (200, {"result": True, "returnCode": "200", "message": "成功"})
    shown = await parcel(floor)
    assert shown["parcel"]["state"] == "out_for_delivery"
    assert [(event["text"], event["state"]) for event in shown["events"]] == [
        ("正在派件", "out_for_delivery"),
        ("快件已被揽收", "collected"),
    ]
    assert await tracked(floor, "pushed") == ["out_for_delivery"]


@pytest.mark.rule("ORD-4")
async def test_late_events_are_kept_and_do_not_undo_a_delivery(floor: Floor) -> None:
    await floor.make_shipped("late")
    await push(floor, kuaidi100_form("3", ("2026-11-22 18:00:00", "已签收")))
    await push(floor, kuaidi100_form("0", ("2026-11-22 19:00:00", "离开转运中心")))
    await push(floor, kuaidi100_form("0", ("2026-11-20 19:00:00", "到达转运中心")))
    shown = await parcel(floor)
    assert shown["parcel"]["state"] == "delivered"
    assert len(shown["events"]) == 3
    assert await tracked(floor, "late") == ["delivered"]


@pytest.mark.rule("ORD-4")
async def test_a_new_state_of_the_parcel_counts_though_its_newest_line_is_known(floor: Floor) -> None:
    await floor.make_shipped("refused")
    older, newest = ("2026-11-22 08:00:00", "正在派件"), ("2026-11-22 18:00:00", "快件到达网点")
    await push(floor, kuaidi100_form("0", older, newest))
    for _ in range(2):
        await push(floor, kuaidi100_form("14", older, newest))
        await push(floor, kuaidi100_form("14", newest))
    shown = await parcel(floor)
    assert shown["parcel"]["state"] == "exception"
    assert [(event["text"], event["state"]) for event in shown["events"]] == [
        ("快件到达网点", "exception"),
        ("快件到达网点", "in_transit"),
        ("正在派件", "out_for_delivery"),
    ]
    assert await tracked(floor, "refused") == ["in_transit", "exception"]


@pytest.mark.rule("ORD-5")
async def test_people_in_carriers_words_are_neither_kept_nor_told(floor: Floor) -> None:
    await floor.make_shipped("named")
    await push(floor, kuaidi100_form("5", ("2026-11-22 08:00:00", "正在派件，快递员电话13911112222")))
    rows = f"Carrier,Tracking number,Time,Text,State\nSF,{NUMBER},2026-11-22 18:00,已签收，签收人：王女士,\n"
    assert (await floor.upload("/v1/tracking-imports", rows.encode())).status_code == 200
    shown = await parcel(floor)
    assert [(event["text"], event["state"]) for event in shown["events"]] == [
        ("已签收，签收人：**", "delivered"),
        ("正在派件，快递员电话***", "out_for_delivery"),
    ]
    assert shown["parcel"]["last_text"] == "已签收，签收人：**"
    told = [message["text"] for message in await floor.told(ParcelTracked) if message["reference"] == "named"]
    assert told == ["正在派件，快递员电话***", "已签收，签收人：**"]


async def test_a_number_that_is_not_ours_yet_is_pooled_and_told_when_it_ships(floor: Floor) -> None:
    await push(floor, kuaidi100_form("1", ("2026-11-22 08:00:00", "快件已被揽收")))
    pooled = (await floor.get("/v1/parcels", ours=False)).json()["data"]
    assert [(row["tracking_number"], row["shipment"], row["state"]) for row in pooled] == [(NUMBER, None, "collected")]
    number = await floor.make_shipped("pooled")
    shown = await parcel(floor)
    assert (shown["parcel"]["shipment"], shown["parcel"]["state"]) == (number, "collected")
    assert await tracked(floor, "pooled") == ["collected"]
    assert (await floor.get("/v1/parcels", ours=False)).json()["data"] == []


async def test_a_push_with_a_wrong_signature_changes_nothing(floor: Floor) -> None:
    other_salt = kuaidi100_form("3", ("2026-11-22 18:00:00", "已签收"), salt="other")
    for form, status, code in (
        ("sign=x", 422, "push_unreadable"),
        ("", 422, "push_unreadable"),
        ("param=%7B%7D", 403, "signature_wrong"),
        (other_salt, 403, "signature_wrong"),
    ):
        answer = await push(floor, form)
        assert (answer.status_code, answer.json()["code"]) == (status, code), form
    assert (await floor.get("/v1/parcels")).json()["data"] == []


async def test_a_signed_push_that_we_do_not_understand_is_kept_for_a_person(floor: Floor) -> None:
    param = '{"lastResult": {"nu": "1"}}'
    form = urlencode({"param": param, "sign": hashlib.md5((param + "salt").encode()).hexdigest()})
    assert (await push(floor, form)).status_code == 200
    assert (await push(floor, form)).status_code == 200
    kept = (await floor.get("/v1/parcels/pushes-not-understood")).json()["data"]
    assert [(row["source"], row["error"]) for row in kept] == [("kuaidi100", "com is missing")] or [row["source"] for row in kept] == [
        "kuaidi100"
    ]
    assert (await floor.get("/v1/figures/today")).json()["pushes_not_understood"] == 1
    async with floor.context.engine.connect() as connection:
        raw = (await connection.execute(text("SELECT raw_sealed FROM carrier_push"))).scalar_one()
    assert param not in raw
    assert floor.context.sealer.open(raw) == param


@pytest.mark.rule("ORD-4")
async def test_aftership_signs_the_raw_body(floor: Floor) -> None:
    await floor.make_shipped("after")
    point = {"checkpoint_time": "2026-11-22T10:00:00+08:00", "message": "Delivered", "tag": "Delivered"}
    body = json.dumps(
        {"msg": {"slug": "sf-express", "tracking_number": NUMBER.lower(), "tag": "Delivered", "checkpoints": [point]}}
    ).encode()
    signed = base64.b64encode(hmac.new(b"secret", body, hashlib.sha256).digest()).decode()
    for header, status in ((signed, 200), (signed[:-4] + "AAA=", 403), ("", 403), ("ü", 403)):
        headers = {"aftership-hmac-sha256": header.encode("latin-1"), "Content-Type": "application/json"}
        answer = await floor.client.post("/v1/carrier-pushes/aftership", content=body, headers=headers)
        assert answer.status_code == status, answer.text
    assert (await floor.client.post("/v1/carrier-pushes/aftership", content=body)).status_code == 403
    assert (await parcel(floor))["parcel"]["state"] == "delivered"
    assert await tracked(floor, "after") == ["delivered"]


class TestWithoutSecrets:
    @pytest.fixture
    def extra_settings(self) -> dict[str, Any]:
        return {}

    @pytest.mark.parametrize("source", ["kuaidi100", "aftership"])
    async def test_pushes_are_refused_with_a_clear_sentence(self, floor: Floor, source: str) -> None:
        answer = await floor.client.post(f"/v1/carrier-pushes/{source}", content="param=1", headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.json()["code"]) == (403, "pushes_not_set_up")
        assert source in answer.json()["detail"]


async def test_a_tracking_file_tells_every_mistake_at_once(floor: Floor) -> None:
    rows = "承运商,运单号,时间,内容,状态\n顺丰速运,SF1000000000001,2026-11-22 18:00,已签收,\nNOBODY,1,soon,,gone\n"
    checked = await floor.upload("/v1/tracking-imports", rows.encode("gb18030"), check="true")
    assert checked.status_code == 200, checked.text
    assert checked.json()["applied"] is False
    found = [(error["row"], error["column"], error["code"]) for error in checked.json()["errors"]]
    assert found == [(3, "text", "missing"), (3, "time", "no_time"), (3, "carrier", "carrier_unknown"), (3, "state", "state_unknown")]
    refused = await floor.upload("/v1/tracking-imports", rows.encode())
    assert (refused.status_code, refused.json()["code"], len(refused.json()["errors"])) == (422, "rows_refused", 4)
    assert (await floor.get("/v1/parcels")).json()["data"] == []


async def test_a_tracking_file_moves_parcels_on_and_twice_changes_nothing(floor: Floor) -> None:
    await floor.make_shipped("filed")
    rows = f"Carrier,Tracking number,Time,Text,State\nSF,{NUMBER},2026-11-22T10:00:00Z,left,in_transit\nSF,{NUMBER},2026/11/22 20:00:00,已签收,\n"
    for _ in range(2):
        answer = await floor.upload("/v1/tracking-imports", rows.encode())
        assert (answer.status_code, answer.json()) == (200, {"rows": 2, "applied": True, "errors": []})
    shown = await parcel(floor)
    assert (shown["parcel"]["state"], len(shown["events"])) == ("delivered", 2)
    assert await tracked(floor, "filed") == ["delivered"]


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    return tmp_path / "clock"


class TestStuckParcels:
    @pytest.fixture
    def extra_settings(self, clock_file: Path) -> dict[str, Any]:
        return {"kuaidi100_salt": "salt", "clock_file": clock_file}

    async def later(self, floor: Floor, clock_file: Path, *, hours: float) -> None:
        clock_file.write_text(str(timedelta(hours=hours).total_seconds()))
        await look_for_stuck_parcels(floor.context)

    async def stuck(self, floor: Floor) -> list[str]:
        return [row["tracking_number"] for row in (await floor.get("/v1/parcels", stuck=True)).json()["data"]]

    @pytest.mark.rule("ORD-4")
    async def test_an_alert_is_raised_once_and_cleared_by_movement(self, floor: Floor, clock_file: Path) -> None:
        await floor.make_shipped("stuck")
        await self.later(floor, clock_file, hours=47.9)
        assert await self.stuck(floor) == []
        await self.later(floor, clock_file, hours=48.1)
        await self.later(floor, clock_file, hours=49)
        assert await self.stuck(floor) == [NUMBER]
        assert (await floor.get("/v1/figures/today")).json()["stuck"] == 1
        assert (await parcel(floor))["parcel"]["stuck_policy_version"] == 1
        assert len([one for one in await floor.told(ParcelStuck) if one["reference"] == "stuck"]) == 1
        at = floor.context.clock.now().astimezone(floor.context.clock.zone)
        await push(floor, kuaidi100_form("0", (f"{at:%Y-%m-%d %H:%M:%S}", "离开转运中心")))
        assert await self.stuck(floor) == []
        assert await tracked(floor, "stuck") == ["in_transit"]
        await self.later(floor, clock_file, hours=98)
        assert await self.stuck(floor) == [NUMBER]
        assert len([one for one in await floor.told(ParcelStuck) if one["reference"] == "stuck"]) == 2

    @pytest.mark.rule("ORD-4")
    async def test_it_is_told_that_a_stuck_parcel_moves_again_in_the_same_state(self, floor: Floor, clock_file: Path) -> None:
        await floor.make_shipped("again")
        start = floor.context.clock.now().astimezone(floor.context.clock.zone)
        await push(floor, kuaidi100_form("0", (f"{start:%Y-%m-%d %H:%M:%S}", "到达转运中心")))
        await self.later(floor, clock_file, hours=49)
        assert await self.stuck(floor) == [NUMBER]
        for minutes in (1, 2):
            at = floor.context.clock.now().astimezone(floor.context.clock.zone) + timedelta(minutes=minutes - 3)
            await push(floor, kuaidi100_form("0", (f"{at:%Y-%m-%d %H:%M:%S}", "离开转运中心")))
        assert await self.stuck(floor) == []
        assert await tracked(floor, "again") == ["in_transit", "in_transit"]

    @pytest.mark.rule("ORD-4")
    async def test_a_delivered_parcel_may_rest(self, floor: Floor, clock_file: Path) -> None:
        await floor.make_shipped("rests")
        await push(floor, kuaidi100_form("3", ("2026-11-22 18:00:00", "已签收")))
        await self.later(floor, clock_file, hours=1000)
        assert await self.stuck(floor) == []

    async def test_the_hours_are_a_policy_with_versions(self, floor: Floor, clock_file: Path) -> None:
        await floor.make_shipped("policy")
        past = await floor.post("/v1/policies/stuck-parcel", {"hours": 12, "effective_from": "2020-01-01T00:00:00Z"})
        assert (past.status_code, past.json()["code"]) == (422, "policy_in_the_past")
        made = await floor.post("/v1/policies/stuck-parcel", {"hours": 12})
        assert (made.status_code, made.json()["version"]) == (201, 2)
        await self.later(floor, clock_file, hours=13)
        assert (await parcel(floor))["parcel"]["stuck_policy_version"] == 2
        versions = (await floor.get("/v1/policies/stuck-parcel")).json()["data"]
        assert [(one["version"], one["hours"]) for one in versions] == [(2, 12), (1, 48)]


async def test_an_unknown_parcel_is_not_found(floor: Floor) -> None:
    answer = await floor.client.get("/v1/parcels/SF/NOTHING", headers=caller(EVERYTHING, language="zh-CN"))
    assert (answer.status_code, answer.json()["detail"]) == (404, "没有运单 NOTHING。")


async def test_carriers_say_whether_they_need_the_phone(floor: Floor) -> None:
    carriers = (await floor.get("/v1/carriers")).json()["data"]
    assert [(one["code"], one["needs_phone_tail"]) for one in carriers] == [("SF", True), ("YTO", False)]
