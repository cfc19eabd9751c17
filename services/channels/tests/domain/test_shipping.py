"""What each platform is told of a shipment, and what its answers mean. A lost answer is never "told" and never "not told"."""

import base64
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from standardwebhooks.webhooks import Webhook

from channels.domain import signatures
from channels.domain.shipping.carriers import carrier_word
from channels.domain.shipping.dialogue import Answer, CannotTell, NoticeLine, Request, ShipmentNotice, ShopAccess, Verdict
from channels.domain.shipping.registry import DIALOGUES, PLATFORMS, dialogue_for

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
NOTICE = ShipmentNotice(
    notice_id="wb_1",
    order_number="SO-20261122-000001",
    platform_order_no="900001",
    shipment_number="SH-1",
    carrier_code="SF",
    tracking_number="SF123",
    lines=(NoticeLine(platform_line_no="11", sku="A", quantity=2),),
    shipped_at=NOW,
)
SECRETS = {
    "app_key": "k", "app_secret": "s", "session": "t", "access_token": "t", "client_id": "c", "client_secret": "s",
    "consumer_key": "ck", "consumer_secret": "cs", "webhook_secret": "whsec_" + base64.b64encode(b"x" * 24).decode(),
}  # fmt: skip


def access(platform: str, **changes: object) -> ShopAccess:
    base = PLATFORMS[platform].base_url or "https://shop.example.com"
    return ShopAccess(platform=platform, base_url=base, credentials=SECRETS, **changes)  # type: ignore[arg-type]  # changes are whatever a test wants


def answer(body: object, status: int = 200) -> Answer:
    return Answer(status=status, headers={}, body=json.dumps(body).encode())


def form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.body.decode()).items()}


def test_taobao_is_told_with_a_signed_form_in_beijing_time() -> None:
    request = dialogue_for("taobao").tell(NOTICE, access("taobao"), NOW, {})
    sent = form(request)
    assert sent["method"] == "alibaba.ascp.logistics.offline.send"
    assert (sent["tid"], sent["timestamp"]) == ("900001", "2026-11-22 16:00:00")
    assert json.loads(sent["consign_pkgs"]) == [{"out_sid": "SF123", "company_code": "SF"}]
    assert sent.pop("sign") == signatures.taobao_hmac(sent, "s")


def test_jd_is_told_with_a_numeric_carrier() -> None:
    sent = form(dialogue_for("jd").tell(NOTICE, access("jd"), NOW, {}))
    assert json.loads(sent["360buy_param_json"]) == {"orderId": "900001", "logiCoprId": "467", "logiNo": "SF123"}
    assert sent.pop("sign") == signatures.sorted_md5(sent, "s")


def test_pinduoduo_is_told_with_seconds() -> None:
    sent = form(dialogue_for("pinduoduo").tell(NOTICE, access("pinduoduo"), NOW, {}))
    assert (sent["type"], sent["logistics_id"], sent["tracking_number"]) == ("pdd.logistics.online.send", "44", "SF123")
    assert sent["timestamp"] == str(int(NOW.timestamp()))
    assert sent.pop("sign") == signatures.sorted_md5(sent, "s")


def test_douyin_is_told_with_the_very_bytes_that_were_signed() -> None:
    request = dialogue_for("douyin").tell(NOTICE, access("douyin"), NOW, {})
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
    assert urlsplit(request.url).path == "/order/logisticsAdd"
    assert json.loads(request.body) == {"order_id": "900001", "company_code": "shunfeng", "logistics_code": "SF123"}
    assert query["sign"] == signatures.douyin_hmac(
        app_key="k", secret="s", method="order.logisticsAdd", parameter_text=request.body.decode(), timestamp=query["timestamp"]
    )


def graph(fulfillments: list[object] = [], orders: list[object] | None = None, number: str = "900001") -> Answer:  # noqa: B006 - read only
    open_order = {
        "id": "gid://shopify/FulfillmentOrder/1",
        "status": "OPEN",
        "lineItems": {
            "nodes": [
                {"id": "gid://shopify/FulfillmentOrderLineItem/7", "remainingQuantity": 3, "lineItem": {"id": "gid://shopify/LineItem/11"}},
                {"id": "gid://shopify/FulfillmentOrderLineItem/8", "remainingQuantity": 1, "lineItem": {"id": "gid://shopify/LineItem/12"}},
            ]
        },
    }
    found = [open_order] if orders is None else orders
    order = {"id": f"gid://shopify/Order/{number}", "fulfillments": fulfillments, "fulfillmentOrders": {"nodes": found}}
    return answer({"data": {"order": order}})


