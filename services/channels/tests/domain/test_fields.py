from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.domain.draft import NoteCode, PayloadRefused
from channels.domain.fields import Fields, read_json
from channels.domain.values import Unit
from services.channels.tests.domain.samples import TERMS

UNITS = {"yuan": Unit.YUAN, "fen": Unit.FEN}


def fields(raw: dict[str, object], *, loose: bool = False) -> Fields:
    return Fields(raw, zone=TERMS.zone, units=UNITS, loose=loose)


def test_ids_above_2_to_the_53_keep_every_digit() -> None:
    root = read_json('{"id": 3660207428038974464, "price": 12.30}')
    assert root == {"id": 3660207428038974464, "price": Decimal("12.30")}


@pytest.mark.parametrize(
    "payload", ["", "{", "NaN", '{"a": Infinity}', b"\xff\xfe\x00", "[" * 100_000, "1" * 5000, '{"a": 1e9999999999999999999}']
)
def test_what_is_no_json_is_refused_with_one_reason(payload: bytes | str) -> None:
    with pytest.raises(PayloadRefused) as refused:
        read_json(payload)
    assert refused.value.code == "not_json"


def test_a_payload_without_end_is_refused_before_it_is_read() -> None:
    with pytest.raises(PayloadRefused) as refused:
        read_json(b" " * 5_000_001)
    assert refused.value.code == "payload_too_large"


def test_json_inside_text_is_opened() -> None:
    node = fields({"content": '{"tid": 9007199254740993, "list": [{"a": "1"}]}'})
    assert node.inside("content").text("tid") == "9007199254740993"
    assert [row.text("a") for row in node.inside("content").each("list")] == ["1"]


def test_lists_are_found_one_level_deeper_flat_and_as_one_object() -> None:
    assert [r.text("oid") for r in fields({"orders": {"order": [{"oid": "1"}, {"oid": "2"}]}}).each("orders.order")] == ["1", "2"]
    assert [r.text("oid") for r in fields({"orders": [{"oid": "1"}]}).each("orders.order", "orders")] == ["1"]
    assert [r.text("oid") for r in fields({"orders": {"order": {"oid": "1"}}}).each("orders.order")] == ["1"]
    assert list(fields({"orders": None}).each("orders.order")) == []


def test_what_cannot_be_understood_is_noted_by_its_place_and_not_by_its_content() -> None:
    node = fields({"rows": [{"yuan": "secret 12"}, "junk"]})
    for row in node.each("rows"):
        assert row.money("yuan") is None
    assert [(note.code, note.field, note.detail) for note in node.notes] == [
        (NoteCode.UNREADABLE_AMOUNT, "rows[0].yuan", "str"),
        (NoteCode.UNREADABLE_PART, "rows[1]", "str"),
    ]


def test_each_field_has_its_own_unit() -> None:
    node = fields({"yuan": "10000", "fen": "10000"})
    assert (node.money("yuan"), node.money("fen")) == (Decimal("10000.00"), Decimal("100.00"))


def test_both_spellings_of_a_name_are_one_where_the_platform_uses_both() -> None:
    assert fields({"order_id": 1}, loose=True).text("orderId") == "1"
    assert fields({"orderId": 1}, loose=True).text("order_id") == "1"
    assert fields({"order_id": 1}).text("orderId") == ""


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_refused(payload: bytes) -> None:
    with suppress(PayloadRefused):
        read_json(payload)
