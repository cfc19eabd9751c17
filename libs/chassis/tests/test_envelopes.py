from typing import ClassVar

import orjson
import pytest

from chassis.envelopes import LARGEST_MESSAGE_BYTES, in_parts
from contracts.message import Message
from contracts.warehouse import RequestShipments, ShipmentRequest, StockLine


class Report(Message):
    subject: ClassVar[str] = "scratch.report.made.v1"
    lines: list[str]


def requests(number: int, *, note: str) -> RequestShipments:
    return RequestShipments(
        shipments=[
            ShipmentRequest(
                reference=f"ord_{n}", number=f"SO-{n}", shop_name="旗舰店", receiver_sealed="x" * 500, receiver_region="浙江省 杭州市",
                note=note, lines=[StockLine(sku="TEE-W", quantity=1)],
            )
            for n in range(number)
        ]
    )  # fmt: skip


def test_an_envelope_that_the_broker_takes_is_left_as_it_is() -> None:
    told = requests(500, note="").model_dump_json()
    assert in_parts(RequestShipments, told) == [told]


@pytest.mark.parametrize("note", ["x" * 3_000, "请" * 1_000])
def test_one_that_is_too_long_leaves_as_several_that_hold_the_same_in_order(note: str) -> None:
    told = requests(500, note=note)
    parts = in_parts(RequestShipments, told.model_dump_json())
    assert len(parts) > 1
    assert max(len(part.encode()) for part in parts) <= LARGEST_MESSAGE_BYTES
    assert [one for part in parts for one in RequestShipments.model_validate_json(part).shipments] == told.shipments


def test_what_is_no_envelope_or_holds_one_item_is_not_cut() -> None:
    report = orjson.dumps({"lines": ["x" * 500_000, "y" * 500_000]}).decode()
    assert in_parts(Report, report) == [report]
    alone = requests(1, note="x" * 1_000_000).model_dump_json()
    assert in_parts(RequestShipments, alone) == [alone]
