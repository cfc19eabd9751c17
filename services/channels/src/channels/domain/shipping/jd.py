"""JD: jingdong.pop.order.shipment, read back by jingdong.pop.order.get. The answer's key is misspelt `…_responce`."""

from collections.abc import Mapping
from datetime import datetime

from channels.domain.fields import Fields
from channels.domain.platforms.jd import parcels_of
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
from channels.domain.signatures import sorted_md5

_ALREADY = ("已出库", "已发货", "重复出库", "重复发货")


def call(method: str, business: Mapping[str, object], access: ShopAccess, at: datetime) -> Request:
    form = {
        "method": method,
        "app_key": access.need("app_key"),
        "access_token": access.need("access_token"),
        "timestamp": beijing_time(at),
        "format": "json",
        "v": "2.0",
        "360buy_param_json": compact(business),
    }
    form["sign"] = sorted_md5(form, access.need("app_secret"))
    return post_form(access.base_url, form)


def _tell(notice: ShipmentNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    business = {
        "orderId": notice.platform_order_no,
        "logiCoprId": carrier_word(access, notice.carrier_code),
        "logiNo": notice.tracking_number,
    }
    return call("jingdong.pop.order.shipment", business, access, at)


def inside(answer: Answer, name: str) -> Fields:
    """Both spellings of the answer's key are in use."""
    root = opened(answer, loose=True)
    return root.inside(f"{name}_responce", f"{name}_response")


def _judge(notice: ShipmentNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    refused = opened(answer, loose=True).inside("error_response")
    if refused.names():
        return named_error(refused.text("code"), refused.text("zh_desc", "en_desc"))
    body = inside(answer, "jingdong_pop_order_shipment")
    result = body.inside("sopjosshipment_result", "result", "apiResult")
    success = result.text("success").lower()
    if body.text("code") == "0" and success == "true":
        return Outcome(verdict=Verdict.TOLD)
    if success == "false":
        return named_error(result.text("errorCode"), result.text("chineseErrCode", "englishErrCode", "msg"))
    return unclear(answer)


def named_error(code: str, message: str) -> Outcome:
    detail = f"{code} {message}".strip()
    if mentions(message, _ALREADY):
        return error("already_shipped", detail=detail)
    if code in ("18", "19"):
        return error("credentials_refused", detail=detail)
    return error("platform_error" if code in ("21", "22", "43", "66", "67") else "shop_refused", detail=detail)


def _look(notice: ShipmentNotice, access: ShopAccess, at: datetime) -> Request:
    business = {
        "order_id": notice.platform_order_no,
        "optional_fields": "orderId,orderState,waybill,logisticsId,partialLogisticsInfoModel",
    }
    return call("jingdong.pop.order.get", business, access, at)


def _see(notice: ShipmentNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    order = inside(answer, "jingdong_pop_order_get").inside("orderDetailInfo").inside("orderInfo")
    if order.text("orderId") != notice.platform_order_no:
        return Look(told=None, outcome=unclear(answer))
    return parcels_seen(notice, (parcel.tracking_number for parcel in parcels_of(order)))


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see)
