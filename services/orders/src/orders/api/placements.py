"""What intake answers. Written as bytes at once: 500 results need not be validated on their way out."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from chassis.ids import prefixed, show_id
from orders.api.refused_orders import Parsed, RefusedField, field_of_refusal
from orders.domain.placement import Outcome, Placement

OrderId = Annotated[UUID, *prefixed("ord")]


class PlacementOut(BaseModel):
    """`outcome` is made, updated, unchanged (we had exactly this), or stale (we have a newer version)."""

    id: OrderId
    number: str
    outcome: Outcome
    status: str
    hold_reasons: list[str]
    attention_reasons: list[str]


class BatchPlacementOut(BaseModel):
    """`index` is the order's place in the request. When `outcome` is refused there is no order, and `errors` says why."""

    index: int
    platform_order_no: str | None
    outcome: Outcome
    id: OrderId | None
    number: str | None
    status: str | None
    hold_reasons: list[str]
    attention_reasons: list[str]
    errors: list[RefusedField]


class BatchOut(BaseModel):
    made: int
    updated: int
    unchanged: int
    stale: int
    refused: int
    results: list[BatchPlacementOut]


def write_single(placements: Sequence[Placement]) -> tuple[int, bytes]:
    """Raises the refusal of an order that may not be placed."""
    placement = placements[0]
    if placement.refusal is not None:
        raise placement.refusal
    return 201 if placement.outcome == Outcome.MADE else 200, orjson.dumps(_plain(placement))


def write_batch(placements: Sequence[Placement], *, parsed: Sequence[Parsed], zh: bool) -> tuple[int, bytes]:
    counts = {outcome.value: 0 for outcome in Outcome}
    taken = iter(placements)
    results: list[dict[str, Any]] = []
    for index, entry in enumerate(parsed):
        result = _refused(entry.errors) if entry.draft is None else _result(next(taken), zh=zh)
        result["index"], result["platform_order_no"] = index, entry.platform_order_no
        counts[result["outcome"]] += 1
        results.append(result)
    return 200, orjson.dumps({**counts, "results": results})


def _plain(placement: Placement) -> dict[str, Any]:
    return {
        "id": None if placement.order_id is None else show_id("ord", placement.order_id),
        "number": placement.number,
        "outcome": placement.outcome,
        "status": placement.status,
        "hold_reasons": placement.hold_reasons,
        "attention_reasons": placement.attention_reasons,
    }


def _result(placement: Placement, *, zh: bool) -> dict[str, Any]:
    if placement.refusal is not None:
        return _refused([field_of_refusal(placement.refusal, zh=zh)])
    result = _plain(placement)
    result["errors"] = []
    return result


def _refused(errors: Sequence[RefusedField]) -> dict[str, Any]:
    nothing: dict[str, Any] = {"id": None, "number": None, "status": None, "hold_reasons": [], "attention_reasons": []}
    return {**nothing, "outcome": Outcome.REFUSED, "errors": [error.model_dump() for error in errors]}
