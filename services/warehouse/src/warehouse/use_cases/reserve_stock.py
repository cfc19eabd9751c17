"""Stock for an envelope of references, in the order they came (rule ORD-3)."""

from collections.abc import Sequence

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.warehouse import ReservationRequest, ReservationResult, StockReleased
from warehouse.domain.reservation import Allocation, Decision, ReservationState, Wish, needs_of
from warehouse.domain.warehouse import Nearness
from warehouse.store.gate import enter_alone
from warehouse.store.reservations import (
    Known,
    add_reservations,
    find_reservations,
    forget_reservations,
    reserved_result,
    short_result,
    tell_reserved,
)
from warehouse.store.stock import HeldStock


async def reserve_stock(uow: UnitOfWork, *, requests: Sequence[ReservationRequest]) -> None:
    """A reference that is known already is told its present result again; one that was released may ask anew."""
    # Before the gate: what can be done outside keeps nobody waiting. An envelope may name a reference twice: the first counts.
    wishes: dict[str, Wish] = {}
    for request in requests:
        if request.reference not in wishes:
            wishes[request.reference] = Wish(request.reference, request.province, needs_of(request.lines), request.owner)
    await enter_alone(uow.session)
    stock = await HeldStock.begin(uow)
    known = await find_reservations(uow, references=wishes)
    fresh = [wish for reference, wish in wishes.items() if reference not in known or not known[reference].stands]
    await stock.hold(sku for wish in fresh for sku in wish.needs)
    allocation = Allocation(levels=stock.levels, nearness=Nearness(stock.sites))
    decided = [(wish, allocation.decide(wish)) for wish in fresh]
    await stock.save()
    await forget_reservations(uow, ids=[one.id for one in known.values() if not one.stands or _was_unasked(one)])
    await add_reservations(uow, decided=decided)
    _tell(uow, known=[one for one in known.values() if one.stands], decided=decided, stock=stock)


def _was_unasked(one: Known) -> bool:
    return one.state == ReservationState.RELEASED_UNASKED


def _tell(uow: UnitOfWork, *, known: Sequence[Known], decided: Sequence[tuple[Wish, Decision]], stock: HeldStock) -> None:
    results: list[ReservationResult] = []
    for wish, decision in decided:
        if decision.site is None:
            results.append(short_result(wish.reference, decision.lacking))
        else:
            results.append(reserved_result(wish.reference, decision.site.code))
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
        reserved = sum(decision.site is not None for _, decision in decided)
        after: dict[str, object] = {"reserved": reserved, "short": len(decided) - reserved, "first": decided[0][0].reference}
        uow.audit("stock.reserved", noun="reservation", noun_id=new_id(), after=after)
        uow.changed("reservation")
