"""Field rules of Pinduoduo and Douyin, each with the payload that shows it."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from channels.domain.draft import ParsedOrder
from channels.domain.platforms import douyin, pinduoduo
from channels.domain.platforms.reading import Reading
from services.channels.tests.domain.samples import TERMS, sample


def one(reading: Reading) -> ParsedOrder:
    assert not reading.unreadable
    (order,) = reading.orders
    return order


def pdd_order(**changes: object) -> str:
    base = {
        "order_sn": "190228-355530178612389",
        "order_status": 1,
        "refund_status": 1,
        "group_status": 1,
        "risk_control_status": 0,
        "confirm_status": 1,
        "goods_amount": 33.30,
        "discount_amount": 3.30,
        "postage": 0.0,
        "pay_amount": 30.00,
        "created_time": "2026-03-29 12:00:00",
        "pay_time": "2026-03-29 12:00:01",
        "updated_at": "2026-03-29 12:00:02",
        "receiver_name": "~AgAAAAK3kLMNOP123456QRSTU~1~",
        "receiver_name_mask": "张**",
        "item_list": [{"goods_id": 1, "sku_id": 9007199254740993, "outer_id": "A", "goods_count": 3, "goods_price": 11.1}],
    }
    return json.dumps({"order_info_get_response": {"order_info": {**base, **changes}}})


class TestPinduoduo:
    def test_doubles_are_exact_and_the_mask_is_shown_for_ciphertext(self) -> None:
        found = one(pinduoduo.parse(pdd_order(), TERMS))
        assert (found.order.state, found.order.goods_amount, found.order.discount_amount) == ("ready", Decimal("33.30"), Decimal("3.30"))
        assert found.order.lines[0].unit_price == Decimal("11.10")
        assert found.order.lines[0].platform_sku == "9007199254740993"
        assert found.receiver.name == "张**"

    @pytest.mark.parametrize(
        ("changes", "state"),
        [
            ({"group_status": 0}, "do_not_ship"),
            ({"group_status": 0, "pay_time": ""}, "awaiting_payment"),
            ({"group_status": 2}, "do_not_ship"),
            ({"group_status": None}, "do_not_ship"),
            ({"risk_control_status": 1}, "do_not_ship"),
            ({"risk_control_status": None}, "do_not_ship"),
            ({"refund_status": 2}, "do_not_ship"),
            ({"refund_status": 4}, "do_not_ship"),
            ({"gift_order_status": 0}, "do_not_ship"),
            ({"gift_order_status": 1}, "ready"),
            ({"order_tag_list": [{"name": "ship_hold", "value": 1}]}, "do_not_ship"),
            ({"order_tag_list": [{"name": "ship_hold", "value": 0}]}, "ready"),
            ({"order_tag_list": [{"name": "no_trace_delivery", "value": 1}]}, "ready"),
            ({"order_status": 2}, "shipped"),
            ({"order_status": 3}, "finished"),
            ({"confirm_status": 2}, "cancelled"),
            ({"order_status": 9}, "unknown"),
            ({"order_status": "x"}, "unknown"),
        ],
    )
    def test_shipping_needs_group_risk_refund_gift_and_tag_to_allow_it(self, changes: dict[str, object], state: str) -> None:
        assert one(pinduoduo.parse(pdd_order(**changes), TERMS)).order.state == state

    @pytest.mark.rule("ORD-2")
    @pytest.mark.parametrize(
        ("told", "ship_by"),
        [("2099-03-02 12:00:00", datetime(2099, 3, 2, 4, tzinfo=UTC)), ("1970-01-01 08:00:00", None), ("", None)],
    )
    def test_the_latest_time_to_ship_is_taken_unless_it_lies_before_the_order(self, told: str, ship_by: datetime | None) -> None:
        assert one(pinduoduo.parse(pdd_order(last_ship_time=told), TERMS)).order.ship_by == ship_by

    @pytest.mark.parametrize(("told", "refund"), [(1, "none"), (2, "asked"), (3, "asked"), (4, "done"), (7, "asked")])
    def test_refund_states(self, told: int, refund: str) -> None:
        assert one(pinduoduo.parse(pdd_order(refund_status=told), TERMS)).order.refund == refund

    def test_a_page_that_tells_too_little_is_held_and_not_lost(self) -> None:
        found = one(pinduoduo.parse(sample("pdd/order_list_page_masked.json"), TERMS))
        assert found.order.state == "unknown"
        assert {"receiver_masked", "ship_condition_not_told", "quantity_not_told", "amount_not_told"} <= set(found.reasons)
        assert [line.platform_line_no for line in found.order.lines] == ["1", "2"]
        assert found.order.buyer_remark == "尽快发货"

    def test_the_documentations_placeholders_are_held(self) -> None:
        found = one(pinduoduo.parse(sample("pdd/doc_dts_order_information_get.json"), TERMS))
        assert found.order.state == "unknown"

    @pytest.mark.parametrize(
        ("name", "amount"), [("pdd/doc_refund_information_get.json", "0.01"), ("pdd/doc_refund_list_increment_get.json", "1.00")]
    )
    def test_a_refund_is_yuan_in_the_list_and_fen_in_the_detail(self, name: str, amount: str) -> None:
        [refund] = pinduoduo.parse(sample(name), TERMS).refunds
        assert (refund.amount, refund.state) == (Decimal(amount), "asked")

    @pytest.mark.parametrize(("kind", "said"), [(2, "refund_only"), (3, "return_and_refund"), (4, "exchange"), (5, "resend")])
    @pytest.mark.parametrize(
        ("status", "state"), [(2, "asked"), (7, "agreed"), (10, "refunded"), (11, "withdrawn"), (6, "refused"), (99, "asked")]
    )
    def test_the_type_is_one_higher_in_the_list(self, *, kind: int, said: str, status: int, state: str) -> None:
        listed = {
            "id": 5, "order_sn": "190228-1", "after_sales_type": kind, "after_sales_status": status, "refund_amount": "3.50", "tracking_number": "",
            "goods_id": 11, "sku_id": "22", "goods_number": "2", "updated_time": "1551612204",
        }  # fmt: skip
        detail = {key: value for key, value in listed.items() if key != "tracking_number"} | {
            "after_sales_type": kind - 1, "refund_amount": 350, "express_no": "",
        }  # fmt: skip
        for told in (listed, detail):
            [refund] = pinduoduo.parse(json.dumps(told), TERMS).refunds
            assert (refund.kind, refund.state, refund.amount) == (said, state, Decimal("3.50"))
        [refund] = pinduoduo.parse(json.dumps(listed), TERMS).refunds
        assert [(line.platform_line_no, line.quantity) for line in refund.lines] == [("11-22", 2)]

    def test_an_error_is_told_as_one(self) -> None:
        (unreadable,) = pinduoduo.parse(sample("pdd/error_response.json"), TERMS).unreadable
        assert unreadable.code == "platform_error"


def douyin_order(**changes: object) -> str:
    base = {
        "order_id": "6917000000000000001",
        "order_status": 2,
        "main_status": 2,
        "order_amount": 3000,
        "pay_amount": 2000,
        "promotion_amount": 1000,
        "post_amount": 0,
        "create_time": 1790000000,
        "pay_time": 1790000010,
        "update_time": 1790000020,
        "post_receiver": "#aabbccddeeff00112233#",
        "mask_post_receiver": "张*",
        "post_addr": {
            "province": {"name": "浙江省"},
            "city": {"name": "杭州市"},
            "town": {"name": "西湖区"},
            "street": {"name": "文新街道"},
        },
        "sku_order_list": [
            {"order_id": "1001", "code": "A", "product_id": 3660207428038974464, "item_num": 2, "goods_price": 1500, "pay_amount": 2000}
        ],
    }
    return json.dumps({"code": 10000, "data": {"shop_order_detail": {**base, **changes}}})


class TestDouyin:
    def test_fen_and_ids_above_2_to_the_53(self) -> None:
        found = one(douyin.parse(douyin_order(), TERMS))
        assert (found.order.paid_amount, found.order.goods_amount, found.order.discount_amount) == (
            Decimal("20.00"),
            Decimal("30.00"),
            Decimal("10.00"),
        )
        assert found.order.lines[0].platform_sku == "3660207428038974464"
        assert found.order.state == "ready"
        assert (found.receiver.name, found.receiver.district, found.receiver.town) == ("张*", "西湖区", "文新街道")

    def test_the_detail_of_a_shipped_order(self) -> None:
        found = one(douyin.parse(sample("douyin/order_detail_base.json"), TERMS))
        assert (found.order.platform_order_no, found.order.state, found.order.paid_amount) == (
            "1234567890123456789",
            "shipped",
            Decimal("20.00"),
        )

    def test_an_empty_page_is_no_error(self) -> None:
        reading = douyin.parse(sample("douyin/order_search_empty.json"), TERMS)
        assert (reading.results, reading.told_total, reading.complete) == ((), 0, True)

    @pytest.mark.parametrize(
        ("status", "main", "state"),
        [
            (1, 1, "awaiting_payment"),
            (105, 105, "do_not_ship"),
            (2, 2, "ready"),
            (101, 101, "do_not_ship"),
            (3, 3, "shipped"),
            (4, 4, "cancelled"),
            (5, 5, "finished"),
            (2, 21, "cancelled"),
            (3, 22, "shipped"),
            (5, 39, "finished"),
            (777, 777, "unknown"),
        ],
    )
    def test_states(self, status: int, main: int, state: str) -> None:
        assert one(douyin.parse(douyin_order(order_status=status, main_status=main), TERMS)).order.state == state

    @pytest.mark.parametrize(
        ("after_sale", "refund"),
        [
            ({}, "none"),
            ({"after_sale_status": 0, "refund_status": 0}, "none"),
            ({"after_sale_status": 6}, "asked"),
            ({"after_sale_status": 12}, "done"),
            ({"after_sale_status": 28}, "none"),
            ({"after_sale_status": 51}, "none"),
            ({"after_sale_status": 999}, "asked"),
            ({"refund_status": 3}, "done"),
            ({"refund_status": 1}, "asked"),
        ],
    )
    def test_refunds_of_a_line(self, after_sale: dict[str, int], refund: str) -> None:
        row = {"order_id": "1", "code": "A", "item_num": 1, "goods_price": 2000, "after_sale_info": after_sale}
        assert one(douyin.parse(douyin_order(sku_order_list=[row]), TERMS)).order.refund == refund

    def test_a_refund_document_is_told_in_yuan(self) -> None:
        [refund] = douyin.parse(sample("douyin/aftersale_detail_success.json"), TERMS).refunds
        assert (refund.platform_refund_no, refund.platform_order_no) == ("9001", "1234567890123456789")
        assert (refund.amount, refund.state, refund.kind) == (Decimal("20.00"), "refunded", "return_and_refund")

    def test_what_is_asked_for_names_its_lines_and_the_amount_that_is_not_paid_yet(self) -> None:
        info = {"after_sale_id": "9002", "after_sale_type": 2, "after_sale_status": 6, "refund_total_amount": 333, "real_refund_amount": 0}
        rows = [{"sku_order_id": 4711, "item_quantity": 3, "after_sale_item_count": 1}]
        told = {"process_info": {"after_sale_info": info}, "order_info": {"shop_order_id": 900001, "sku_order_infos": rows}}
        [refund] = douyin.parse(json.dumps({"code": 10000, "data": told}), TERMS).refunds
        assert (refund.amount, refund.state, refund.kind) == (Decimal("3.33"), "asked", "refund_only")
        assert [(line.platform_line_no, line.quantity) for line in refund.lines] == [("4711", 1)]
