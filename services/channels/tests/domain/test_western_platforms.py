"""Field rules of Shopify, WooCommerce and Amazon, each with the payload that shows it."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.domain.draft import ParsedOrder
from channels.domain.platforms import amazon, shopify, woocommerce
from channels.domain.platforms.reading import Reading
from channels.domain.platforms.registry import ADAPTERS
from services.channels.tests.domain.samples import TERMS, sample


def one(reading: Reading) -> ParsedOrder:
    assert not reading.unreadable
    (order,) = reading.orders
    return order


def shop_order(**changes: object) -> str:
    base = {
        "id": 450789469,
        "admin_graphql_api_id": "gid://shopify/Order/450789469",
        "currency": "USD",
        "financial_status": "paid",
        "fulfillment_status": None,
        "created_at": "2026-01-10T11:00:00-05:00",
        "updated_at": "2026-01-10T11:05:00-05:00",
        "total_line_items_price": "30.00",
        "total_discounts": "3.00",
        "total_price": "32.00",
        "shipping_lines": [{"price": "5.00"}],
        "note": "ring twice",
        "shipping_address": {"name": "Bob", "address1": "Street 1", "city": "Louisville", "country_code": "US", "zip": "40202"},
        "line_items": [
            {"id": 1, "sku": "A", "quantity": 2, "price": "15.00", "title": "Tea", "discount_allocations": [{"amount": "3.00"}]}
        ],
    }
    return json.dumps({**base, **changes})


class TestShopify:
    def test_a_paid_order(self) -> None:
        found = one(shopify.parse(shop_order(), TERMS))
        order = found.order
        assert (order.platform_order_no, order.state, order.currency, order.refund) == ("450789469", "ready", "USD", "none")
        assert (order.goods_amount, order.discount_amount, order.freight_amount, order.paid_amount) == tuple(
            Decimal(text) for text in ("30.00", "3.00", "5.00", "32.00")
        )
        assert order.modified_at == datetime(2026, 1, 10, 16, 5, tzinfo=UTC)
        assert order.lines[0].paid_amount == Decimal("27.00")
        assert (found.receiver.name, found.receiver.country, order.buyer_remark) == ("Bob", "US", "ring twice")

    @pytest.mark.parametrize(("told", "currency", "state"), [("usd", "USD", "ready"), ("EURO", "CNY", "unknown"), ("", "CNY", "ready")])
    def test_a_currency_that_is_none_holds_the_order_and_does_not_lose_it(self, told: str, currency: str, state: str) -> None:
        found = one(shopify.parse(shop_order(currency=told), TERMS))
        assert (found.order.currency, found.order.state) == (currency, state)

    def test_what_goes_beyond_the_contract_is_named_by_field_and_not_by_value(self) -> None:
        line = {"id": 1, "sku": "A", "quantity": 999, "price": "99999999999.00", "title": "Tea"}
        (refused,) = shopify.parse(shop_order(line_items=[line]), TERMS).unreadable
        assert refused.code == "not_readable"
        assert refused.detail.startswith("paid_amount: ")
        assert "999" not in refused.detail

    def test_an_id_that_its_sender_had_rounded_is_taken_from_the_graph_id(self) -> None:
        found = one(shopify.parse(sample("shopify/webhook_orders_create.json"), TERMS, "orders/create"))
        assert found.order.platform_order_no == "820982911946154508"
        assert found.order.lines[0].platform_line_no == "487817672276298554"
        assert "id_rounded_by_sender" in found.reasons
        assert found.order.state == "cancelled"

    @pytest.mark.parametrize(
        ("name", "number", "state"),
        [("shopify/rest_order_py.json", "450789469", "awaiting_payment"), ("shopify/rest_order_go.json", "123456", "cancelled")],
    )
    def test_orders_of_the_rest_api(self, name: str, number: str, state: str) -> None:
        found = one(shopify.parse(sample(name), TERMS))
        assert (found.order.platform_order_no, found.order.state) == (number, state)

    @pytest.mark.parametrize(
        ("changes", "state"),
        [
            ({"financial_status": "pending"}, "awaiting_payment"),
            ({"financial_status": "authorized"}, "awaiting_payment"),
            ({"financial_status": "partially_paid"}, "awaiting_payment"),
            ({"financial_status": "voided"}, "cancelled"),
            ({"financial_status": "refunded"}, "cancelled"),
            ({"cancelled_at": "2026-01-11T00:00:00Z"}, "cancelled"),
            ({"fulfillment_status": "fulfilled"}, "shipped"),
            ({"fulfillment_status": "fulfilled", "closed_at": "2026-01-11T00:00:00Z"}, "finished"),
            ({"fulfillment_status": "partial"}, "do_not_ship"),
            ({"fulfillment_status": "restocked"}, "cancelled"),
            ({"fulfillment_status": "brand_new"}, "unknown"),
            ({"financial_status": "expired"}, "unknown"),
            ({"financial_status": None}, "unknown"),
        ],
    )
    def test_states(self, changes: dict[str, object], state: str) -> None:
        assert one(shopify.parse(shop_order(**changes), TERMS)).order.state == state

    @pytest.mark.parametrize(
        ("properties", "title"),
        [
            ([{"name": "note 1", "value": "one"}, {"name": "note 2", "value": 2}], "Tea (note 1: one; note 2: 2)"),
            ({"name": "property 1", "value": 3}, "Tea (property 1: 3)"),
            ([], "Tea"),
            (None, "Tea"),
            ([{"name": "_hidden", "value": "x"}], "Tea"),
        ],
    )
    def test_properties_as_list_object_and_absent(self, properties: object, title: str) -> None:
        row = {"id": 1, "sku": "A", "quantity": 1, "price": "1.00", "title": "Tea", "properties": properties}
        found = one(shopify.parse(shop_order(line_items=[row]), TERMS))
        assert (found.order.lines[0].title, found.order.state) == (title, "ready")

    @pytest.mark.parametrize("properties", ["{not json", ["text"]])
    def test_malformed_properties_do_not_lose_the_order(self, properties: object) -> None:
        row = {"id": 1, "sku": "A", "quantity": 1, "price": "1.00", "title": "Tea", "properties": properties}
        assert one(shopify.parse(shop_order(line_items=[row]), TERMS)).order.lines[0].sku == "A"

    def test_what_was_taken_off_the_order_is_not_ordered(self) -> None:
        row = {"id": 1, "sku": "A", "quantity": 2, "current_quantity": 0, "price": "15.00"}
        line = one(shopify.parse(shop_order(line_items=[row]), TERMS)).order.lines[0]
        assert (line.quantity, line.refund, line.paid_amount) == (0, "done", Decimal("0.00"))

    @pytest.mark.parametrize(
        "name",
        [
            "shopify/webhook_fulfillments_create.json",
            "shopify/webhook_products_update.json",
            "shopify/rest_location_go.json",
            "shopify/lineitem_valid_go.json",
        ],
    )
    def test_other_documents_are_no_orders(self, name: str) -> None:
        reading = shopify.parse(sample(name), TERMS)
        assert [unreadable.code for unreadable in reading.unreadable] == ["not_an_order"]

    def test_a_deleted_order_has_only_its_topic_to_say_so(self) -> None:
        (unreadable,) = shopify.parse(sample("shopify/webhook_orders_delete.json"), TERMS, "orders/delete").unreadable
        assert unreadable.code == "order_deleted"


def woo_order(**changes: object) -> str:
    base = {
        "id": 727,
        "status": "processing",
        "currency": "USD",
        "order_key": "wc_1",
        "date_created": "2026-03-22T16:28:02",
        "date_created_gmt": "2026-03-22T19:28:02",
        "date_modified": "2026-03-22T16:28:08",
        "date_modified_gmt": "2026-03-22T19:28:08",
        "discount_total": "0.00",
        "shipping_total": "10.00",
        "total": "29.35",
        "billing": {"first_name": "John", "last_name": "Doe", "address_1": "969 Market", "city": "SF", "country": "US", "phone": "555"},
        "shipping": {"first_name": "", "last_name": "", "address_1": "", "city": ""},
        "line_items": [
            {"id": 315, "name": "Ship &ndash; M", "quantity": 3, "subtotal": "10.00", "total": "10.00", "sku": "", "product_id": 93}
        ],
    }
    return json.dumps({**base, **changes})


class TestWooCommerce:
    def test_lists_and_single_orders(self) -> None:
        reading = woocommerce.parse(sample("woocommerce/order_list_all_orders.json"), TERMS)
        assert [(o.order.platform_order_no, o.order.state, o.order.refund) for o in reading.orders] == [
            ("727", "ready", "none"),
            ("723", "finished", "asked"),
        ]
        single = one(woocommerce.parse(sample("woocommerce/order_create_an_order.json"), TERMS))
        assert single.order.paid_amount == Decimal("29.35")

    def test_local_times_give_way_to_their_gmt_twin(self) -> None:
        assert one(woocommerce.parse(woo_order(), TERMS)).order.placed_at == datetime(2026, 3, 22, 19, 28, 2, tzinfo=UTC)

    def test_without_a_twin_the_shops_zone_counts(self) -> None:
        found = one(woocommerce.parse(woo_order(date_created_gmt=None), TERMS))
        assert found.order.placed_at == datetime(2026, 3, 22, 8, 28, 2, tzinfo=UTC)

    def test_the_billing_address_where_there_is_no_other(self) -> None:
        found = one(woocommerce.parse(woo_order(), TERMS))
        assert (found.receiver.name, found.receiver.street, found.receiver.phone) == ("John Doe", "969 Market", "555")

    def test_a_price_that_does_not_divide_is_rounded_once(self) -> None:
        line = one(woocommerce.parse(woo_order(), TERMS)).order.lines[0]
        assert (line.unit_price, line.paid_amount, line.sku, line.title) == (Decimal("3.33"), Decimal("10.00"), "", "Ship – M")

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            ("pending", "awaiting_payment"),
            ("on-hold", "do_not_ship"),
            ("completed", "finished"),
            ("trash", "cancelled"),
            ("packed-by-plugin", "unknown"),
        ],
    )
    def test_states_and_those_of_plugins(self, status: str, state: str) -> None:
        assert one(woocommerce.parse(woo_order(status=status), TERMS)).order.state == state

    @pytest.mark.parametrize(("total", "refund"), [("-29.35", "done"), ("-10.00", "asked")])
    def test_refund_totals_are_negative(self, total: str, refund: str) -> None:
        assert one(woocommerce.parse(woo_order(refunds=[{"id": 1, "total": total}]), TERMS)).order.refund == refund

    def test_refunds_that_name_no_order_are_told_by_name(self) -> None:
        reading = woocommerce.parse(sample("woocommerce/refund_list_all_refunds.json"), TERMS)
        assert (reading.refunds, {unreadable.code for unreadable in reading.unreadable}) == ((), {"refund_document"})


class TestShopifyRequests:
    def test_money_that_went_back_and_a_return_that_was_agreed(self) -> None:
        [paid] = shopify.parse(sample("shopify/rest_refund_py.json"), TERMS, "refunds/create").refunds
        assert (paid.platform_order_no, paid.platform_refund_no, paid.state, paid.amount) == ("450789469", "509562969", "refunded", None)
        [agreed] = shopify.parse(sample("shopify/webhook_returns_approve.json"), TERMS, "returns/approve").refunds
        assert (agreed.platform_order_no, agreed.kind, agreed.state) == ("4783296544821", "return_and_refund", "agreed")


class TestAmazon:
    def test_a_pending_order_has_no_prices_and_waits(self) -> None:
        found = one(amazon.parse(sample("amazon/ordersV0_getOrders_200_example.json"), TERMS))
        assert (found.order.state, found.order.paid_amount) == ("awaiting_payment", Decimal("0.00"))

    def test_an_order_of_the_newer_version(self) -> None:
        found = one(amazon.parse(sample("amazon/orders2026_getOrder_200_sandbox1.json"), TERMS))
        assert (found.order.platform_order_no, found.order.state, found.order.currency) == ("171-9876543-2109876", "ready", "BRL")
        assert (found.order.lines[0].sku, found.order.lines[0].unit_price) == ("ECHO-DOT-4-BR-PRETO", Decimal("299.90"))
        assert found.order.ship_by == datetime(2024, 12, 27, 23, 59, 59, tzinfo=UTC)

    def test_a_cancellation_that_the_buyer_asks_for_is_seen(self) -> None:
        found = one(amazon.parse(sample("amazon/orders2026_searchOrders_200_example.json"), TERMS))
        assert (found.order.state, found.order.refund, len(found.order.lines)) == ("shipped", "asked", 2)

    def test_an_order_without_its_lines_is_held(self) -> None:
        found = one(amazon.parse(sample("amazon/ordersV0_getOrder_200_sandbox1.json"), TERMS))
        assert (found.order.state, found.reasons) == ("unknown", ["lines_not_told"])

    def test_lines_given_with_the_order(self) -> None:
        items = json.loads(sample("amazon/ordersV0_getOrderItems_200_example.json"))["payload"]["OrderItems"]
        order = {
            "AmazonOrderId": "903",
            "OrderStatus": "Unshipped",
            "OrderTotal": {"CurrencyCode": "JPY", "Amount": "45.20"},
            "PurchaseDate": "2026-01-20T19:49:35Z",
            "LatestShipDate": "2026-01-23T07:59:59Z",
            "OrderItems": items,
        }
        found = one(amazon.parse(json.dumps({"payload": {"Orders": [order]}}), TERMS))
        assert found.order.ship_by == datetime(2026, 1, 23, 7, 59, 59, tzinfo=UTC)
        assert [(line.sku, line.quantity, line.unit_price) for line in found.order.lines] == [
            ("CBA_OTF_1", 1, Decimal("25.99")),
            ("CBA_OTF_5", 2, Decimal("8.98")),
        ]
        assert found.order.refund == "asked"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["trade", "trades", "orders", "order", "order_list", "order_info", "orderInfo", "shop_order_detail", "tid", "order_sn",
                         "id", "status", "payment", "created", "orderId", "orderState", "sku_order_list", "item_list", "line_items", "total",
                         "financial_status", "order_status", "currency", "billing", "order_key", "OrderStatus", "num", "price", "refunds"]),
        inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@given(payload=ANY_JSON)
def test_whatever_is_sent_to_any_adapter_comes_back_as_orders_or_reasons(payload: object) -> None:
    text = json.dumps(payload)
    for parse in ADAPTERS.values():
        for order in parse(text, TERMS, "").orders:
            assert order.order.platform_order_no
            assert order.order.state != "ready" or order.order.lines


@given(payload=st.binary(max_size=300))
def test_bytes_that_are_nothing_come_back_as_one_reason(payload: bytes) -> None:
    for parse in ADAPTERS.values():
        assert all(unreadable.code for unreadable in parse(payload, TERMS, "").unreadable)
