"""The credit of shops and buyers (rule CHN-9)."""

from typing import Annotated

from fastapi import Depends, Query

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.bulk_actions import OrderId
from orders.api.integrity.desk import Reason
from orders.domain.integrity.credit import Party
from orders.permissions import Permission
from orders.queries.integrity.credit import CreditEntryOut, CreditOut, find_credit_entries, find_credits
from orders.use_cases.integrity.note_malicious_refund import note_malicious_refund

router = transactional_router("/v1/integrity", tag="credit")
CreditActor = Annotated[Actor, Depends(requires(Permission.READ_CREDIT))]


class NoteMaliciousRefund(Body):
    order_id: OrderId
    reason: Reason


@router.get("/credits")
async def list_credits(
    reader: Reader, paging: Paging, actor: CreditActor, party: Annotated[Party, Query()] = Party.SHOP
) -> Page[CreditOut]:
    """Shops or buyers whose credit ever moved, worst first; all others have what everybody starts with."""
    key = paging.after(int, str, str)
    found = await find_credits(
        reader, actor=actor, party=party, after=None if key is None else (key[0], key[1], key[2]), limit=paging.limit
    )
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.points, last.shop_id, last.buyer_id) if last else None)


@router.get("/credit-entries")
async def list_credit_entries(
    reader: Reader,
    paging: Paging,
    actor: CreditActor,
    party: Annotated[Party, Query()],
    shop_id: Annotated[str, Query(min_length=1, max_length=64)],
    buyer_id: Annotated[str, Query(max_length=128)] = "",
) -> Page[CreditEntryOut]:
    """What moved the credit of one shop or buyer, newest first. Nothing of it is ever changed."""
    (before,) = paging.after(int) or (None,)
    found = await find_credit_entries(
        reader, actor=actor, party=party, shop_id=shop_id, buyer_id=buyer_id, before=before, limit=paging.limit
    )
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@router.post("/malicious-refunds", status_code=201, dependencies=[ONCE])
async def note_refund_as_malicious(
    body: NoteMaliciousRefund, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.NOTE_MALICIOUS_REFUNDS))]
) -> CreditOut:
    """Once for each order. After the policy's number, each order of the buyer in that shop waits for a person."""
    credit = await note_malicious_refund(uow, order_id=body.order_id, reason=body.reason)
    return CreditOut(
        party=credit.party,
        shop_id=credit.shop_id,
        buyer_id=credit.buyer_id,
        points=credit.points,
        standing=str(credit.standing),
        cases=credit.cases,
        changed_at=credit.changed_at,
    )
