"""Pinduoduo: pdd.logistics.online.send with a numeric carrier, read back by pdd.order.information.get."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from channels.domain.shipping.carriers import carrier_word
from channels.domain.shipping.dialogue import (
    Answer,
    Dialogue,
    Look,
    Outcome,
    Request,
    ShipmentNotice,
    ShopAccess,
    Verdict,
    by_status,
    mentions,
    opened,
    unclear,
)
from channels.domain.signatures import pinduoduo_md5

_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_ALREADY = ("已发货", "重复发货")
_BUSY = (52101, 70031, 52102, 52103, 70033)
_CREDENTIALS = (10019, 20004)
# Blocked by the platform: trying on would make it worse, a person must look.
_BLOCKED = (70034, 70035, 70032)


def _call(kind: str, parameters: dict[str, str], access: ShopAccess, at: datetime) -> Request:
    form = {
        "type": kind,
        "client_id": access.need("client_id"),
        "access_token": access.need("access_token"),
        "timestamp": str(int(at.timestamp())),
        "data_type": "JSON",
        "version": "V1",
        **parameters,
    }
    form["sign"] = pinduoduo_md5(form, access.need("client_secret"))
    return Request(method="POST", url=access.base_url, headers=_FORM, body=urlencode(form).encode())


def _tell(notice: ShipmentNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    parameters = {
        "order_sn": notice.platform_order_no,
        "logistics_id": carrier_word(access, notice.carrier_code),
        "tracking_number": notice.tracking_number,
    }
    return _call("pdd.logistics.online.send", parameters, access, at)


def _judge(notice: ShipmentNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    root = opened(answer)
    error = root.inside("error_response")
    if error.names():
        return _error(error.code("error_code") or 0, error.text("sub_msg", "error_msg"))
    success = root.inside("logistics_online_send_response").text("is_success").lower()
    if success in ("true", "1"):
        return Outcome(verdict=Verdict.TOLD)
    if success in ("false", "0"):
        return Outcome(verdict=Verdict.REFUSED, code="shop_refused", detail="is_success false")
    return unclear(answer)


def _error(code: int, message: str) -> Outcome:
    detail = f"{code} {message}".strip()
    if mentions(message, _ALREADY):
        return Outcome(verdict=Verdict.UNKNOWN, code="already_shipped", detail=detail)
    if code in _BUSY:
        return Outcome(verdict=Verdict.LATER, code="shop_busy", detail=detail)
    if code in _CREDENTIALS:
        return Outcome(verdict=Verdict.LATER, code="credentials_refused", detail=detail)
    if code in _BLOCKED:
        return Outcome(verdict=Verdict.REFUSED, code="blocked_by_platform", detail=detail)
    return Outcome(verdict=Verdict.REFUSED, code="shop_refused", detail=detail)


def _look(notice: ShipmentNotice, access: ShopAccess, at: datetime) -> Request:
    return _call("pdd.order.information.get", {"order_sn": notice.platform_order_no}, access, at)


def _see(notice: ShipmentNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    order = opened(answer).inside("order_info_get_response").inside("order_info")
    if order.text("order_sn") != notice.platform_order_no:
        return Look(told=None, outcome=unclear(answer))
    numbers = {order.text("tracking_number")} - {""}
    numbers |= {extra.text("tracking_number") for extra in order.each("extra_delivery_list")} - {""}
    if notice.tracking_number in numbers:
        return Look(told=True)
    if numbers:
        other = Outcome(verdict=Verdict.REFUSED, code="shipped_with_other_number", detail=", ".join(sorted(numbers)))
        return Look(told=False, outcome=other)
    return Look(told=False)


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see)
