"""The shops orders come from, as channels told us. A shop is an opaque id here."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from chassis.actor import Actor
from chassis.refusals import Forbidden
from orders.domain.model import Model


class ShopNotYours(Forbidden):
    code = "shop_not_yours"
    rule = "ORD-1"
    zh = "您只能提交自己店铺的订单，店铺“{shop_id}”不在您的范围内。"
    en = "You may only send orders of your own shops; {shop_id} is not one of them."


def shops_seen_by(actor: Actor) -> list[str] | None:
    """For queries; None means all."""
    return None if actor.shops is None else sorted(actor.shops)


class Shop(Model):
    __tablename__ = "shop"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    platform: Mapped[str]
    active: Mapped[bool]
    version: Mapped[int]
    updated_at: Mapped[datetime]
