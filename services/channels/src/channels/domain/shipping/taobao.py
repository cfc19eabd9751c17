"""Taobao and Tmall: alibaba.ascp.logistics.offline.send, read back by taobao.trade.fullinfo.get."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from channels.domain.platforms.reading import glossed
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
    compact,
    mentions,
    opened,
    unclear,
)
from channels.domain.signatures import taobao_hmac

_BEIJING = ZoneInfo("Asia/Shanghai")
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_ALREADY = ("已发货", "已经发货", "ORDER_STATUS_ERROR:SHIPPED", "consign-already", "B150")
_SHIPPED_STATES = ("WAIT_BUYER_CONFIRM_GOODS", "TRADE_BUYER_SIGNED", "TRADE_FINISHED")


def _call(method: str, parameters: dict[str, str], access: ShopAccess, at: datetime) -> Request:
    form = {
        "method": method,
        "app_key": access.need("app_key"),
        "session": access.need("session"),
        "timestamp": at.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
        "format": "json",
        "v": "2.0",
        "sign_method": "hmac-sha256",
        **parameters,
    }
    form["sign"] = taobao_hmac(form, access.need("app_secret"))
    return Request(method="POST", url=access.base_url, headers=_FORM, body=urlencode(form).encode())


def _tell(notice: ShipmentNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    package = {
        "out_sid": notice.tracking_number,
        "company_code": carrier_word(access, notice.carrier_code),
    }
    return _call(
        "alibaba.ascp.logistics.offline.send",
        {"tid": notice.platform_order_no, "consign_pkgs": compact([package])},
        access,
        at,
    )


def _judge(notice: ShipmentNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    root = opened(answer)
    error = root.inside("error_response")
    if error.names():
        return _error(error.text("sub_code", "code"), error.text("sub_msg", "msg"))
    result = root.inside("alibaba_ascp_logistics_offline_send_response").inside("result")
    success = result.text("success", "is_success").lower()
    if success == "true":
        return Outcome(verdict=Verdict.TOLD)
    if success == "false":
        return _error(result.text("err_code", "error_code"), result.text("err_msg", "error_msg", "message"))
    return unclear(answer)


def _error(code: str, message: str) -> Outcome:
    detail = f"{code} {message}".strip()
    if mentions(detail, _ALREADY):
        # Which parcel it knows is not said: the read-back decides whether it is ours.
        return Outcome(verdict=Verdict.UNKNOWN, code="already_shipped", detail=detail)
    if code.startswith("isp.") or code in ("7", "15"):
        return Outcome(verdict=Verdict.UNKNOWN, code="platform_error", detail=detail)
    if code in ("26", "27", "53") or mentions(code, ("session",)):
        return Outcome(verdict=Verdict.LATER, code="credentials_refused", detail=detail)
    return Outcome(verdict=Verdict.REFUSED, code="shop_refused", detail=detail)


def _look(notice: ShipmentNotice, access: ShopAccess, at: datetime) -> Request:
    fields = "tid,status,modified,orders.oid,orders.status,orders.invoice_no,orders.logistics_company"
    return _call("taobao.trade.fullinfo.get", {"tid": notice.platform_order_no, "fields": fields}, access, at)


def _see(notice: ShipmentNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    trade = opened(answer).inside("trade_fullinfo_get_response").inside("trade")
    if trade.text("tid_str", "tid") != notice.platform_order_no:
        return Look(told=None, outcome=unclear(answer))
    numbers = {row.text("invoice_no") for row in trade.each("orders.order", "orders")} - {""}
    if notice.tracking_number in numbers:
        return Look(told=True)
    if numbers:
        other = Outcome(verdict=Verdict.REFUSED, code="shipped_with_other_number", detail=", ".join(sorted(numbers)))
        return Look(told=False, outcome=other)
    shipped = glossed(trade.text("status")) in _SHIPPED_STATES
    return Look(told=shipped)


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see)
