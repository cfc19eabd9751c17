"""A shipment: reserved goods on their way out. waiting → picking → picked → packed → shipped, or withdrawn before it is shipped."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, desc
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chassis.refusals import Conflict, NotFound
from warehouse.domain.model import Model
from warehouse.domain.policy import WeighingPolicy


class ShipmentState(StrEnum):
    WAITING = "waiting"
    PICKING = "picking"
    PICKED = "picked"
    PACKED = "packed"
    SHIPPED = "shipped"
    WITHDRAWN = "withdrawn"


# While it is one of these, its label is work; afterwards who wants the receiver in full says why.
NEEDS_LABEL = frozenset({ShipmentState.WAITING, ShipmentState.PICKING, ShipmentState.PICKED, ShipmentState.PACKED})


class ShipmentNotFound(NotFound):
    code = "shipment_not_found"
    zh = "没有发货单 {number}。"
    en = "There is no shipment {number}."


class ShipmentElsewhere(Conflict):
    """It is in another state than this step needs."""

    code = "shipment_state"
    rule = "WMS-2"
    zh = "发货单 {number} 当前状态为 {state}，不能执行此操作。"
    en = "Shipment {number} is {state}; this cannot be done now."


class ShipmentAlreadyShipped(Conflict):
    code = "already_shipped"
    rule = "WMS-2"
    zh = "发货单 {number} 已发货。"
    en = "Shipment {number} was shipped already."


class ShipmentIsWithdrawn(Conflict):
    code = "shipment_withdrawn"
    rule = "WMS-2"
    zh = "发货单 {number} 已被撤回，请勿继续打包，商品放回原位。"
    en = "Shipment {number} was withdrawn: do not go on, put the goods back."


class WeightOff(Conflict):
    """It stands at the scale until it is weighed again, or somebody who may says yes."""

    code = "weight_off"
    rule = "WMS-12"
    zh = "包裹 {number} 重 {weight_g} 克，商品应重 {goods_g} 克，超出允许误差，不能发货；请开箱核对后重新称重。"
    en = "Parcel {number} weighs {weight_g} g and its goods should weigh {goods_g} g; it is held. Open it, check it, and weigh it again."


class WaybillMissing(Conflict):
    code = "waybill_missing"
    rule = "WMS-2"
    zh = "发货单 {number} 还没有运单号，不能发货。"
    en = "Shipment {number} has no waybill number yet; it cannot be shipped."


class WaybillTaken(Conflict):
    code = "waybill_taken"
    rule = "ORD-4"
    zh = "运单号 {tracking_number} 已用于发货单 {number}。"
    en = "The waybill number {tracking_number} is on shipment {number} already."


class LabelNeedsReason(Conflict):
    code = "label_needs_reason"
    rule = "ORD-5"
    zh = "发货单 {number} 已发货或已撤回，补打面单须说明理由。"
    en = "Shipment {number} was shipped or withdrawn; a label of it is printed again only with a reason."


class WrongItem(Conflict):
    """The station says it aloud."""

    code = "wrong_item"
    rule = "WMS-12"
    zh = "扫错商品：{barcode} 不属于发货单 {number}。"
    en = "Wrong item: {barcode} does not belong to shipment {number}."


class TooMany(Conflict):
    """The station says it aloud."""

    code = "too_many"
    rule = "WMS-12"
    zh = "数量超出：{sku} 应为 {quantity} 件，已扫 {scanned} 件。"
    en = "Too many: {quantity} of {sku} are wanted and {scanned} are scanned already."


class NotAllScanned(Conflict):
    code = "not_all_scanned"
    rule = "WMS-12"
    zh = "还有商品未扫描：{missing}。"
    en = "Not everything is scanned yet: {missing}."


class ShipmentLine(Model):
    __tablename__ = "shipment_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("scanned_quantity BETWEEN 0 AND quantity", name="scanned_quantity"),
        CheckConstraint("picked_quantity BETWEEN 0 AND quantity", name="picked_quantity"),
    )

    shipment_id: Mapped[UUID] = mapped_column(ForeignKey("shipment.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[int] = mapped_column(BigInteger)
    picked_quantity: Mapped[int] = mapped_column(BigInteger, default=0)
    scanned_quantity: Mapped[int] = mapped_column(BigInteger, default=0)


class Shipment(Model):
    """`reference` is the caller's; `shown_number` is what people there call it. `problem` says why it came back from a pick list."""

    __tablename__ = "shipment"
    __table_args__ = (
        Index("uq_shipment_reference_live", "reference", unique=True, postgresql_where="state <> 'withdrawn'"),
        Index(
            "uq_shipment_waybill",
            "carrier_code",
            "tracking_number",
            unique=True,
            postgresql_where="tracking_number IS NOT NULL AND state <> 'withdrawn'",
        ),
        # The desk works on what is not done: a small index, whatever the years have brought.
        Index("ix_shipment_open", "warehouse_id", "state", "created_at", "id", postgresql_where="state NOT IN ('shipped', 'withdrawn')"),
        Index("ix_shipment_state", "state", desc("created_at"), desc("id")),
        Index("ix_shipment_created_at", desc("created_at"), desc("id")),
        Index("ix_shipment_shipped_at", "shipped_at", postgresql_where="shipped_at IS NOT NULL"),
        Index("ix_shipment_pick_list_id", "pick_list_id", postgresql_where="pick_list_id IS NOT NULL"),
        Index("ix_shipment_number", "number", unique=True, postgresql_ops={"number": "text_pattern_ops"}),
        Index("ix_shipment_tracking_number", "tracking_number", postgresql_ops={"tracking_number": "text_pattern_ops"}),
        Index("ix_shipment_shown_number", "shown_number", postgresql_ops={"shown_number": "text_pattern_ops"}),
        CheckConstraint("state <> 'shipped' OR (tracking_number IS NOT NULL AND shipped_at IS NOT NULL)", name="shipped_is_complete"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    reference: Mapped[str]
    owner: Mapped[str]
    shown_number: Mapped[str]
    reservation_id: Mapped[UUID]
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"))
    state: Mapped[str]
    shop_name: Mapped[str]
    receiver_sealed: Mapped[str]
    receiver_region: Mapped[str]
    note: Mapped[str]
    problem: Mapped[str | None]
    pick_list_id: Mapped[UUID | None] = mapped_column(ForeignKey("pick_list.id"))
    carrier_code: Mapped[str | None] = mapped_column(ForeignKey("carrier.code"))
    tracking_number: Mapped[str | None]
    weight_g: Mapped[int | None]
    goods_weight_g: Mapped[int | None]
    """What its goods should weigh, when it was weighed; None where catalog does not know it of all of them."""
    weight_off: Mapped[bool] = mapped_column(server_default="false")
    weight_accepted: Mapped[str | None]
    """Why somebody let it go with a weight that is off."""
    weighing_policy_version: Mapped[int | None]
    packed_without_scan: Mapped[bool]
    created_at: Mapped[datetime]
    picked_at: Mapped[datetime | None]
    picked_by: Mapped[str | None]
    packed_at: Mapped[datetime | None]
    packed_by: Mapped[str | None]
    shipped_at: Mapped[datetime | None]
    shipped_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]
    version: Mapped[int]

    lines: Mapped[list[ShipmentLine]] = relationship(lazy="raise", order_by=ShipmentLine.sku)

    def put_on_list(self, pick_list_id: UUID) -> None:
        """Raises ShipmentElsewhere, ShipmentIsWithdrawn: a shipment is on one open list."""
        self._must_be(ShipmentState.WAITING)
        self.pick_list_id = pick_list_id
        self.problem = None
        self._move_to(ShipmentState.PICKING)

    def take_off_list(self, *, problem: str | None) -> None:
        """Back to the waiting ones; with a `problem` it is not offered for the next list by itself."""
        self._must_be(ShipmentState.PICKING)
        self.pick_list_id = None
        self.problem = problem
        self._move_to(ShipmentState.WAITING)

    def note_picked(self, *, by: str, now: datetime) -> None:
        self._must_be(ShipmentState.PICKING)
        for line in self.lines:
            line.picked_quantity = line.quantity
        self.picked_at, self.picked_by = now, by
        self._move_to(ShipmentState.PICKED)

    def scan(self, *, sku: str | None, barcode: str, quantity: int) -> ShipmentLine:
        """`sku` is what the barcode stands for, None when it stands for nothing here. Raises WrongItem, TooMany."""
        self._must_be(ShipmentState.PICKED)
        line = next((line for line in self.lines if line.sku == sku), None)
        if line is None:
            raise WrongItem(barcode=barcode, number=self.number)
        if line.scanned_quantity + quantity > line.quantity:
            raise TooMany(sku=line.sku, quantity=line.quantity, scanned=line.scanned_quantity)
        line.scanned_quantity += quantity
        self.version += 1
        return line

    def forget_scans(self) -> None:
        """The packer starts over."""
        self._must_be(ShipmentState.PICKED)
        for line in self.lines:
            line.scanned_quantity = 0
        self.version += 1

    def pack(self, *, by: str, weight_g: int | None, now: datetime) -> None:
        """Raises NotAllScanned."""
        self._must_be(ShipmentState.PICKED)
        missing = [f"{line.sku} × {line.quantity - line.scanned_quantity}" for line in self.lines if line.scanned_quantity < line.quantity]
        if missing:
            raise NotAllScanned(missing=", ".join(missing))
        self._note_packed(by=by, weight_g=weight_g, now=now)

    def pack_without_scan(self, *, by: str, weight_g: int | None, now: datetime) -> None:
        """For goods that cannot be scanned; who may is a permission, and it is shown."""
        self._must_be(ShipmentState.PICKED)
        self.packed_without_scan = True
        self._note_packed(by=by, weight_g=weight_g, now=now)

    def _note_packed(self, *, by: str, weight_g: int | None, now: datetime) -> None:
        self.weight_g = weight_g if weight_g is not None else self.weight_g
        self.packed_at, self.packed_by = now, by
        self._move_to(ShipmentState.PACKED)

    def weigh(self, *, weight_g: int, goods_g: int | None, policy: WeighingPolicy) -> None:
        """A parcel of which the goods' weight is not known is not judged."""
        self._must_be(ShipmentState.PACKED)
        self.weight_g, self.goods_weight_g, self.weighing_policy_version = weight_g, goods_g, policy.version
        self.weight_off = goods_g is not None and not policy.fits(goods_g=goods_g, weight_g=weight_g)
        self.weight_accepted = None
        self.version += 1

    def accept_weight(self, *, reason: str) -> None:
        """Somebody has looked: it may leave as it is."""
        self._must_be(ShipmentState.PACKED)
        self.weight_off, self.weight_accepted = False, reason
        self.version += 1

    def set_waybill(self, *, carrier_code: str, tracking_number: str) -> None:
        """At any time before it is shipped."""
        self._must_be(ShipmentState.WAITING, ShipmentState.PICKING, ShipmentState.PICKED, ShipmentState.PACKED)
        self.carrier_code, self.tracking_number = carrier_code, tracking_number
        self.version += 1

    def ship(self, *, by: str, now: datetime) -> None:
        """Raises ShipmentAlreadyShipped, WaybillMissing, WeightOff, ShipmentElsewhere."""
        if self.state == ShipmentState.SHIPPED:
            raise ShipmentAlreadyShipped(number=self.number)
        self._must_be(ShipmentState.PACKED)
        if self.weight_off:
            raise WeightOff(number=self.number, weight_g=self.weight_g, goods_g=self.goods_weight_g)
        if self.carrier_code is None or self.tracking_number is None:
            raise WaybillMissing(number=self.number)
        self.shipped_at, self.shipped_by = now, by
        self._move_to(ShipmentState.SHIPPED)

    def withdraw(self, *, reason: str, now: datetime) -> None:
        """Raises ShipmentAlreadyShipped: too late."""
        if self.state == ShipmentState.SHIPPED:
            raise ShipmentAlreadyShipped(number=self.number)
        self.withdrawn_at, self.withdrawn_reason = now, reason
        self._move_to(ShipmentState.WITHDRAWN)

    @property
    def needs(self) -> Mapping[str, int]:
        return {line.sku: line.quantity for line in self.lines}

    def _must_be(self, *states: ShipmentState) -> None:
        if self.state == ShipmentState.WITHDRAWN:
            raise ShipmentIsWithdrawn(number=self.number)
        if self.state not in states:
            raise ShipmentElsewhere(number=self.number, state=self.state)

    def _move_to(self, state: ShipmentState) -> None:
        self.state = state
        self.version += 1
