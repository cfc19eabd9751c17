"""Customer files come together and go apart."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.customers.customers import CustomerChanged
from orders.permissions import Permission
from orders.queries.customers.customer_file import MergeId
from orders.queries.customers.customer_list import CustomerId
from orders.queries.customers.proposals import CustomerProposalOut, ProposalId, find_proposals
from orders.use_cases.customers.confirm_proposal import confirm_proposal
from orders.use_cases.customers.merge_customers import merge_customers
from orders.use_cases.customers.refuse_proposal import refuse_proposal
from orders.use_cases.customers.take_customers_apart import take_customers_apart

router = transactional_router("/v1/customers", tag="customers")
Merger = Annotated[Actor, Depends(requires(Permission.MERGE_CUSTOMERS))]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class Because(Body):
    reason: Reason


class MergeCustomers(Body):
    one_id: CustomerId
    other_id: CustomerId
    reason: Reason


@router.get("/proposals")
async def list_customer_proposals(reader: Reader, paging: Paging, actor: Merger) -> Page[CustomerProposalOut]:
    """Files that are probably one customer, oldest first: equal name, exact address and last digits of the phone, the rest is masked."""
    key = paging.after(datetime, UUID)
    found = await find_proposals(reader, actor=actor, after=None if key is None else (key[0], key[1]), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.made_at, last.id) if last else None)


@router.post("/proposals/{proposal_id}/confirm", dependencies=[ONCE])
async def confirm_customer_proposal(proposal_id: ProposalId, body: Because, uow: Uow, _: Merger) -> CustomerChanged:
    """They are one customer. The older file is kept."""
    return CustomerChanged(id=await confirm_proposal(uow, proposal_id=proposal_id, reason=body.reason))


@router.post("/proposals/{proposal_id}/refuse", dependencies=[ONCE], status_code=204)
async def refuse_customer_proposal(proposal_id: ProposalId, body: Because, uow: Uow, _: Merger) -> None:
    """They are two. It is remembered, and not asked again."""
    await refuse_proposal(uow, proposal_id=proposal_id, reason=body.reason)


@router.post("/merges", dependencies=[ONCE])
async def merge_customer_files(body: MergeCustomers, uow: Uow, _: Merger) -> CustomerChanged:
    """Make two files one. The older one is kept; taking apart gives back both as they were."""
    return CustomerChanged(id=await merge_customers(uow, one=body.one_id, other=body.other_id, reason=body.reason))


@router.post("/merges/{merge_id}/take-apart", dependencies=[ONCE])
async def take_customer_files_apart(merge_id: MergeId, body: Because, uow: Uow, _: Merger) -> CustomerChanged:
    """Undo a merge: the file that went comes back with its orders, tags and notes, and no key joins the two again."""
    return CustomerChanged(id=await take_customers_apart(uow, merge_id=merge_id, reason=body.reason))
