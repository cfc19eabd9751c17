"""Cases of fake orders, and appeals against them (rule ORD-6)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.integrity.desk import Reason
from orders.permissions import Permission
from orders.queries.integrity.cases import CaseId, FakeOrderCaseOut, find_case, find_cases
from orders.queries.integrity.suspicions import SuspicionOut, find_orders_of_case
from orders.use_cases.integrity.decide_appeal import decide_appeal
from orders.use_cases.integrity.lodge_appeal import lodge_appeal

router = transactional_router("/v1/integrity/cases", tag="fake_order_cases")
CaseActor = Annotated[Actor, Depends(requires(Permission.READ_FAKE_ORDER_CASES))]
Evidence = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class LodgeAppeal(Body):
    """`evidence`: what supports it, a line each: numbers of papers, addresses of pictures."""

    text: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
    evidence: Annotated[list[Evidence], Field(min_length=1, max_length=20)]


class DecideAppeal(Body):
    uphold: bool
    comment: Reason


class CaseWithOrders(BaseModel):
    case: FakeOrderCaseOut
    orders: list[SuspicionOut]


@router.get("")
async def list_fake_order_cases(reader: Reader, paging: Paging, actor: CaseActor) -> Page[FakeOrderCaseOut]:
    """Newest first."""
    key = paging.after(datetime, UUID)
    found = await find_cases(reader, actor=actor, after=None if key is None else (key[0], key[1]), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.confirmed_at, last.id) if last else None)


@router.get("/{case_id}")
async def get_fake_order_case(case_id: CaseId, reader: Reader, actor: CaseActor) -> CaseWithOrders:
    """With its orders and the reasons of each."""
    case = await find_case(reader, case_id=case_id, actor=actor)
    return CaseWithOrders(case=case, orders=await find_orders_of_case(reader, case_id=case_id, actor=actor))


@router.post("/{case_id}/appeal", status_code=204, dependencies=[ONCE])
async def lodge_fake_order_appeal(
    case_id: CaseId, body: LodgeAppeal, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.APPEAL_FAKE_ORDERS))]
) -> None:
    """By the shop, within the policy's days, with evidence."""
    await lodge_appeal(uow, case_id=case_id, text=body.text, evidence=body.evidence)


@router.post("/{case_id}/appeal/decide", status_code=204, dependencies=[ONCE])
async def decide_fake_order_appeal(
    case_id: CaseId,
    body: DecideAppeal,
    version: ExpectedVersion,
    uow: Uow,
    _: Annotated[Actor, Depends(requires(Permission.DECIDE_FAKE_ORDER_APPEALS))],
) -> None:
    """By somebody who neither confirmed nor appealed. Upheld, the orders count again and the shop has its credit back."""
    await decide_appeal(uow, case_id=case_id, version=version, uphold=body.uphold, comment=body.comment)
