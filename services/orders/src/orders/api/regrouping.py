"""Orders are split, merged and taken apart again."""

from typing import Annotated, Literal

from fastapi import Depends, Request
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.bulk_actions import ActionRefusal, ActionResults, Ids, OrderId, results_of
from orders.domain.order import Order
from orders.permissions import Permission
from orders.queries.merge_candidates import MergeGroup, find_merge_groups
from orders.use_cases.merge_orders import MergeResult, merge_orders
from orders.use_cases.split_by_hand import split_by_hand
from orders.use_cases.split_orders import By, split_orders
from orders.use_cases.take_apart_orders import take_apart_orders

router = transactional_router("/v1/orders", tag="orders")
Regrouper = Annotated[Actor, Depends(requires(Permission.REGROUP))]
MOST_PARCELS = 50
MOST_GROUPS = 200
Note = Annotated[str, Field(max_length=500)]


class SplitOrders(Body):
    """`warehouse`: a parcel from each warehouse that has some of it; `shortage`: what is there goes, the rest waits; `presale`: the
    pieces of `presale_skus` wait, the rest goes.
    """

    ids: Ids
    by: Literal["warehouse", "shortage", "presale"]
    presale_skus: Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=500, default_factory=list)]
    reason: Note = ""


class PiecesIn(Body):
    line_no: Annotated[int, Field(ge=1, le=1_000)]
    quantity: Annotated[int, Field(ge=1, le=100_000)]


class ParcelIn(Body):
    pieces: Annotated[list[PiecesIn], Field(min_length=1, max_length=200)]


class SplitByHand(Body):
    """The parcels to split off; what is left goes in one more."""

    parcels: Annotated[list[ParcelIn], Field(min_length=1, max_length=MOST_PARCELS)]
    reason: Note = ""


class MergeGroupIn(Body):
    ids: Annotated[list[OrderId], Field(min_length=2, max_length=100)]


class MergeOrders(Body):
    groups: Annotated[list[MergeGroupIn], Field(min_length=1, max_length=MOST_GROUPS)]
    reason: Note = ""


class TakeOrdersApart(Body):
    ids: Ids
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class RegroupedOrder(BaseModel):
    id: OrderId
    number: str
    kind: str
    status: str


class SplitOut(BaseModel):
    """`parts` empty: the warehouse is asked to stop the order first, and it is split by itself then."""

    id: OrderId
    number: str
    status: str
    pending: str | None
    parts: list[RegroupedOrder]


class MergeResultOut(BaseModel):
    """`order` null without a refusal: the warehouse stops some of them first, and they are merged by themselves then."""

    ids: list[OrderId]
    order: RegroupedOrder | None
    refusal: ActionRefusal | None


class MergeResults(BaseModel):
    done: int
    refused: int
    results: list[MergeResultOut]


@router.post("/split", dependencies=[ONCE])
async def split_many_orders(body: SplitOrders, request: Request, uow: Uow, _: Regrouper) -> ActionResults:
    """Split up to 500 orders by one rule. One that is at the warehouse is stopped there first and goes on by itself."""
    results = await split_orders(uow, ids=body.ids, by=By(body.by), on_presale=body.presale_skus, reason=body.reason)
    return results_of(results, request)


@router.post("/merge", dependencies=[ONCE])
async def merge_order_groups(body: MergeOrders, request: Request, uow: Uow, _: Regrouper) -> MergeResults:
    """Send each group as one parcel: one shop, one buyer, exactly one address. A group that is refused does not spoil the others."""
    language = language_of(request.headers.get("accept-language"))
    results = await merge_orders(uow, groups=[group.ids for group in body.groups], reason=body.reason)
    refused = sum(result.refusal is not None for result in results)
    return MergeResults(done=len(results) - refused, refused=refused, results=[_merged(result, language) for result in results])


@router.post("/take-apart", dependencies=[ONCE])
async def take_regrouped_orders_apart(body: TakeOrdersApart, request: Request, uow: Uow, _: Regrouper) -> ActionResults:
    """Undo splits and merges before anything has left: the buyers' orders stand for themselves again."""
    return results_of(await take_apart_orders(uow, ids=body.ids, reason=body.reason), request)


@router.get("/merge-candidates")
async def list_merge_candidates(reader: Reader, paging: Paging, actor: Regrouper) -> Page[MergeGroup]:
    """Groups of open orders that may be merged, as of the last fifteen seconds."""
    after = paging.after(str, str)
    groups, more = await find_merge_groups(reader, actor=actor, after=None if after is None else (after[0], after[1]), limit=paging.limit)
    return Page[MergeGroup](data=groups, has_more=more is not None, next_cursor=None if more is None else make_cursor(*more))


@router.post("/{order_id}/split", dependencies=[ONCE])
async def split_order_by_hand(order_id: OrderId, body: SplitByHand, uow: Uow, _: Regrouper) -> SplitOut:
    """Split one order into chosen pieces."""
    chosen: list[dict[int, int]] = []
    for parcel in body.parcels:
        pieces: dict[int, int] = {}
        for one in parcel.pieces:
            pieces[one.line_no] = pieces.get(one.line_no, 0) + one.quantity
        chosen.append(pieces)
    order, parts = await split_by_hand(uow, order_id=order_id, parcels=chosen, reason=body.reason)
    return SplitOut(
        id=order.id, number=order.number, status=str(order.status), pending=order.pending, parts=[_shown(part) for part in parts or []]
    )


def _shown(order: Order) -> RegroupedOrder:
    return RegroupedOrder(id=order.id, number=order.number, kind=str(order.kind), status=str(order.status))


def _merged(result: MergeResult, language: str) -> MergeResultOut:
    refusal = result.refusal
    return MergeResultOut(
        ids=list(result.ids),
        order=None if result.made is None else _shown(result.made),
        refusal=None if refusal is None else ActionRefusal(code=refusal.code, rule=refusal.rule, detail=refusal.sentence(language)),
    )
