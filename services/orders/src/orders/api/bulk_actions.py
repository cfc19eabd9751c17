"""What a person does to up to 500 orders at once: each has its own result."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import CurrentActor, requires
from chassis.ids import prefixed
from chassis.languages import language_of
from chassis.routes import ONCE, Body, Uow, transactional_router
from orders.domain.action import LARGEST_ACTION, ActionResult
from orders.domain.reasons import Stage
from orders.domain.stages import stage_to_hold, stages_of
from orders.permissions import Permission
from orders.use_cases.cancel_orders import cancel_orders
from orders.use_cases.hold_orders import hold_orders
from orders.use_cases.release_orders import release_orders

router = transactional_router("/v1/orders", tag="orders")
OrderId = Annotated[UUID, *prefixed("ord")]
Ids = Annotated[list[OrderId], Field(min_length=1, max_length=LARGEST_ACTION)]


class ReleaseOrders(Body):
    """`stage` left out: all stages that you review."""

    ids: Ids
    stage: Literal["service", "finance"] | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class HoldOrders(Body):
    """`stage` is who holds, and who has to release; left out, the first that you review (service before finance)."""

    ids: Ids
    stage: Literal["service", "finance"] | None = None
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class CancelOrders(Body):
    ids: Ids
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class ActionRefusal(BaseModel):
    code: str
    rule: str | None
    detail: str


class ActionResultOut(BaseModel):
    """`refusal` null: it was done. `pending` says what the warehouse was asked for and has not answered yet."""

    id: OrderId
    number: str
    status: str
    pending: str | None
    refusal: ActionRefusal | None


class ActionResults(BaseModel):
    done: int
    refused: int
    results: list[ActionResultOut]


@router.post("/release", dependencies=[ONCE])
async def release_held_orders(body: ReleaseOrders, request: Request, uow: Uow, actor: CurrentActor) -> ActionResults:
    """Say yes to held orders: an order goes on when all its stages have. One that its platform holds is refused.

    Needs orders.orders.review for the stage service, orders.orders.review_finance for finance.
    """
    stages = stages_of(actor, asked=None if body.stage is None else Stage(body.stage))
    return results_of(await release_orders(uow, ids=body.ids, note=body.note, stages=stages), request)


@router.post("/hold", dependencies=[ONCE])
async def hold_back_orders(body: HoldOrders, request: Request, uow: Uow, actor: CurrentActor) -> ActionResults:
    """Hold orders with a reason. One that is at the warehouse is stopped there.

    Needs orders.orders.review for the stage service, orders.orders.review_finance for finance.
    """
    stage = stage_to_hold(actor, asked=None if body.stage is None else Stage(body.stage))
    return results_of(await hold_orders(uow, ids=body.ids, reason=body.reason, stage=stage), request)


@router.post("/cancel", dependencies=[ONCE])
async def cancel_placed_orders(
    body: CancelOrders, request: Request, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.CANCEL))]
) -> ActionResults:
    """Cancel orders before they are shipped. `pending` cancelling: the warehouse is asked to stop the shipment first."""
    return results_of(await cancel_orders(uow, ids=body.ids, reason=body.reason), request)


def results_of(results: Sequence[ActionResult], request: Request) -> ActionResults:
    language = language_of(request.headers.get("accept-language"))
    shown = [_shown(result, language) for result in results]
    refused = sum(result.refusal is not None for result in results)
    return ActionResults(done=len(results) - refused, refused=refused, results=shown)


def _shown(result: ActionResult, language: str) -> ActionResultOut:
    refusal = result.refusal
    return ActionResultOut(
        id=result.order_id,
        number=result.number,
        status=result.status,
        pending=result.pending,
        refusal=None if refusal is None else ActionRefusal(code=refusal.code, rule=refusal.rule, detail=refusal.sentence(language)),
    )
