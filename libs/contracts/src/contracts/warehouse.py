"""What the warehouse can be told to do, and what it tells the others. It never learns what a `reference` means."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from contracts.message import Message, Part


class StockLine(Part):
    sku: str
    quantity: int


class ReservationRequest(Part):
    """Stock for one `reference`, all or nothing, from one warehouse. `province` chooses the nearest that has it all.

    `owner` says whose it is: who is limited to certain shops sees only what bears one of their ids. Empty: only who is not limited sees it.
    `takes_over` names references that this one is in place of: what they hold, and a shipment of theirs that has not left, is given back in
    the same decision, so that nobody who waits comes between. Requests that take over the same ones stand beside each other in an envelope.
    """

    reference: str
    province: str | None
    lines: list[StockLine]
    owner: str = ""
    takes_over: list[str] = Field(default_factory=list[str])


class ReserveStock(Message):
    """An envelope of up to 500 requests, served in their order. A reference that is reserved already is told so again."""

    subject: ClassVar[str] = "warehouse.reservation.reserve.v1"
    envelope_of: ClassVar[str] = "requests"
    requests: list[ReservationRequest]


class ReleaseStock(Message):
    """Give back what these references hold, or take them out of the waiting line. Nothing happens for unknown ones."""

    subject: ClassVar[str] = "warehouse.reservation.release.v1"
    envelope_of: ClassVar[str] = "references"
    references: list[str]
    reason: str


class ShipmentRequest(Part):
    """Send the reserved goods. `receiver_sealed` is sealed personal data (see chassis.sealing), opened only for the label.

    `owner` as in ReservationRequest.
    """

    reference: str
    number: str
    shop_name: str
    receiver_sealed: str
    receiver_region: str
    note: str
    lines: list[StockLine]
    owner: str = ""


class RequestShipments(Message):
    """An envelope of up to 500 shipments to make. Each needs a live reservation of its reference."""

    subject: ClassVar[str] = "warehouse.shipment.request.v1"
    envelope_of: ClassVar[str] = "shipments"
    shipments: list[ShipmentRequest]


class WithdrawShipments(Message):
    """Stop these shipments if they are not shipped yet and release their stock. Answered by ShipmentWithdrawn or WithdrawalRefused.

    `keeps_stock`: what is reserved stays reserved, until it is released, taken over or asked to be shipped again.
    """

    subject: ClassVar[str] = "warehouse.shipment.withdraw.v1"
    envelope_of: ClassVar[str] = "references"
    references: list[str]
    reason: str
    keeps_stock: bool = False


class ForgetReceivers(Message):
    """Whom these shipments went to is erased; the shipments stay. Only what has left or was withdrawn: what is on its way out needs its label.

    `references` are first ones: those of later attempts (with a dot and a number behind) are meant too. `numbers` are what people call them.
    """

    subject: ClassVar[str] = "warehouse.receivers.forget.v1"
    references: list[str]
    numbers: list[str]


class WarehouseOffer(Part):
    """What one warehouse could have promised of a request that is short, at the moment of the decision."""

    warehouse_code: str
    lines: list[StockLine]


class ReservationResult(Part):
    """`outcome` is `reserved` (then a warehouse is named) or `short` (then the SKUs that lack are named).

    `offers` of a short one: what each warehouse that has any of it could have promised, the nearest first; empty when it is only told again.
    """

    reference: str
    outcome: str
    warehouse_code: str | None
    short_skus: list[str]
    offers: list[WarehouseOffer] = Field(default_factory=list[WarehouseOffer])


class StockReserved(Message):
    """The answer to reservation requests, and to waiting references when stock came in."""

    subject: ClassVar[str] = "warehouse.stock.reserved.v1"
    envelope_of: ClassVar[str] = "results"
    results: list[ReservationResult]
    decided_at: datetime


class StockReleased(Message):
    subject: ClassVar[str] = "warehouse.stock.released.v1"
    envelope_of: ClassVar[str] = "references"
    references: list[str]
    released_at: datetime


class ShipmentStep(Part):
    reference: str
    shipment_number: str
    state: str
    happened_at: datetime
    by: str


class ShipmentsAdvanced(Message):
    """Shipments moved on: `state` is waiting, picking, picked or packed. Shipped has an event of its own."""

    subject: ClassVar[str] = "warehouse.shipments.advanced.v1"
    envelope_of: ClassVar[str] = "steps"
    steps: list[ShipmentStep]


class ShipmentShipped(Message):
    """A parcel left. `weight_g` is what the scale said, or None."""

    subject: ClassVar[str] = "warehouse.shipment.shipped.v1"
    reference: str
    shipment_number: str
    warehouse_code: str
    carrier_code: str
    tracking_number: str
    weight_g: int | None
    lines: list[StockLine]
    shipped_at: datetime
    by: str


class ShipmentWithdrawn(Message):
    """The shipment (if there was one) is stopped and its stock released, or kept when that was asked."""

    subject: ClassVar[str] = "warehouse.shipment.withdrawn.v1"
    reference: str
    withdrawn_at: datetime
    stock_kept: bool = False


class WithdrawalRefused(Message):
    """Too late: the parcel has left."""

    subject: ClassVar[str] = "warehouse.shipment.withdrawal_refused.v1"
    reference: str
    state: str
    refused_at: datetime


class ParcelTracked(Message):
    """A parcel's tracking state changed, or it moves again after ParcelStuck. States: created collected in_transit out_for_delivery delivered exception returning returned lost."""

    subject: ClassVar[str] = "warehouse.parcel.tracked.v1"
    reference: str
    carrier_code: str
    tracking_number: str
    state: str
    text: str
    happened_at: datetime