class TestShopify:
    dialogue = DIALOGUES["shopify"]

    def test_the_open_fulfilment_orders_are_read_first_and_only_our_pieces_are_fulfilled(self) -> None:
        assert self.dialogue.looks_first
        assert self.dialogue.look is not None
        assert self.dialogue.see is not None
        asked = json.loads(self.dialogue.look(NOTICE, access("shopify"), NOW).body)
        assert asked["variables"] == {"id": "gid://shopify/Order/900001"}
        look = self.dialogue.see(NOTICE, graph())
        assert look.told is False
        told = self.dialogue.tell(NOTICE, access("shopify"), NOW, look.context)
        assert told.url.endswith("/graphql.json")
        assert told.headers["X-Shopify-Access-Token"] == "t"
        sent = json.loads(told.body)["variables"]["fulfillment"]
        assert sent["trackingInfo"] == {"company": "SF Express", "number": "SF123"}
        assert sent["lineItemsByFulfillmentOrder"] == [
            {
                "fulfillmentOrderId": "gid://shopify/FulfillmentOrder/1",
                "fulfillmentOrderLineItems": [{"id": "gid://shopify/FulfillmentOrderLineItem/7", "quantity": 2}],
            }
        ]

    @pytest.mark.parametrize(
        ("seen", "told", "code"),
        [
            (graph([{"status": "SUCCESS", "trackingInfo": [{"number": "SF123"}]}]), True, None),
            (graph([{"status": "CANCELLED", "trackingInfo": [{"number": "SF123"}]}]), False, None),
            (graph(orders=[]), False, "nothing_to_fulfil"),
            (graph(number="900002"), None, "answer_not_understood"),
            (answer({"data": {"order": None}}), None, "order_not_found"),
            (answer({"errors": [{"message": "x", "extensions": {"code": "THROTTLED"}}]}), None, "shop_busy"),
        ],
    )
    def test_what_reading_back_shows(self, seen: Answer, told: bool | None, code: str | None) -> None:
        assert self.dialogue.see is not None
        look = self.dialogue.see(NOTICE, seen)
        assert (look.told, look.outcome.code if look.outcome else None) == (told, code)

    @pytest.mark.parametrize(
        ("body", "verdict"),
        [
            ({"data": {"fulfillmentCreate": {"fulfillment": {"id": "gid://1"}, "userErrors": []}}}, Verdict.TOLD),
            ({"data": {"fulfillmentCreate": {"fulfillment": None, "userErrors": [{"message": "closed"}]}}}, Verdict.UNKNOWN),
            ({"data": {"fulfillmentCreate": None}}, Verdict.UNKNOWN),
            ({"errors": [{"message": "no", "extensions": {"code": "ACCESS_DENIED"}}]}, Verdict.LATER),
        ],
    )
    def test_what_its_answer_means(self, body: object, verdict: Verdict) -> None:
        assert self.dialogue.judge(NOTICE, answer(body)).verdict == verdict

    def test_lines_without_numbers_fulfil_what_is_open(self) -> None:
        assert self.dialogue.see is not None
        bare = ShipmentNotice(
            **{**{f: getattr(NOTICE, f) for f in NOTICE.__slots__}, "lines": (NoticeLine(platform_line_no="", sku="A", quantity=1),)}
        )
        groups = self.dialogue.see(bare, graph()).context["groups"]
        assert [row["quantity"] for row in groups[0]["fulfillmentOrderLineItems"]] == [3, 1]  # type: ignore[index]  # JSON that the test made itself


