"""Orders come in: one at a time, or up to 500 in a batch (rule ORD-1).

Not transactional routes: a request does not own a transaction here, it shares one with whoever asks at the same moment.
"""

from codecs import BOM_UTF8
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import PrivateAttr, ValidationError
from pydantic_core import from_json

from chassis.actor import Actor
from chassis.auth import requires
from chassis.context import context_of_request
from chassis.languages import language_of
from chassis.refusals import FieldError, Invalid
from chassis.routes import NUL_IN_JSON, ONCE, ForbiddenCharacter, fingerprint, read_key
from chassis.service import LARGEST_BODY
from chassis.tracing import request_id_var
from orders.api.joined_intake import PART, Writer, write_requests
from orders.api.order_bodies import LARGEST_BATCH, BatchIn, OrderIn
from orders.api.placements import BatchOut, PlacementOut, write_batch, write_single
from orders.api.quick_routes import Lane, reading_route
from orders.api.refused_orders import Parsed, of_order, read_checked, read_each
from orders.domain.draft import Draft
from orders.domain.handed_in import Answer, HandedIn, WriteAnswer
from orders.domain.placement import Delivery
from orders.permissions import Permission

BATCH_BODY_LIMIT = 5 * 1024 * 1024
SOURCE = "api"
PlacingActor = Annotated[Actor, Depends(requires(Permission.PLACE))]


class CurrencyDiffers(Invalid):
    code = "currency_differs"
    rule = "SYS-4"
    zh = "订单内各金额的币种必须一致。"
    en = "All amounts of an order must be in one currency."


class CheckedBatch(BatchIn):
    """A batch whose orders were looked at one by one."""

    _parsed: list[Parsed] = PrivateAttr(default_factory=list)

    @property
    def parsed(self) -> list[Parsed]:
        return self._parsed

    @classmethod
    def of(cls, parsed: list[Parsed]) -> "CheckedBatch":
        batch = cls.model_construct(orders=[])
        batch._parsed = parsed
        return batch


def in_chinese(request: Request) -> bool:
    return language_of(request.headers.get("accept-language")).startswith("zh")


def read_single(body: bytes, _: Request) -> OrderIn | None:
    body = body.removeprefix(BOM_UTF8)
    if NUL_IN_JSON in body:
        raise ForbiddenCharacter
    try:
        return OrderIn.model_validate_json(body)
    except ValidationError:
        return None


def read_batch(body: bytes, request: Request) -> CheckedBatch | None:
    """None when it is no batch at all."""
    zh = in_chinese(request)
    body = body.removeprefix(BOM_UTF8)
    if NUL_IN_JSON not in body:
        try:
            return CheckedBatch.of(read_checked(BatchIn.model_validate_json(body).orders, zh=zh))
        except ValidationError:
            pass
    try:
        raw = from_json(body, allow_inf_nan=False)
    except ValueError:
        return None
    if not isinstance(raw, dict) or set(raw) != {"orders"} or not isinstance(raw["orders"], list):
        return None
    orders: list[object] = raw["orders"]
    return CheckedBatch.of(read_each(orders, zh=zh)) if 1 <= len(orders) <= LARGEST_BATCH else None


async def answer_single(request: Request, actor: Actor, order: OrderIn) -> Response:
    parsed = of_order(order, zh=in_chinese(request))
    if parsed.draft is None:
        fields = [FieldError(pointer=error.pointer, code=error.code, zh=error.detail, en=error.detail) for error in parsed.errors]
        raise CurrencyDiffers(errors=fields)
    handed_in = await hand_in(request, actor, drafts=[parsed.draft], write_answer=write_single)
    writer: Writer = context_of_request(request).parts[PART]
    return respond(handed_in, await writer.submit(handed_in))


async def answer_batch(request: Request, actor: Actor, batch: CheckedBatch) -> Response:
    drafts = [parsed.draft for parsed in batch.parsed if parsed.draft is not None]
    write_answer = partial(write_batch, parsed=batch.parsed, zh=in_chinese(request))
    handed_in = await hand_in(request, actor, drafts=drafts, write_answer=write_answer)
    [answer] = await write_requests(context_of_request(request), [handed_in])
    return respond(handed_in, answer)


single = APIRouter(prefix="/v1/orders", tags=["orders"], route_class=reading_route(read_single))
batch = APIRouter(prefix="/v1/orders", tags=["orders"], route_class=reading_route(read_batch))
LANES = [
    Lane(path="/v1/orders", permission=Permission.PLACE, read=read_single, answer=answer_single, largest_body=LARGEST_BODY),
    Lane(path="/v1/orders/batch", permission=Permission.PLACE, read=read_batch, answer=answer_batch, largest_body=BATCH_BODY_LIMIT),
]
OUTCOMES: dict[int | str, dict[str, Any]] = {200: {"model": PlacementOut, "description": "We had it: updated, unchanged or stale"}}


@single.post("", status_code=201, dependencies=[ONCE], responses=OUTCOMES, response_model=PlacementOut)
async def place_order(body: OrderIn, request: Request, actor: PlacingActor) -> Response:
    """Take in one order. 201 when it is new, 200 when we had it: sent twice it exists once, and an older version changes nothing."""
    return await answer_single(request, actor, body)


@batch.post("/batch", dependencies=[ONCE], max_body_size=BATCH_BODY_LIMIT, response_model=BatchOut)
async def place_order_batch(body: BatchIn, request: Request, actor: PlacingActor) -> Response:
    """Take in up to 500 orders, at most 5 MB. Each has its own result: one that is wrong is refused, and the rest is taken."""
    # Not checked yet when only FastAPI could read it: JSON in UTF-16.
    checked = body if isinstance(body, CheckedBatch) else CheckedBatch.of(read_checked(body.orders, zh=in_chinese(request)))
    return await answer_batch(request, actor, checked)


async def hand_in(request: Request, actor: Actor, *, drafts: Sequence[Draft], write_answer: WriteAnswer) -> HandedIn:
    request_id = request_id_var.get()
    return HandedIn(
        client=actor.id,
        key=read_key(request.headers.get("idempotency-key")),
        fingerprint=fingerprint(request, await request.body()),
        deliveries=[Delivery(draft=draft, actor=actor, source=SOURCE, request_id=request_id) for draft in drafts],
        write_answer=write_answer,
    )


def respond(handed_in: HandedIn, answer: Answer) -> Response:
    if answer.error is not None:
        raise answer.error
    headers = {"Idempotency-Key": f'"{handed_in.key}"'}
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer.body, status_code=answer.status, media_type="application/json", headers=headers)
