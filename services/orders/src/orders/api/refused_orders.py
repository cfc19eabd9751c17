"""Orders as they are read from a request: a draft each, or the wrong fields. A wrong order of a batch is refused, and the rest is taken."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from chassis.problems import VALIDATION_ZH
from chassis.refusals import Refusal
from chassis.routes import NUL_IN_JSON, ForbiddenCharacter
from orders.api.order_bodies import OrderIn, draft_of, foreign_currencies
from orders.domain.draft import Draft

MOST_NAMED_FIELDS = 20


class RefusedField(BaseModel):
    """`pointer` is a JSON pointer into the order."""

    pointer: str
    code: str
    detail: str


@dataclass(slots=True, kw_only=True)
class Parsed:
    """Either a draft, or why there is none."""

    platform_order_no: str | None
    draft: Draft | None
    errors: list[RefusedField]


def read_checked(orders: Sequence[OrderIn], *, zh: bool) -> list[Parsed]:
    return [of_order(order, zh=zh) for order in orders]


def read_each(raw_orders: Sequence[object], *, zh: bool) -> list[Parsed]:
    """Slower than checking the whole batch at once: only for batches in which something is wrong."""
    return [_read(raw, zh=zh) for raw in raw_orders]


def _read(raw: object, *, zh: bool) -> Parsed:
    # Not orjson: it knows no numbers above 64 bits, and this one has to be refused as a field that is wrong.
    text = json.dumps(raw).encode()
    if NUL_IN_JSON in text:
        return Parsed(platform_order_no=None, draft=None, errors=[field_of_refusal(ForbiddenCharacter(), zh=zh)])
    try:
        order = OrderIn.model_validate_json(text)
    except ValidationError as error:
        number = raw.get("platform_order_no") if isinstance(raw, dict) else None
        shown = number[:64] if isinstance(number, str) else None
        return Parsed(platform_order_no=shown, draft=None, errors=_fields_of(error, zh=zh))
    return of_order(order, zh=zh)


def of_order(order: OrderIn, *, zh: bool) -> Parsed:
    wrong = foreign_currencies(order)
    if wrong:
        detail = "与订单币种不一致" if zh else "is not the order's currency"
        errors = [RefusedField(pointer=pointer, code="currency_differs", detail=detail) for pointer in wrong[:MOST_NAMED_FIELDS]]
        return Parsed(platform_order_no=order.platform_order_no, draft=None, errors=errors)
    return Parsed(platform_order_no=order.platform_order_no, draft=draft_of(order), errors=[])


def _fields_of(error: ValidationError, *, zh: bool) -> list[RefusedField]:
    found = error.errors(include_url=False, include_input=False)[:MOST_NAMED_FIELDS]
    return [
        RefusedField(
            pointer="/" + "/".join(str(part) for part in entry["loc"]),
            code=entry["type"],
            detail=_in_chinese(entry) if zh else entry["msg"],
        )
        for entry in found
    ]


def _in_chinese(entry: Any) -> str:
    template = VALIDATION_ZH.get(entry["type"])
    return entry["msg"] if template is None else template.format_map(entry.get("ctx") or {})


def field_of_refusal(refusal: Refusal, *, zh: bool) -> RefusedField:
    return RefusedField(pointer="", code=refusal.code, detail=refusal.sentence("zh" if zh else "en"))
