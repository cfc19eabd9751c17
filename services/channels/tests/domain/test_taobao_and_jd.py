"""Field rules of Taobao and JD, each with the payload that shows it."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from channels.domain.draft import NoteCode, ParsedOrder
from channels.domain.platforms import jd, taobao
from channels.domain.platforms.reading import Reading
from services.channels.tests.domain.samples import NOW, TERMS, sample


def one(reading: Reading) -> ParsedOrder:
    assert not reading.unreadable
    (order,) = reading.orders
    return order


def trade(**changes: object) -> str:
    base = {
        "tid": 2231958349000000001,
        "status": "WAIT_SELLER_SEND_GOODS",
        "payment": "90.00",
        "total_fee": "100.00",
        "post_fee": "0.00",
        "discount_fee": "10.00",
        "created": "2026-03-29 12:00:00",
        "pay_time": "2026-03-29 12:05:00",
        "modified": "2026-03-29 12:10:00",
        "receiver_name": "张三",
        "orders": {"order": [{"oid": 1, "outer_sku_id": "A", "num": 2, "price": "50.00", "payment": "90.00"}]},
    }
    return json.dumps({"trade_fullinfo_get_response": {"trade": {**base, **changes}}})


class TestTaobao:
    def test_the_page_of_a_search_is_one_order_whose_quantity_nobody_told(self) -> None:
        found = one(taobao.parse(sample("taobao/trades_sold_get_page.json"), TERMS))
        order = found.order
        assert order.platform_order_no == "TB-ORDER-8403"
        assert (order.paid_amount, order.goods_amount, order.freight_amount) == (Decimal("99.00"), Decimal("109.00"), Decimal("10.00"))
        assert order.placed_at == datetime(2026, 3, 29, 4, tzinfo=UTC)
        assert order.modified_at == datetime(2026, 3, 29, 4, 10, tzinfo=UTC)
        assert order.buyer_id == "ou-demo"
        assert (found.receiver.province, found.receiver.town, found.receiver.street) == ("上海", "张江镇", "科苑路 88 号")
        assert (order.state, found.reasons) == ("unknown", ["quantity_not_told"])
        assert order.lines[0].sku == "OUTER-SKU-8403"

    def test_glosses_and_placeholder_dates_of_the_documentation_are_understood(self) -> None:
        reading = taobao.parse(sample("taobao/trades_sold_get_doc_sample.json"), TERMS)
        found = one(reading)
        assert found.order.state == "awaiting_payment"
        assert found.order.lines[0].refund == "done"
        assert (found.order.placed_at, found.order.paid_at) == (NOW, None)
        assert reading.told_total == 100
        assert not reading.complete, "a page that is shorter than its total is not complete"

    def test_ids_keep_every_digit(self) -> None:
        assert one(taobao.parse(trade(), TERMS)).order.platform_order_no == "2231958349000000001"
        assert one(taobao.parse(trade(tid_str="9007199254740993"), TERMS)).order.platform_order_no == "9007199254740993"

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            ("TRADE_NO_CREATE_PAY", "awaiting_payment"),
            ("WAIT_BUYER_PAY", "awaiting_payment"),
            ("PAY_PENDING", "awaiting_payment"),
            ("WAIT_SELLER_SEND_GOODS", "ready"),
            ("SELLER_CONSIGNED_PART", "do_not_ship"),
            ("WAIT_BUYER_CONFIRM_GOODS", "shipped"),
            ("TRADE_BUYER_SIGNED", "shipped"),
            ("TRADE_FINISHED", "finished"),
            ("TRADE_CLOSED", "cancelled"),
            ("TRADE_CLOSED_BY_TAOBAO", "cancelled"),
            ("PAID_FORBID_CONSIGN", "do_not_ship"),
            ("WAIT_PRE_AUTH_CONFIRM", "awaiting_payment"),
            ("SOMETHING_NEW", "unknown"),
            ("", "unknown"),
        ],
    )
    def test_each_status_has_a_meaning_and_a_new_one_is_unknown(self, status: str, state: str) -> None:
        assert one(taobao.parse(trade(status=status), TERMS)).order.state == state

    def test_a_presale_whose_rest_is_unpaid_waits_for_payment(self) -> None:
        found = one(taobao.parse(trade(step_trade_status="FRONT_PAID_FINAL_NOPAID"), TERMS))
        assert (found.order.state, found.order.presale_stage) == ("awaiting_payment", "deposit_paid")
        paid = one(taobao.parse(trade(step_trade_status="FRONT_PAID_FINAL_PAID"), TERMS))
        assert (paid.order.state, paid.order.presale_stage) == ("ready", "balance_paid")
        assert one(taobao.parse(trade(), TERMS)).order.presale_stage is None

    def test_a_refunded_lines_payment_of_zero_says_nothing_and_the_orders_total_stays(self) -> None:
        lines = [
            {"oid": 1, "num": 1, "price": "20.00", "payment": "0.00", "refund_status": "SUCCESS"},
            {"oid": 2, "num": 1, "price": "70.00", "payment": "70.00", "refund_status": "NO_REFUND"},
        ]
        found = one(taobao.parse(trade(orders={"order": lines}), TERMS))
        assert [line.paid_amount for line in found.order.lines] == [None, Decimal("70.00")]
        assert found.order.paid_amount == Decimal("90.00")
        assert found.order.refund == "asked", "an order refunded in part needs a person"
        assert NoteCode.PARTLY_REFUNDED in found.reasons

    def test_the_lines_value_is_what_the_platform_allocated_to_it(self) -> None:
        row = {"oid": 1, "num": 1, "price": "50.00", "payment": "50.00", "part_mjz_discount": "5.00"}
        assert one(taobao.parse(trade(orders={"order": [row]}), TERMS)).order.lines[0].paid_amount == Decimal("45.00")
        row["divide_order_fee"] = "44.99"
        assert one(taobao.parse(trade(orders={"order": [row]}), TERMS)).order.lines[0].paid_amount == Decimal("44.99")

    def test_a_few_fields_count_in_fen(self) -> None:
        assert taobao.UNITS["coupon_fee"].value == Decimal("0.01")
        assert taobao.UNITS["payment"].value == 1

    def test_an_unknown_refund_word_holds_the_order(self) -> None:
        row = {"oid": 1, "num": 1, "price": "90.00", "refund_status": "NEW_WORD"}
        found = one(taobao.parse(trade(orders={"order": [row]}), TERMS))
        assert (found.order.state, found.order.refund) == ("unknown", "asked")

    def test_an_order_without_a_number_is_refused_by_name(self) -> None:
        (unreadable,) = taobao.parse(trade(tid=None), TERMS).unreadable
        assert (unreadable.code, unreadable.where) == ("order_number_missing", "orders[0]")

    def test_a_row_of_the_database_push_holds_its_order_as_text(self) -> None:
        rows = json.dumps([{"tid": 1, "jdp_response": trade()}, {"tid": 2, "jdp_response": trade(tid=2)}])
        assert [found.order.platform_order_no for found in taobao.parse(rows, TERMS).orders] == ["2231958349000000001", "2"]

    def test_a_refund_document_is_no_order_and_is_told_as_what_it_is(self) -> None:
        reading = taobao.parse(sample("taobao/tmall_refund_get_9001.json"), TERMS)
        [refund] = reading.refunds
        assert (reading.orders, refund.platform_refund_no, refund.platform_order_no) == ([], "9001", "8001")
        assert (refund.amount, refund.state, refund.kind, refund.platform_status) == (
            Decimal("20.00"),
            "refunded",
            "refund_only",
            "SUCCESS",
        )
        assert [(line.platform_line_no, line.quantity) for line in refund.lines] == [("7001", 2)]

    @pytest.mark.parametrize(
        ("status", "waybill", "state"),
        [
            ("WAIT_SELLER_AGREE(买家已经申请退款)", "", "asked"),
            ("WAIT_BUYER_RETURN_GOODS", "", "agreed"),
            ("WAIT_BUYER_RETURN_GOODS", "SF1", "returned"),
            ("WAIT_SELLER_CONFIRM_GOODS", "SF1", "returned"),
            ("SELLER_REFUSE_BUYER", "", "refused"),
            ("CLOSED", "", "withdrawn"),
            ("A_NEW_WORD", "", "asked"),
        ],
    )
    def test_a_request_as_it_stands(self, status: str, waybill: str, state: str) -> None:
        told = {
            "refund_id": 9007199254740993, "tid": "1", "oid": "2", "refund_fee": "5.00", "status": status, "has_good_return": True, "sid": waybill,
            "reason": "质量问题", "modified": "2026-11-20 10:00:00",
        }  # fmt: skip
        [refund] = taobao.parse(json.dumps({"refunds": {"refund": [told]}}), TERMS).refunds
        assert (refund.state, refund.kind, refund.reason) == (state, "return_and_refund", "质量问题")
        assert refund.platform_refund_no == "9007199254740993", "ids above 2^53 keep every digit"
        assert refund.modified_at.isoformat() == "2026-11-20T02:00:00+00:00"

    def test_a_refund_that_names_no_order_is_told_by_name(self) -> None:
        reading = taobao.parse(json.dumps({"refund_id": 1, "refund_fee": "5.00"}), TERMS)
        assert (reading.refunds, [one.code for one in reading.unreadable]) == ((), ["refund_document"])

    def test_a_line_that_cannot_be_read_holds_its_order_and_leaves_the_others(self) -> None:
        bad = json.loads(trade(tid=7, payment="nine"))["trade_fullinfo_get_response"]["trade"]
        good = json.loads(trade(tid=8))["trade_fullinfo_get_response"]["trade"]
        page = json.dumps({"trades_sold_get_response": {"trades": {"trade": [bad, "junk", good]}}})
        reading = taobao.parse(page, TERMS)
        assert [(o.order.platform_order_no, o.order.state) for o in reading.orders] == [("7", "unknown"), ("8", "ready")]
        assert [u.where for u in reading.unreadable] == ["orders[1]"]


def jd_order(**changes: object) -> str:
    base = {
        "orderId": 900001,
        "orderState": "WAIT_SELLER_STOCK_OUT",
        "orderPayment": "100.00",
        "orderTotalPrice": "110.00",
        "sellerDiscount": "10.00",
        "freightPrice": "0.00",
        "orderStartTime": "2026-09-22 10:00:00",
        "paymentConfirmTime": "0001-01-01 00:00:00",
        "modified": 1790100000000,
        "consigneeInfo": {"fullname": "张*", "mobile": "138****0000", "fullAddress": "浙江省，杭州市，西湖区，文三路1号"},
        "itemInfoList": [{"skuId": "55", "outerSkuId": "A", "skuName": "甲", "itemTotal": "2", "jdPrice": "55.00"}],
    }
    return json.dumps({"jingdong_pop_order_get_responce": {"code": "0", "orderDetailInfo": {"orderInfo": {**base, **changes}}}})


class TestJd:
    @pytest.mark.parametrize("name", ["jd/pop_order_get_base.json", "jd/pop_order_search_page.json"])
    def test_single_and_page_under_the_misspelt_key(self, name: str) -> None:
        found = one(jd.parse(sample(name), TERMS))
        assert (found.order.platform_order_no, found.order.state, found.order.paid_amount) == ("900001", "shipped", Decimal("100.00"))
        assert found.order.modified_at == datetime(2026, 9, 22, 4, tzinfo=UTC)

    def test_a_whole_order_with_a_millisecond_time_and_a_placeholder(self) -> None:
        found = one(jd.parse(jd_order(), TERMS))
        assert found.order.state == "ready"
        assert found.order.paid_at is None
        assert found.order.modified_at == datetime(2026, 9, 22, 18, tzinfo=UTC)
        assert (found.receiver.province, found.receiver.city, found.receiver.street) == ("浙江省", "杭州市", "文三路1号")
        assert found.receiver.masked
        assert found.order.lines[0].quantity == 2

    def test_the_older_dialect_spells_with_underscores(self) -> None:
        snake = {
            "order_id": "42",
            "order_state": "DengDaiChuKu",
            "order_payment": "5.00",
            "order_start_time": "2026-01-05 09:00:00",
            "item_info_list": {"item_info": [{"sku_id": "1", "outer_sku_id": "A", "item_total": "1", "jd_price": "5.00"}]},
        }
        page = {"order_search_response": {"order_search": {"order_info_list": [snake], "order_total": 1}}}
        found = one(jd.parse(json.dumps(page), TERMS))
        assert (found.order.platform_order_no, found.order.state, found.order.lines[0].sku) == ("42", "ready", "A")

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            ("NOT_PAY", "awaiting_payment"),
            ("DengDaiChuKu", "ready"),
            ("DengDaiQueRenShouHuo", "shipped"),
            ("WanCheng", "finished"),
            ("SEND_TO_DISTRIBUTION_CENER", "shipped"),
            ("TRADE_CANCELED", "cancelled"),
            ("LOCKED", "do_not_ship"),
            ("POP_ORDER_PAUSE", "do_not_ship"),
            ("XinDeZhuangTai", "unknown"),
        ],
    )
    def test_states_and_their_pinyin(self, status: str, state: str) -> None:
        assert one(jd.parse(jd_order(orderState=status), TERMS)).order.state == state

    def test_one_amount_never_stands_in_for_another(self) -> None:
        found = one(jd.parse(jd_order(orderPayment=None, actualPay="1.00", shouldPay="2.00", totalSellerReceivable="3.00"), TERMS))
        assert found.order.state == "unknown"
        assert NoteCode.AMOUNT_NOT_TOLD in found.reasons

    def test_waybills_of_two_carriers_in_one_field(self) -> None:
        found = jd.parcels("A1,A2|B1", "900|901")
        assert [(p.carrier_id, p.tracking_number) for p in found] == [("900", "A1"), ("900", "A2"), ("901", "B1")]
        assert jd.parcels("", "") == []
        assert [p.carrier_id for p in jd.parcels("A|B", "900")] == ["900", ""]

    @pytest.mark.parametrize(
        ("name", "number", "state"),
        [("jd/refund_apply_list_pending_fen.json", "1", "asked"), ("jd/aftersale_view_full_yuan.json", "123", "refunded")],
    )
    def test_the_same_hundred_yuan_once_in_fen_and_once_in_yuan(self, name: str, number: str, state: str) -> None:
        [refund] = jd.parse(sample(name), TERMS).refunds
        assert (refund.platform_refund_no, refund.platform_order_no, refund.amount) == (number, "900001", Decimal("100.00"))
        assert refund.state == state

    def test_a_gateway_error_is_no_order(self) -> None:
        (unreadable,) = jd.parse(sample("jd/error_response_token.json"), TERMS).unreadable
        assert unreadable.code == "platform_error"

    def test_a_page_that_is_shorter_than_its_total_is_not_complete(self) -> None:
        page = json.loads(sample("jd/pop_order_search_page.json"))
        page["jingdong_pop_order_search_responce"]["searchorderinfo_result"]["orderTotal"] = 2
        assert not jd.parse(json.dumps(page), TERMS).complete