def test_woocommerce_is_completed_with_the_parcel_in_one_write() -> None:
    dialogue = DIALOGUES["woocommerce"]
    request = dialogue.tell(NOTICE, access("woocommerce"), NOW, {})
    assert (request.method, request.url) == ("PUT", "https://shop.example.com/wp-json/wc/v3/orders/900001")
    assert request.headers["Authorization"] == "Basic " + base64.b64encode(b"ck:cs").decode()
    sent = json.loads(request.body)
    assert sent["status"] == "completed"
    assert {"key": "_tracking_number", "value": "SF123"} in sent["meta_data"]
    back = {"id": 900001, "meta_data": sent["meta_data"]}
    assert dialogue.judge(NOTICE, answer(back)).verdict == Verdict.TOLD
    assert dialogue.judge(NOTICE, answer({"id": 900001, "meta_data": []})).verdict == Verdict.UNKNOWN
    assert dialogue.see is not None
    assert dialogue.see(NOTICE, answer({"id": 900002, "meta_data": sent["meta_data"]})).told is None, "the filter was ignored"


def test_the_mall_is_told_by_a_standard_webhook_whose_id_stays() -> None:
    dialogue = DIALOGUES["mall"]
    now = datetime.now(UTC)
    request = dialogue.tell(NOTICE, access("mall"), now, {})
    assert request.headers["webhook-id"] == "wb_1"
    payload = Webhook(SECRETS["webhook_secret"]).verify(request.body, dict(request.headers))
    assert payload["data"]["tracking_number"] == "SF123"
    assert dialogue.judge(NOTICE, answer({}, 204)).verdict == Verdict.TOLD
    assert dialogue.judge(NOTICE, answer({}, 409)).verdict == Verdict.ALREADY
    assert dialogue.judge(NOTICE, answer({}, 500)).verdict == Verdict.LATER
    assert dialogue.judge(NOTICE, answer({}, 302)).verdict == Verdict.REFUSED


ANSWERS = [
    ("taobao", {"alibaba_ascp_logistics_offline_send_response": {"result": {"success": True}}}, Verdict.TOLD),
    ("taobao", {"error_response": {"code": 15, "sub_code": "isv.trade-not-exist", "sub_msg": "不存在"}}, Verdict.REFUSED),
    ("taobao", {"error_response": {"code": 15, "sub_code": "isp.remote-service-timeout", "sub_msg": "超时"}}, Verdict.UNKNOWN),
    ("taobao", {"error_response": {"code": 15, "sub_code": "isv.x", "sub_msg": "订单已发货"}}, Verdict.UNKNOWN),
    ("taobao", {"error_response": {"code": 27, "msg": "Invalid session"}}, Verdict.LATER),
    ("jd", {"jingdong_pop_order_shipment_responce": {"code": "0", "sopjosshipment_result": {"success": True}}}, Verdict.TOLD),
    ("jd", {"jingdong_pop_order_shipment_response": {"code": "0", "sopjosshipment_result": {"success": "true"}}}, Verdict.TOLD),
    (
        "jd",
        {"jingdong_pop_order_shipment_responce": {"code": "0", "sopjosshipment_result": {"success": False, "errorCode": "x"}}},
        Verdict.REFUSED,
    ),
    ("jd", {"error_response": {"code": "19", "zh_desc": "token已过期"}}, Verdict.LATER),
    ("pinduoduo", {"logistics_online_send_response": {"is_success": True}}, Verdict.TOLD),
    ("pinduoduo", {"error_response": {"error_code": 70031, "error_msg": "限流"}}, Verdict.LATER),
    ("pinduoduo", {"error_response": {"error_code": 10019, "error_msg": "过期"}}, Verdict.LATER),
    ("pinduoduo", {"error_response": {"error_code": 70034, "error_msg": "封禁"}}, Verdict.REFUSED),
    ("pinduoduo", {"error_response": {"error_code": 50001, "sub_msg": "订单已发货"}}, Verdict.UNKNOWN),
    ("douyin", {"code": 10000, "data": {}}, Verdict.TOLD),
    ("douyin", {"code": 50002, "sub_code": "isv.business-failed:1", "sub_msg": "物流单号错误"}, Verdict.REFUSED),
    ("douyin", {"code": 20000, "sub_code": "isp.service-error:1", "sub_msg": "系统错误"}, Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("platform", "body", "verdict"), ANSWERS)
def test_what_the_answers_of_the_chinese_platforms_mean(platform: str, body: object, verdict: Verdict) -> None:
    assert DIALOGUES[platform].judge(NOTICE, answer(body)).verdict == verdict


@pytest.mark.parametrize("platform", ["taobao", "jd", "pinduoduo", "douyin", "shopify", "woocommerce"])
@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (200, b"", Verdict.UNKNOWN),
        (200, b"<html>maintenance</html>", Verdict.UNKNOWN),
        (200, b"{}", Verdict.UNKNOWN),
        (502, b"", Verdict.UNKNOWN),
        (503, b"", Verdict.LATER),
        (429, b"", Verdict.LATER),
        (401, b"", Verdict.LATER),
        (400, b"", Verdict.REFUSED),
    ],
)
def test_an_answer_that_does_not_say_so_is_never_success(platform: str, status: int, body: bytes, verdict: Verdict) -> None:
    assert DIALOGUES[platform].judge(NOTICE, Answer(status=status, headers={}, body=body)).verdict == verdict


