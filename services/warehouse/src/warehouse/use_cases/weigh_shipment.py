"""A packed parcel is weighed again, or let go with a weight that is off by somebody who may (rule WMS-12)."""

from chassis.uow import UnitOfWork
from warehouse.domain.shipment import Shipment
from warehouse.permissions import Permission
from warehouse.store.policies import weighing_policy_at
from warehouse.store.shipments import lock_shipment
from warehouse.store.skus import goods_weight


async def weigh_shipment(uow: UnitOfWork, *, number: str, weight_g: int, accept: str | None) -> Shipment:
    """`accept` is the reason to let it go as it is, and needs a permission of its own.

    Raises ShipmentNotFound, ShipmentElsewhere, ShipmentIsWithdrawn, Forbidden.
    """
    if accept is not None:
        uow.actor.must(Permission.ACCEPT_WEIGHTS)
    shipment = await lock_shipment(uow, number=number)
    policy = await weighing_policy_at(uow, moment=uow.now)
    shipment.weigh(weight_g=weight_g, goods_g=await goods_weight(uow, needs=shipment.needs), policy=policy)
    off = shipment.weight_off
    if off and accept is not None:
        shipment.accept_weight(reason=accept)
    after: dict[str, object] = {"weight_g": weight_g, "goods_g": shipment.goods_weight_g, "off": off, "policy": policy.version}
    uow.audit("shipment.weighed", noun="shipment", noun_id=number, after=after, reason=accept)
    uow.changed("shipment", number)
    return shipment
