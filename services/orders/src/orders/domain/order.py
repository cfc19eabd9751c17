"""The order: how it stands, and what may be done to it (rule ORD-2)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from chassis.refusals import Conflict, NotFound
from orders.domain.effects import Effects
from orders.domain.order_facts import OrderFacts, order_indexes
from orders.domain.reasons import BY_HAND, WANT_NO_STOCK, Attention, Hold, stage_of
from orders.domain.releasing import parted
from orders.domain.status import (
    AT_WAREHOUSE,
    BEFORE_ALLOCATION,
    OPEN,
    REGROUPS,
    SENT_BY_THE_SHOP,
    OrderStatus,
    Pending,
    Reservation,
    StepNotAllowed,
    may_become,
)
from orders.domain.timeline import Happened

HOLDS_STOCK = frozenset({Reservation.REQUESTED, Reservation.RESERVED, Reservation.SHORT})
ENDING = frozenset({Pending.CANCELLING, Pending.CLOSING})


class OrderNotFound(NotFound):
    code = "order_not_found"
    rule = "ORD-1"
    zh = "找不到该订单，或您无权查看。"
    en = "There is no such order, or you may not see it."


class OrderNotOpen(Conflict):
    code = "order_not_open"
    rule = "ORD-2"
    zh = "订单 {number} 当前为“{status}”，不能再挂起、修改或放行。"
    en = "Order {number} is {status}; it can no longer be held, changed or released."


class OrderNotCancellable(Conflict):
    code = "order_not_cancellable"
    rule = "ORD-2"
    zh = "订单 {number} 当前为“{status}”，发货后不能取消，请走售后。"
    en = "Order {number} is {status}; it cannot be cancelled once it has left. Use after-sales instead."


class OrderBeingStopped(Conflict):
    code = "order_being_stopped"
    rule = "ORD-2"
    zh = "订单 {number} 正在等待仓库停止发货，请稍后再试。"
    en = "The warehouse is being asked to stop order {number}; please try again in a moment."


class OrderIsPacked(Conflict):
    code = "order_is_packed"
    rule = "ORD-2"
    zh = "订单 {number} 已打包，不能再改；请先挂起或取消，或在发货后走售后。"
    en = "Order {number} is packed and can no longer be changed: hold or cancel it, or see to it after it has left."


class NotTheBuyersOrder(Conflict):
    code = "not_the_buyers_order"
    rule = "ORD-2"
    zh = "{number} 是拆分或合并出来的发货单元，请在买家的原订单上操作，或先还原。"
    en = "{number} only sends what was bought in other orders: work on those, or take it apart first."


class NothingToExplain(Conflict):
    code = "nothing_to_explain"
    rule = "ORD-1"
    zh = "订单 {number} 没有待说明的内容。"
    en = "Nothing about order {number} needs to be explained."


class Order(OrderFacts):
    __tablename__ = "sales_order"
    __table_args__ = order_indexes()

    @property
    def wants_stock(self) -> bool:
        ready = self.status in BEFORE_ALLOCATION and self.pending is None and not self.attention_reasons
        ours_to_send = self.state not in SENT_BY_THE_SHOP and any(line.to_send for line in self.lines)
        return ready and ours_to_send and not WANT_NO_STOCK.intersection(self.hold_reasons)

    # -- what a person does

    def hold(self, *, stage: str, note: str, effects: Effects) -> None:
        """A person of `stage` stops it. The note of another stage that holds it too stays. Raises OrderNotOpen, OrderBeingStopped."""
        self.must_be_open()
        hold = BY_HAND[stage]
        others = {*BY_HAND.values()} & {*self.hold_reasons} - {hold}
        self._add_holds([hold])
        self.hold_note = "；".join(dict.fromkeys([self.hold_note, note])) if others and self.hold_note else note
        effects.happened(self, Happened.HELD, reasons=[hold], note=note)
        if self.status in AT_WAREHOUSE:
            self._stop(Pending.HOLDING, effects)

    def release_holds(self, *, note: str, stages: Collection[str], named: Mapping[str, str], effects: Effects) -> None:
        """A person says yes for `stages`; it goes on when no other stage has a hold left. `named`: the stages of named rules.

        Raises OrderNotOpen, OrderBeingStopped, NothingToRelease, HoldNotOurs, HeldAsSuspected, WaitsForAnotherStage.
        """
        self.must_be_open()
        yes, left = parted(self.hold_reasons, number=self.number, stages=stages, named=named)
        effects.happened(
            self, Happened.RELEASED, reasons=yes, left=left, stages=sorted({str(stage_of(reason, named)) for reason in yes}), note=note
        )
        self.released_reasons = sorted({*self.released_reasons, *yes})
        self.hold_reasons = left
        if not {*BY_HAND.values()} & {*left}:
            self.hold_note = None
        self.go_on(effects)

    def cancel(self, *, reason: str, now: datetime, effects: Effects) -> None:
        """Raises NotTheBuyersOrder, OrderNotCancellable, OrderBeingStopped."""
        if self.kind in REGROUPS:
            raise NotTheBuyersOrder(number=self.number)
        if self.status not in OPEN:
            raise OrderNotCancellable(number=self.number, status=self.status)
        if self.pending == Pending.CANCELLING:
            raise OrderBeingStopped(number=self.number)
        self.cancel_reason = reason
        self.end_early(OrderStatus.CANCELLED, reason=reason, now=now, effects=effects)

    def suspect(self, effects: Effects) -> None:
        """It may be a fake order: while it is open, nothing of it leaves before a person has decided."""
        if self.status in OPEN and Hold.SUSPECTED_FAKE not in self.hold_reasons:
            self._add_holds([Hold.SUSPECTED_FAKE])
            effects.happened(self, Happened.HELD, reasons=[Hold.SUSPECTED_FAKE])
            self.stop_for_holds(effects)

    def hold_for(self, reasons: Sequence[str], effects: Effects) -> None:
        """Something about it has changed, and these rules ask for a person now; a yes that was said before was to something else."""
        new = [reason for reason in reasons if reason not in self.hold_reasons]
        if new:
            self._add_holds(new)
            self.released_reasons = [reason for reason in self.released_reasons if reason not in new]
            effects.happened(self, Happened.HELD, reasons=new)
            self.stop_for_holds(effects)

    def confirm_fake(self, *, reason: str, effects: Effects) -> None:
        """From now on no statistic counts it. What is open stays held."""
        self.left_out = True
        effects.happened(self, Happened.CONFIRMED_FAKE, reason=reason)

    def trust_again(self, *, reason: str, effects: Effects) -> None:
        """Cleared by a person, or restored by an appeal: it counts, and goes on."""
        self.left_out = False
        effects.happened(self, Happened.FOUND_REAL, reason=reason)
        if Hold.SUSPECTED_FAKE in self.hold_reasons:
            self.hold_reasons = [one for one in self.hold_reasons if one != Hold.SUSPECTED_FAKE]
            self.go_on(effects)

    def explain(self, *, attention: list[str], skus: list[str | None], holds: list[str], effects: Effects) -> None:
        """Somebody, or a change of what we know, has cleared up some of what we did not understand. `holds`: what is now found to hold it."""
        other_goods = [line.sku for line in self.lines] != skus
        for line, sku in zip(self.lines, skus, strict=True):
            line.sku = sku
        if other_goods:
            self.give_back_stock(effects)
        if attention != self.attention_reasons:
            cleared = [reason for reason in self.attention_reasons if reason not in attention]
            self.attention_reasons = attention
            effects.happened(self, Happened.EXPLAINED, cleared=cleared, left=attention)
        if holds:
            self._add_holds(holds)
            effects.happened(self, Happened.HELD, reasons=holds)
        self.go_on(effects)

    def must_be_adjustable(self) -> None:
        """To be split, merged, taken apart or rewritten. Raises OrderNotOpen, OrderBeingStopped, OrderIsPacked."""
        if self.status == OrderStatus.PACKED and self.pending is None:
            raise OrderIsPacked(number=self.number)
        self.must_be_open()

    def wait_to_be_adjusted(self, verb: str, *, reason: str, effects: Effects) -> None:
        """A plan goes on once the warehouse has stopped it; what it holds meanwhile stays its own."""
        effects.happened(self, Happened.ADJUSTMENT_ASKED, verb=verb, reason=reason)
        if self.status in AT_WAREHOUSE:
            effects.withdraw_keeping.append(self.reference)
            effects.happened(self, Happened.STOP_ASKED)
        self.pending = Pending.ADJUSTING

    def give_adjustment_up(self, verb: str, *, why: str, effects: Effects) -> None:
        """It goes on as it was."""
        effects.happened(self, Happened.ADJUSTMENT_GIVEN_UP, verb=verb, why=why)
        if self.pending == Pending.ADJUSTING and self.status in BEFORE_ALLOCATION:
            self.pending = None
            self.go_on(effects)

    # -- what follows

    def end_early(self, end: OrderStatus, *, reason: str, now: datetime, effects: Effects) -> None:
        """Cancelled or closed: at once before allocation, else when the warehouse has stopped the shipment."""
        if self.status in AT_WAREHOUSE:
            pending = Pending.CANCELLING if end == OrderStatus.CANCELLED else Pending.CLOSING
            if self.pending != pending:
                effects.happened(self, Happened.CANCEL_ASKED, reason=reason)
                self._stop(pending, effects)
            return
        self.give_back_stock(effects)
        self.pending = None
        # Nobody need understand it any more.
        self.attention_reasons = []
        self.become(end, effects)
        self.ended_at = now
        effects.happened(self, Happened.CANCELLED if end == OrderStatus.CANCELLED else Happened.CLOSED, reason=reason)

    def complete(self, *, now: datetime, effects: Effects) -> None:
        """Raises StepNotAllowed."""
        self.become(OrderStatus.COMPLETED, effects)
        self.ended_at, self.stuck_since = now, None

    def go_on(self, effects: Effects) -> None:
        """The next steps that nothing stands against: reviewed, stock asked for or given back, allocated."""
        if self.status not in BEFORE_ALLOCATION or self.pending is not None:
            return
        clear = not self.hold_reasons and not self.attention_reasons
        if clear and self.status == OrderStatus.PLACED:
            self.become(OrderStatus.REVIEWED, effects)
            effects.happened(self, Happened.REVIEWED, policy_version=self.policy_version)
        if not self.wants_stock:
            self.give_back_stock(effects)
        elif self.reservation not in HOLDS_STOCK:
            self.attempt += 1
            self.reservation = Reservation.REQUESTED
            effects.reserve.append(self)
            effects.happened(self, Happened.STOCK_REQUESTED)
        if clear and self.status == OrderStatus.REVIEWED and self.reservation == Reservation.RESERVED:
            self.become(OrderStatus.ALLOCATED, effects)
            effects.ship.append(self)
            effects.happened(self, Happened.ALLOCATED, warehouse=self.warehouse_code)

    def change_goods(self, effects: Effects) -> None:
        """What is to be sent, or where to, is no longer what the warehouse was told."""
        if self.status == OrderStatus.ALLOCATED:
            self._stop(Pending.CHANGING, effects)
        elif self.status in AT_WAREHOUSE:
            self._add_holds([Hold.CHANGED_AFTER_PICKING])
            effects.happened(self, Happened.HELD, reasons=[Hold.CHANGED_AFTER_PICKING])
            self._stop(Pending.HOLDING, effects)
        else:
            self.give_back_stock(effects)

    def stop_for_holds(self, effects: Effects) -> None:
        """Held while it is at the warehouse: the parcel must not leave."""
        if self.status in AT_WAREHOUSE and self.pending is None:
            self._stop(Pending.HOLDING, effects)

    def give_back_stock(self, effects: Effects) -> None:
        if self.reservation in HOLDS_STOCK:
            effects.release.append(self.reference)
            self.reservation = Reservation.RELEASED
            self.warehouse_code, self.short_skus = None, []
            effects.happened(self, Happened.STOCK_RELEASED)

    def become(self, status: OrderStatus, effects: Effects) -> None:
        """Raises StepNotAllowed."""
        if not may_become(OrderStatus(self.status), status):
            raise StepNotAllowed(number=self.number, status=self.status, to=status)
        self.status = status
        if status in (OrderStatus.SHIPPED, OrderStatus.COMPLETED):
            self.leave_doubts_behind()
        effects.advanced[self.number] = self

    def leave_doubts_behind(self) -> None:
        """What has left need not be explained any more; with which goods it left still matters."""
        if self.attention_reasons:
            self.attention_reasons = [reason for reason in self.attention_reasons if reason == Attention.OTHER_GOODS_LEFT]

    def _stop(self, pending: Pending, effects: Effects) -> None:
        if self.pending in ENDING and pending not in ENDING:
            # It is being cancelled: nothing that is changed meanwhile brings it back.
            return
        if self.pending is None:
            effects.withdraw.append(self.reference)
            effects.happened(self, Happened.STOP_ASKED)
        self.pending = pending

    def _add_holds(self, reasons: list[str]) -> None:
        self.hold_reasons = [*self.hold_reasons, *(reason for reason in reasons if reason not in self.hold_reasons)]

    def must_be_open(self) -> None:
        if self.status not in OPEN:
            raise OrderNotOpen(number=self.number, status=self.status)
        if self.pending is not None:
            raise OrderBeingStopped(number=self.number)


def completion_deadline(*, now: datetime, days: int) -> datetime:
    """Delivered before this: completed by now."""
    return now - timedelta(days=days)
