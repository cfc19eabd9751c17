"""Into which parcels an order is split: by hand, by what lies where, by what is there at all, by what is on pre-sale (rule ORD-2)."""

from collections.abc import Iterable, Mapping, Sequence

from chassis.refusals import Conflict, Invalid
from orders.domain.order import Order

Pieces = Mapping[int, int]
"""Line number to how many pieces of it."""


class NothingToSplit(Conflict):
    code = "nothing_to_split"
    rule = "ORD-2"
    zh = "订单 {number} 无法这样拆分：拆分后至少要有两个包裹，每个至少一件商品。"
    en = "Order {number} cannot be split like this: at least two parcels of at least one piece each have to come of it."


class PiecesNotThere(Invalid):
    code = "pieces_not_there"
    rule = "ORD-2"
    zh = "订单 {number} 没有这么多件可拆。"
    en = "Order {number} does not have that many pieces to split."


class NoWordOfStock(Conflict):
    code = "no_word_of_stock"
    rule = "ORD-2"
    zh = "订单 {number} 没有缺货记录，仓库没有给出可发数量，请手动拆分。"
    en = "The warehouse has told of no shortage of order {number}; split it by hand."


class LacksEverywhere(Conflict):
    code = "lacks_everywhere"
    rule = "ORD-2"
    zh = "订单 {number} 的商品各仓合计也不够（{skus}），请按缺货拆分。"
    en = "All warehouses together lack goods of order {number} ({skus}); split it by shortage."


def sendable(order: Order) -> dict[int, int]:
    return {line.line_no: line.quantity for line in order.lines if line.to_send and line.quantity > 0}


def parcels_by_hand(order: Order, chosen: Sequence[Pieces]) -> list[Pieces]:
    """The chosen parcels, and one with whatever is left. Raises PiecesNotThere, NothingToSplit."""
    left = sendable(order)
    parcels: list[Pieces] = []
    for wanted in chosen:
        for line_no, count in wanted.items():
            if count < 0 or count > left.get(line_no, 0):
                raise PiecesNotThere(number=order.number)
            left[line_no] -= count
        parcels.append(wanted)
    return _real([*parcels, left], order)


def parcels_by_warehouse(order: Order, offers: Sequence[Mapping[str, int]]) -> list[Pieces]:
    """A parcel from each warehouse that is needed, the one that has most first. Raises NoWordOfStock, LacksEverywhere, NothingToSplit."""
    left, parcels = _from_warehouses(order, offers, most=len(offers))
    if any(left.values()):
        lacking = sorted({line.sku or "" for line in order.lines if left.get(line.line_no)})
        raise LacksEverywhere(number=order.number, skus=", ".join(lacking))
    return _real(parcels, order)


def parcels_by_shortage(order: Order, offers: Sequence[Mapping[str, int]]) -> list[Pieces]:
    """What the warehouse with most of it has goes, the rest waits. Raises NoWordOfStock, NothingToSplit."""
    left, parcels = _from_warehouses(order, offers, most=1)
    return _real([*parcels, left], order)


def parcels_by_presale(order: Order, on_presale: Iterable[str]) -> list[Pieces]:
    """What is on pre-sale waits, the rest goes. Raises NothingToSplit."""
    waits = set(on_presale)
    lines = {line.line_no: line.sku for line in order.lines}
    there = {line_no: count for line_no, count in sendable(order).items() if lines[line_no] not in waits}
    later = {line_no: count for line_no, count in sendable(order).items() if lines[line_no] in waits}
    return _real([there, later], order)


def _from_warehouses(order: Order, offers: Sequence[Mapping[str, int]], *, most: int) -> tuple[dict[int, int], list[Pieces]]:
    if not offers:
        raise NoWordOfStock(number=order.number)
    left = sendable(order)
    parcels: list[Pieces] = []
    for _ in range(most):
        parcel = max((_take(order, left, offer) for offer in offers), key=lambda pieces: sum(pieces.values()))
        if not parcel:
            break
        for line_no, count in parcel.items():
            left[line_no] -= count
        parcels.append(parcel)
        if not any(left.values()):
            break
    return left, parcels


def _take(order: Order, left: Pieces, offer: Mapping[str, int]) -> dict[int, int]:
    there = dict(offer)
    taken: dict[int, int] = {}
    for line in order.lines:
        count = min(left.get(line.line_no, 0), there.get(line.sku or "", 0))
        if count > 0:
            taken[line.line_no] = count
            there[line.sku or ""] -= count
    return taken


def _real(parcels: Sequence[Pieces], order: Order) -> list[Pieces]:
    real = [{line_no: count for line_no, count in parcel.items() if count > 0} for parcel in parcels]
    there: list[Pieces] = [parcel for parcel in real if parcel]
    if len(there) < 2:
        raise NothingToSplit(number=order.number)
    return there
