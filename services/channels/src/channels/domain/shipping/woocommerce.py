"""WooCommerce has no shipping endpoint: the order is completed and carries the parcel in its meta data, in one absolute write.

The write may be repeated without harm (meta data of one key are replaced), so only a lost answer needs the read-back.
"""

import base64
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

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
    opened,
    unclear,
)

NOTICE_KEY = "_dianzhang_notice_id"
NUMBER_KEY = "_tracking_number"
CARRIER_KEY = "_tracking_provider"
SHIPPED_KEY = "_date_shipped"


def order_url(platform_order_no: str, access: ShopAccess) -> str:
    return f"{access.base_url.rstrip('/')}/wp-json/wc/v3/orders/{quote(platform_order_no, safe='')}"


def signed_in(access: ShopAccess) -> dict[str, str]:
    pair = f"{access.need('consumer_key')}:{access.need('consumer_secret')}"
    return {
        "Content-Type": "application/json",
        "Authorization": "Basic " + base64.b64encode(pair.encode()).decode(),
    }


def _tell(notice: ShipmentNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    meta = {
        NOTICE_KEY: notice.notice_id,
        NUMBER_KEY: notice.tracking_number,
        CARRIER_KEY: carrier_word(access, notice.carrier_code),
        SHIPPED_KEY: str(int(notice.shipped_at.timestamp())),
    }
    body = {"status": "completed", "meta_data": [{"key": key, "value": value} for key, value in meta.items()]}
    return Request(
        method="PUT", url=order_url(notice.platform_order_no, access), headers=signed_in(access), body=compact(body).encode()
    )  # fmt: skip


def _judge(notice: ShipmentNotice, answer: Answer) -> Outcome:
    if answer.status == 404:
        return Outcome(verdict=Verdict.REFUSED, code="order_not_found", detail="The shop does not know the order.")
    if (early := by_status(answer)) is not None:
        return early
    look = _see(notice, answer)
    return Outcome(verdict=Verdict.TOLD) if look.told else unclear(answer)


def _look(notice: ShipmentNotice, access: ShopAccess, at: datetime) -> Request:
    return Request(method="GET", url=order_url(notice.platform_order_no, access), headers=signed_in(access), body=b"")


def _see(notice: ShipmentNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    order = opened(answer)
    if order.text("id") != notice.platform_order_no:
        return Look(told=None, outcome=unclear(answer))
    numbers = {row.text("value") for row in order.each("meta_data") if row.text("key") == NUMBER_KEY}
    return Look(told=notice.tracking_number in numbers)


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see)
