"""Douyin shop: /order/logisticsAdd (whole orders only), read back by /order/orderDetail."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from channels.domain.platforms.douyin import tracking_numbers
from channels.domain.shipping.carriers import carrier_word
from channels.domain.shipping.dialogue import (
    SHOP_BUSY,
    Answer,
    Dialogue,
    Look,
    Outcome,
    Request,
    ShipmentNotice,
    ShopAccess,
    Verdict,
    beijing_time,
    by_status,
    error,
    mentions,
    opened,
    parcels_seen,
    unclear,
)
from channels.domain.signatures import douyin_hmac, douyin_parameter_text

SUCCESS = 10000
_ALREADY = ("已发货", "重复发货")


def call(method: str, parameters: dict[str, object], access: ShopAccess, at: datetime) -> Request:
    text = douyin_parameter_text(parameters)
    timestamp = beijing_time(at)
    app_key = access.need("app_key")
    sign = douyin_hmac(app_key=app_key, secret=access.need("app_secret"), method=method, parameter_text=text, timestamp=timestamp)
    query = {
        "app_key": app_key,
        "method": method,
        "timestamp": timestamp,
        "v": "2",
        "sign": sign,
        "sign_method": "hmac-sha256",
        "access_token": access.need("access_token"),
    }
    path = method.replace(".", "/")
    return Request(
        method="POST",
        url=f"{access.base_url.rstrip('/')}/{path}?{urlencode(query)}",
        headers={"Content-Type": "application/json"},
        body=text.encode(),
    )


def _tell(notice: ShipmentNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    parameters: dict[str, object] = {
        "order_id": notice.platform_order_no,
        "company_code": carrier_word(access, notice.carrier_code),
        "logistics_code": notice.tracking_number,
    }
    return call("order.logisticsAdd", parameters, access, at)


def _judge(notice: ShipmentNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    root = opened(answer)
    code = root.code("code")
    if code is None:
        return unclear(answer)
    return Outcome(verdict=Verdict.TOLD) if code == SUCCESS else named_error(code, root.text("sub_code"), root.text("sub_msg", "msg"))


def named_error(code: int, sub_code: str, message: str) -> Outcome:
    detail = f"{code} {sub_code} {message}".strip()
    if mentions(message, _ALREADY):
        return error("already_shipped", detail=detail)
    if code == 20000 or sub_code.startswith("isp."):
        return error("platform_error", detail=detail)
    if code in (30001, 30002):
        return error("credentials_refused", detail=detail)
    return error(SHOP_BUSY if code == 80000 else "shop_refused", detail=detail)


def _look(notice: ShipmentNotice, access: ShopAccess, at: datetime) -> Request:
    return call("order.orderDetail", {"shop_order_id": notice.platform_order_no}, access, at)


def _see(notice: ShipmentNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    order = opened(answer).inside("data").inside("shop_order_detail")
    if order.text("order_id") != notice.platform_order_no:
        return Look(told=None, outcome=unclear(answer))
    return parcels_seen(notice, tracking_numbers(order))


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see)
