"""JD (JOS): the answer's key is misspelt `…_responce`, two spellings of every name, yuan text, pinyin aliases of states."""

from collections.abc import Iterator
from dataclasses import dataclass

from channels.domain.draft import (
    AWAITING_PAYMENT,
    CANCELLED,
    DO_NOT_SHIP,
    FINISHED,
    NOTHING,
    READY,
    REFUND_NONE,
    SHIPPED,
    UNKNOWN,
    NoteCode,
    Receiver,
    ShopTerms,
    Told,
)
from channels.domain.fields import Fields
from channels.domain.platforms.reading import Dialect, Reading, glossed, read_payload
from channels.domain.platforms.refunds import JD
from channels.domain.receiver import from_one_text, readable
from channels.domain.values import Unit
from contracts.orders import DraftLine

STATES = {
    "NOT_PAY": AWAITING_PAYMENT,
    "WAIT_SELLER_STOCK_OUT": READY,
    "DengDaiChuKu": READY,
    "WAIT_SELLER_DELIVERY": READY,
    "SEND_TO_DISTRIBUTION_CENER": SHIPPED,
    "WAIT_GOODS_RECEIVE_CONFIRM": SHIPPED,
    "DengDaiQueRenShouHuo": SHIPPED,
    "DELIVERY_RETURN": SHIPPED,
    "FINISHED_L": FINISHED,
    "WanCheng": FINISHED,
    "TRADE_CANCELED": CANCELLED,
    "LOCKED": DO_NOT_SHIP,
    "PAUSE": DO_NOT_SHIP,
    "POP_ORDER_PAUSE": DO_NOT_SHIP,
}
# `actualPay`, `shouldPay` and `totalSellerReceivable` differ from orderPayment: none of them stands in for another.
UNITS = {
    "orderPayment": Unit.YUAN,
    "orderTotalPrice": Unit.YUAN,
    "orderSellerPrice": Unit.YUAN,
    "freightPrice": Unit.YUAN,
    "sellerDiscount": Unit.YUAN,
    "jdPrice": Unit.YUAN,
}


@dataclass(frozen=True, slots=True)
class Parcel:
    carrier_id: str
    tracking_number: str


def parse(payload: bytes | str, terms: ShopTerms, topic: str = "") -> Reading:
    return read_payload(DIALECT, payload, terms)


def parcels(waybill: str, logistics_id: str) -> list[Parcel]:
    """`A1,A2|B1` with `900|901`: the pipe parts carriers, the comma parts their waybills."""
    carriers = logistics_id.split("|")
    return [
        Parcel(carriers[index].strip() if index < len(carriers) else "", number.strip())
        for index, numbers in enumerate(waybill.split("|"))
        for number in numbers.split(",")
        if number.strip()
    ]


def parcels_of(order: Fields) -> Iterator[Parcel]:
    yield from parcels(order.text("waybill"), order.text("logisticsId"))
    for part in order.each("partialLogisticsInfoModel"):
        yield from parcels(part.text("waybill", "waybillId", "waybillCode"), part.text("logisticsId"))


def _read(order: Fields, terms: ShopTerms) -> Told:
    status = glossed(order.text("orderState"))
    state = STATES.get(status, UNKNOWN)
    shipped = [part.at("outBoundDate", "deliveryTime", "createTime") for part in order.each("partialLogisticsInfoModel")]
    told = Told(
        order_no=order.text("orderId"),
        status=status,
        state=state,
        placed_at=order.at("orderStartTime"),
        paid_at=order.at("paymentConfirmTime"),
        modified_at=order.at("modified"),
        other_times=[order.at("outBoundDate"), order.at("orderEndTime"), *shipped],
        currency="CNY",
        goods=order.money("orderTotalPrice"),
        discount=order.money("sellerDiscount"),
        freight=order.money("freightPrice"),
        paid=order.money("orderPayment"),
        buyer_id=order.text("open_id_buyer", "pin"),
        receiver=_receiver(order.inside("consigneeInfo")),
        buyer_remark=order.text("orderRemark"),
        seller_remark=order.text("venderRemark"),
        refund=REFUND_NONE,
        lines=[_line(row) for row in order.each("itemInfoList.itemInfo", "itemInfoList")],
    )
    if state == DO_NOT_SHIP:
        told.note(NoteCode.PLATFORM_FORBIDS_SHIPPING, "orderState", status)
    return told


def _receiver(person: Fields) -> Receiver:
    name = readable(person.text("fullname"))
    phone = readable(person.text("mobile"), person.text("telephone"))
    address = readable(person.text("fullAddress"))
    province, city = person.text("province"), person.text("city")
    if not province:
        return from_one_text(address, name=name, phone=phone)
    district, town = person.text("county", "district"), person.text("town")
    street = address
    for part in (province, city, district, town):
        street = street.removeprefix(part).lstrip(" ,，")
    return Receiver(
        name=name,
        phone=phone,
        country="CN",
        province=province,
        city=city,
        district=district,
        town=town,
        street=street,
    )


def _line(row: Fields) -> DraftLine:
    return DraftLine(
        # JD names no line: the SKU is the only thing that tells the lines of one order apart.
        platform_line_no=row.text("skuId"),
        sku=row.text("outerSkuId"),
        platform_sku=row.text("skuId", "wareId"),
        title=row.text("skuName")[:500],
        quantity=row.quantity("itemTotal"),
        unit=None,
        unit_price=row.money("jdPrice") or NOTHING,
        paid_amount=None,
        refund=REFUND_NONE,
    )


DIALECT = Dialect(
    name="jd",
    lists=("orderInfoList", "order_info_list"),
    singles=("orderInfo",),
    identity=("orderState",),
    units=UNITS,
    read=_read,
    refunds=JD,
    loose=True,
)
