"""Pinduoduo: pdd.logistics.online.send with a numeric carrier, read back by pdd.order.information.get."""

from collections.abc import Mapping
from datetime import datetime

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
    by_status,
    error,
    mentions,
    opened,
    parcels_seen,
    post_form,
    unclear,
)
from channels.domain.signatures import sorted_md5

_ALREADY = ("已发货", "重复发货")
_ERRORS = {
    **dict.fromkeys((52101, 70031, 52102, 52103, 70033), SHOP_BUSY),
    **dict.fromkeys((10019, 20004), "credentials_refused"),
    **dict.fromkeys((70032, 70034, 70035), "blocked_by_platform"),
}


def call(kind: str, parameters: dict[str, str], access: ShopAccess, at: datetime) -> Request:
    form = {
        "type": kind,
        "client_id": access.need("client_id"),
        "access_token": access.need("access_token"),
        "timestamp": str(int(at.timestamp())),
        "data_type": "JSON",
        "version": "V1",
        **parameters,
    }
    form["sign"] = sorted_md5(form, access.need("client_secret"))
    return post_form(access.base_url, form)


def _tell(notice: ShipmentNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    parameters = {
        "order_sn": notice.platform_order_no,
        "logistics_id": carrier_word(access, notice.carrier_code),
        "tracking_number": notice.tracking_number,
    }
    return call("pdd.logistics.online.send", parameters, access, at)


def _judge(notice: ShipmentNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    root = opened(answer)
    refused = root.inside("error_response")
    if refused.names():
        return named_error(refused.code("error_code") or 0, refused.text("sub_msg", "error_msg"))
    success = root.inside("logistics_online_send_response").text("is_success").lower()
    if success in ("true", "1"):
        return Outcome(verdict=Verdict.TOLD)
    if success in ("false", "0"):
        return error("shop_refused", detail="is_success false")
    return unclear(answer)


def named_error(code: int, message: str) -> Outcome:
    detail = f"{code} {message}".strip()
    if mentions(message, _ALREADY):
        return error("already_shipped", detail=detail)
    return error(_ERRORS.get(code, "shop_refused"), detail=detail)


def _look(notice: ShipmentNotice, access: ShopAccess, at: datetime) -> Request:
    return call("pdd.order.information.get", {"order_sn": notice.platform_order_no}, access, at)


def _see(notice: ShipmentNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    order = opened(answer).inside("order_info_get_response").inside("order_info")
    if order.text("order_sn") != notice.platform_order_no:
        return Look(told=None, outcome=unclear(answer))
    extra = (parcel.text("tracking_number") for parcel in order.each("extra_delivery_list"))
    return parcels_seen(notice, [order.text("tracking_number"), *extra])


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see)
