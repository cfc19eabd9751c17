"""Taobao and Tmall: alibaba.ascp.logistics.offline.send, read back by taobao.trade.fullinfo.get."""

from collections.abc import Mapping
from datetime import datetime

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
    beijing_time,
    by_status,
    compact,
    error,
    mentions,
    opened,
    parcels_seen,
    post_form,
    unclear,
)
from channels.domain.signatures import taobao_hmac

_ALREADY = ("已发货", "已经发货", "ORDER_STATUS_ERROR:SHIPPED", "consign-already", "B150")
_SHIPPED_STATES = ("WAIT_BUYER_CONFIRM_GOODS", "TRADE_BUYER_SIGNED", "TRADE_FINISHED")


def call(method: str, parameters: dict[str, str], access: ShopAccess, at: datetime) -> Request:
    form = {
        "method": method,
        "app_key": access.need("app_key"),
        "session": access.need("session"),
        "timestamp": beijing_time(at),
        "format": "json",
        "v": "2.0",
        "sign_method": "hmac-sha256",
        **parameters,
    }
    form["sign"] = taobao_hmac(form, access.need("app_secret"))
    return post_form(access.base_url, form)


def _tell(notice: ShipmentNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    package = {
        "out_sid": notice.tracking_number,
        "company_code": carrier_word(access, notice.carrier_code),
    }
    return call(
        "alibaba.ascp.logistics.offline.send",
        {"tid": notice.platform_order_no, "consign_pkgs": compact([package])},
        access,
        at,
    )


def _judge(notice: ShipmentNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    root = opened(answer)
    refused = root.inside("error_response")
    if refused.names():
        return named_error(refused.text("sub_code", "code"), refused.text("sub_msg", "msg"))
    result = root.inside("alibaba_ascp_logistics_offline_send_response").inside("result")
    success = result.text("success", "is_success").lower()
    if success == "true":
        return Outcome(verdict=Verdict.TOLD)
    if success == "false":
        return named_error(result.text("err_code", "error_code"), result.text("err_msg", "error_msg", "message"))
    return unclear(answer)


def named_error(code: str, message: str) -> Outcome:
    detail = f"{code} {message}".strip()
    if mentions(detail, _ALREADY):
        return error("already_shipped", detail=detail)
    if code.startswith("isp.") or code in ("7", "15"):
        return error("platform_error", detail=detail)
    return error("credentials_refused" if code in ("26", "27", "53") or "session" in code else "shop_refused", detail=detail)


def _look(notice: ShipmentNotice, access: ShopAccess, at: datetime) -> Request:
    fields = "tid,status,modified,orders.oid,orders.status,orders.invoice_no,orders.logistics_company"
    return call("taobao.trade.fullinfo.get", {"tid": notice.platform_order_no, "fields": fields}, access, at)


def _see(notice: ShipmentNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    trade = opened(answer).inside("trade_fullinfo_get_response").inside("trade")
    if trade.text("tid_str", "tid") != notice.platform_order_no:
        return Look(told=None, outcome=unclear(answer))
    look = parcels_seen(notice, (row.text("invoice_no") for row in trade.each("orders.order", "orders")))
    if look.told or look.outcome is not None:
        return look
    return Look(told=glossed(trade.text("status")) in _SHIPPED_STATES)


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see)