class ParcelStuck(Message):
    """No movement for longer than the policy allows (rule ORD-4)."""

    subject: ClassVar[str] = "warehouse.parcel.stuck.v1"
    reference: str
    carrier_code: str
    tracking_number: str
    last_moved_at: datetime
    raised_at: datetime


class StockLevel(Part):
    sku: str
    warehouse_code: str
    on_hand: int
    reserved: int
    version: int


class StockChanged(Message):
    """Levels after a change: for those who publish stock to shops."""

    subject: ClassVar[str] = "warehouse.stock.changed.v1"
    envelope_of: ClassVar[str] = "levels"
    levels: list[StockLevel]
    changed_at: datetime


class ReturnLine(Part):
    """Pieces of one SKU that are expected back."""

    sku: str
    quantity: int


class ExpectReturn(Message):
    """Goods are on their way back. The same reference again replaces what was expected, as long as nothing was received for it.

    `number` is what people and labels call the case, `order_number` the order the goods left with. `tracking_number` None: the buyer has not
    told it yet. `owner` as in ReservationRequest.
    """

    subject: ClassVar[str] = "warehouse.return.expect.v1"
    reference: str
    number: str
    order_number: str
    shop_name: str
    owner: str
    lines: list[ReturnLine]
    carrier_code: str | None
    tracking_number: str | None
    note: str


class WithdrawReturn(Message):
    """Nothing is expected any more. What has arrived already is inspected all the same."""

    subject: ClassVar[str] = "warehouse.return.withdraw.v1"
    reference: str
    reason: str


class ReturnArrived(Message):
    """A parcel that is expected by `reference` is at the receiving desk, not opened yet."""

    subject: ClassVar[str] = "warehouse.return.arrived.v1"
    reference: str
    return_number: str
    warehouse_code: str
    carrier_code: str
    tracking_number: str
    arrived_at: datetime
    by: str


class InspectedLine(Part):
    """`verdict`: good (back in stock), damaged (kept apart as defective), wrong (not what was sent) or missing (expected, not in the parcel).

    Of `wrong` pieces `sku` is the one that was expected; `note` says what lay there instead.
    """

    sku: str
    quantity: int
    verdict: Literal["good", "damaged", "wrong", "missing"]
    note: str


class ReturnInspected(Message):
    """What a returned parcel held (rule CARE-2). A case may get several: one for each parcel; each is counted once, by `return_number`."""

    subject: ClassVar[str] = "warehouse.return.inspected.v1"
    reference: str
    return_number: str
    warehouse_code: str
    lines: list[InspectedLine]
    inspected_at: datetime
    by: str