READ_BACK = {
    "taobao": lambda number, parcel: {
        "trade_fullinfo_get_response": {
            "trade": {"tid": number, "status": "WAIT_SELLER_SEND_GOODS", "orders": {"order": [{"oid": 1, "invoice_no": parcel}]}}
        }
    },
    "jd": lambda number, parcel: {
        "jingdong_pop_order_get_responce": {
            "code": "0",
            "orderDetailInfo": {"orderInfo": {"orderId": number, "waybill": parcel, "logisticsId": "900"}},
        }
    },
    "pinduoduo": lambda number, parcel: {"order_info_get_response": {"order_info": {"order_sn": number, "tracking_number": parcel}}},
    "douyin": lambda number, parcel: {
        "data": {"shop_order_detail": {"order_id": number, "logistics_info": [{"tracking_no": parcel}] if parcel else []}}
    },
}


@pytest.mark.parametrize("platform", list(READ_BACK))
@pytest.mark.parametrize(
    ("number", "parcel", "told", "code"),
    [
        ("900001", "SF123", True, None),
        ("900001", "", False, None),
        ("900001", "OTHER", False, "shipped_with_other_number"),
        ("900002", "SF123", None, "answer_not_understood"),
    ],
)
def test_reading_back_tells_whether_the_shop_has_our_parcel(
    platform: str, number: str, parcel: str, told: bool | None, code: str | None
) -> None:
    dialogue = DIALOGUES[platform]
    assert dialogue.look is not None
    assert dialogue.see is not None
    assert dialogue.look(NOTICE, access(platform), NOW).url.startswith("https://")
    look = dialogue.see(NOTICE, answer(READ_BACK[platform](number, parcel)))
    assert (look.told, look.outcome.code if look.outcome else None) == (told, code)


def test_jd_reads_back_a_split_shipment() -> None:
    dialogue = DIALOGUES["jd"]
    assert dialogue.see is not None
    assert dialogue.see(NOTICE, answer(READ_BACK["jd"]("900001", "A1,A2|SF123"))).told is True


def test_a_carrier_without_a_word_is_refused_until_the_shop_gives_one() -> None:
    with pytest.raises(CannotTell) as refused:
        carrier_word(access("jd"), "XYZ")
    assert refused.value.code == "carrier_not_mapped"
    assert carrier_word(access("jd", carrier_codes={"XYZ": "1274"}), "XYZ") == "1274"
    assert carrier_word(access("shopify"), "XYZ") == "XYZ"


def test_a_shop_without_a_credential_or_a_way_to_tell_is_named() -> None:
    with pytest.raises(CannotTell) as refused:
        ShopAccess(platform="jd", base_url="x", credentials={}).need("app_key")
    assert refused.value.code == "credentials_missing"
    with pytest.raises(CannotTell) as other:
        dialogue_for("wechat")
    assert other.value.code == "platform_cannot_be_told"


def test_credentials_are_in_no_text_of_a_shop_or_request() -> None:
    shop = ShopAccess(platform="jd", base_url="x", credentials={"app_secret": "very-secret"})
    assert "very-secret" not in repr(shop)
    assert "Basic" not in repr(DIALOGUES["woocommerce"].tell(NOTICE, access("woocommerce"), NOW, {}))
