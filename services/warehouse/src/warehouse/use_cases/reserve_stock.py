"""Stock for an envelope of references, in the order they came (rule ORD-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.warehouse import ReservationRequest, ReservationResult, StockReleased
from warehouse.domain.reservation import Allocation, Decision, Offer, ReservationState, Wish, needs_of
from warehouse.domain.shipment import Shipment, ShipmentState
from warehouse.domain.warehouse import Nearness
from warehouse.store.gate import enter_alone
from warehouse.store.reservations import (
    Known,
    add_reservations,
    find_reservations,
    forget_reservations,
    give_back,
    note_released_unasked,
    reserved_result,
    serve_waiting,
    short_result,
    tell_reserved,
)
from warehouse.store.shipment_picks import free_picks
from warehouse.store.shipments import lock_shipments_of_references
from warehouse.store.stock import HeldStock

LIVE = (ReservationState.WAITING, ReservationState.RESERVED)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """`offers` is empty for one that got its stock."""

    wish: Wish
    decision: Decision
    offers: Sequence[Offer]


async def reserve_stock(uow: UnitOfWork, *, requests: Sequence[ReservationRequest]) -> None:
    """A reference that is known already is told its present result again; one that was released may ask anew."""
    # Before the gate: what can be done outside keeps nobody waiting. An envelope may name a reference twice: the first counts.
    wishes: dict[str, Wish] = {}
    for request in requests:
        if request.reference not in wishes:
            needs = needs_of(request.lines)
            wishes[request.reference] = Wish(request.reference, request.province, needs, request.owner, tuple(request.takes_over))
    await enter_alone(uow.session)
    stock = await HeldStock.begin(uow)
    replaced = [reference for wish in wishes.values() for reference in wish.takes_over]
    left = await _stop_shipments(uow, replaced) if replaced else set[str]()
    known = await find_reservations(uow, references=[*wishes, *replaced])
    fresh = [wish for reference, wish in wishes.items() if reference not in known or not known[reference].stands]
    taken = await _take_over(uow, fresh, known=known, left=left) if replaced else []
    freed = await give_back(uow, stock=stock, known=taken) if taken else []
    await stock.hold(sku for wish in fresh for sku in wish.needs)
    allocation = Allocation(levels=stock.levels, nearness=Nearness(stock.sites))
    decided = [_decide(allocation, wish) for wish in fresh]
    served = await serve_waiting(uow, stock=stock, skus=freed) if freed else []
    await stock.save()
    asked = [known[reference] for reference in wishes if reference in known]
    await forget_reservations(uow, ids=[one.id for one in asked if not one.stands or _was_unasked(one)])
    await add_reservations(uow, decided=[(one.wish, one.decision) for one in decided])
    _tell(uow, known=[one for one in asked if one.stands], decided=decided, stock=stock)
    tell_reserved(uow, served)
    if taken:
        uow.publish(StockReleased(references=[one.reference for one in taken], released_at=uow.now))


def _decide(allocation: Allocation, wish: Wish) -> Decided:
    decision = allocation.decide(wish)
    return Decided(wish=wish, decision=decision, offers=allocation.offers(wish) if decision.site is None else [])


async def _stop_shipments(uow: UnitOfWork, references: Sequence[str]) -> set[str]:
    """Of those whose place others take: a shipment that was asked for while they were being stopped. Gives those that have left."""
    shipments = await lock_shipments_of_references(uow, references=references)
    for shipment in shipments:
        if shipment.state != ShipmentState.SHIPPED:
            _stop(uow, shipment)
    await free_picks(uow, [shipment for shipment in shipments if shipment.state != ShipmentState.SHIPPED])
    return {shipment.reference for shipment in shipments if shipment.state == ShipmentState.SHIPPED}


def _stop(uow: UnitOfWork, shipment: Shipment) -> None:
    before = shipment.state
    shipment.withdraw(reason="taken over", now=uow.now)
    uow.audit("shipment.withdrawn", noun="shipment", noun_id=shipment.number, before={"state": before}, reason="taken over")
    uow.changed("shipment", shipment.number)


async def _take_over(uow: UnitOfWork, fresh: Sequence[Wish], *, known: Mapping[str, Known], left: set[str]) -> list[Known]:
    """What is given back before `fresh` are decided. One whose request has not come yet will find itself released."""
    wanted = list(dict.fromkeys(reference for wish in fresh for reference in wish.takes_over if reference not in left))
    # A shipment is made under the lock of its reservation: one that was being made while we looked is there now, and no more can come.
    left |= await _stop_shipments(uow, wanted)
    await note_released_unasked(uow, references=[reference for reference in wanted if reference not in known])
    taken = [known[one] for one in wanted if one in known and one not in left and known[one].state in LIVE]
    for one in taken:
        uow.audit("stock.released", noun="reservation", noun_id=one.reference, before={"state": one.state}, reason="taken over")
    return taken


def _was_unasked(one: Known) -> bool:
    return one.state == ReservationState.RELEASED_UNASKED


def _tell(uow: UnitOfWork, *, known: Sequence[Known], decided: Sequence[Decided], stock: HeldStock) -> None:
    results: list[ReservationResult] = []
    for one in decided:
        site = one.decision.site
        if site is None:
            results.append(short_result(one.wish.reference, one.decision.lacking, one.offers))
        else:
            results.append(reserved_result(one.wish.reference, site.code))
    for one in known:
        if one.state == ReservationState.WAITING:
            results.append(short_result(one.reference, one.short_skus))
        elif one.warehouse_id is not None:
            results.append(reserved_result(one.reference, stock.codes[one.warehouse_id]))
    tell_reserved(uow, results)
    unasked = [one.reference for one in known if _was_unasked(one)]
    if unasked:
        uow.publish(StockReleased(references=unasked, released_at=uow.now))
    if decided:
        reserved = sum(one.decision.site is not None for one in decided)
        after: dict[str, object] = {"reserved": reserved, "short": len(decided) - reserved, "first": decided[0].wish.reference}
        uow.audit("stock.reserved", noun="reservation", noun_id=new_id(), after=after)
        uow.changed("reservation")
