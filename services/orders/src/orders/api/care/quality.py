"""Quality tracking records of products and customers, and the list of product improvements (rules CARE-4, CARE-6)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from orders.domain.care.quality import ImprovementState, months_back
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.care.improvements import ImprovementFilter, ImprovementRow, ImprovementView, find_improvements
from orders.queries.care.problem_classes import find_classes
from orders.queries.care.quality_record import (
    Key,
    QualityEntryOut,
    QualitySummary,
    find_customer_record,
    find_problems,
    find_product_record,
    find_quality_summary,
)
from orders.queries.customers.customer_list import CustomerId
from orders.use_cases.care.decide_improvement import Decision, decide_improvement

router = transactional_router("/v1/care", tag="quality")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_QUALITY))]
Sku = Annotated[str, Query(max_length=64)]
Code = Annotated[str, Query(min_length=1, max_length=40)]
Months = Annotated[int, Query(ge=1, le=24, description="how many months back, this one with them")]
SUMMARY_MONTHS = 12


class DecideImprovement(Body):
    """`owner_id`: their account, where it is known. Done or declined: `reason` says what was done, or why not."""

    class_code: Annotated[str, Field(min_length=1, max_length=40)]
    sku: Annotated[str, Field(max_length=64)]
    state: ImprovementState
    owner_id: Annotated[str, Field(max_length=64)] = ""
    owner: Annotated[str, Field(max_length=100)] = ""
    due_on: date | None = None
    reason: Annotated[str, Field(max_length=1000)] = ""


class ImprovementStanding(BaseModel):
    class_code: str
    sku: str
    state: str
    version: int


@router.get("/improvements")
async def list_improvements(
    reader: Reader,
    paging: Paging,
    actor: ReadingActor,
    context: Here,
    months: Months = 3,
    class_code: Annotated[str | None, Query(max_length=40)] = None,
    sku: Annotated[str | None, Query(max_length=64)] = None,
    state: ImprovementView | None = None,
) -> Page[ImprovementRow]:
    """Problems of products that were told in these months, most frequent first. `class_code` takes the classes under it too."""
    key = paging.after(int, str, str)
    span = _span(context.clock.today(), months)
    wanted = ImprovementFilter(
        months=span,
        classes=None if class_code is None else (await find_classes(reader)).below(class_code),
        sku=sku,
        state=state,
        shops=shops_seen_by(actor),
        after=None if key is None else (min(key[0], 2**31 - 1), key[1], key[2]),
        limit=paging.limit,
    )
    rows = await find_improvements(reader, wanted)
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.problems, last.class_code, last.sku) if last else None)


@router.get("/improvements/problems")
async def list_problems_of_improvement(
    reader: Reader, paging: Paging, actor: ReadingActor, context: Here, class_code: Code, sku: Sku = "", months: Months = 3
) -> Page[QualityEntryOut]:
    """The rows behind a count, newest first."""
    since = _span(context.clock.today(), months)[0]
    rows, keys = await find_problems(
        reader, class_code=class_code, sku=sku, since=since, shops=shops_seen_by(actor), after=_after(paging), limit=paging.limit
    )
    return _page(rows, keys, paging)


@router.post("/improvements/decide", dependencies=[ONCE])
async def decide_on_improvement(
    body: DecideImprovement, version: ExpectedVersion, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.EDIT_IMPROVEMENTS))]
) -> ImprovementStanding:
    """Somebody takes it on until a day, or ends it with a reason. If-Match "0": nobody has taken it on yet."""
    decision = Decision(state=body.state, owner_id=body.owner_id, owner=body.owner.strip(), due_on=body.due_on, reason=body.reason.strip())
    done = await decide_improvement(uow, class_code=body.class_code, sku=body.sku, version=version, decision=decision)
    return ImprovementStanding(class_code=done.class_code, sku=done.sku, state=str(done.state), version=done.version)


@router.get("/quality/products/{sku}")
async def list_quality_of_product(
    sku: Annotated[str, Field(max_length=64)], reader: Reader, paging: Paging, actor: ReadingActor
) -> Page[QualityEntryOut]:
    """Its quality tracking record: reviews, complaints, cases and call-backs, newest first."""
    rows, keys = await find_product_record(reader, sku=sku, shops=shops_seen_by(actor), after=_after(paging), limit=paging.limit)
    return _page(rows, keys, paging)


@router.get("/quality/products/{sku}/months")
async def show_quality_months_of_product(
    sku: Annotated[str, Field(max_length=64)], reader: Reader, actor: ReadingActor, context: Here
) -> QualitySummary:
    """What was told of it, by kind and month, over the last twelve months."""
    since = _span(context.clock.today(), SUMMARY_MONTHS)[0]
    return await find_quality_summary(reader, sku=sku, since=since, shops=shops_seen_by(actor))


@router.get("/quality/customers/{customer_id}")
async def list_quality_of_customer(
    customer_id: CustomerId,
    reader: Reader,
    paging: Paging,
    actor: ReadingActor,
    _: Annotated[Actor, Depends(requires(Permission.READ_CUSTOMERS))],
) -> Page[QualityEntryOut]:
    """The quality tracking record in a customer's file, newest first."""
    rows, keys = await find_customer_record(
        reader, customer_id=customer_id, shops=shops_seen_by(actor), after=_after(paging), limit=paging.limit
    )
    return _page(rows, keys, paging)


def _span(today: date, months: int) -> list[date]:
    this = today.replace(day=1)
    return [months_back(this, count) for count in range(months - 1, -1, -1)]


def _after(paging: Paging) -> Key | None:
    key = paging.after(datetime, UUID)
    return None if key is None else (key[0], key[1])


def _page(rows: list[QualityEntryOut], keys: list[Key], paging: Paging) -> Page[QualityEntryOut]:
    last = keys[min(len(keys), paging.limit) - 1] if keys else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(*last) if last else None)
