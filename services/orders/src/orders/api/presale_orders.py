"""Orders of pre-sales: how their money stands, balances that were paid, and those that are overdue."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.bulk_actions import ActionResults, Ids, OrderId, results_of
from orders.api.order_bodies import MoneyIn
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.presales import (
    PresaleId,
    PresaleOfOrder,
    PresaleOrderFilter,
    PresaleOrderOut,
    cursor_of,
    find_presale_of_order,
    find_presale_orders,
)
from orders.use_cases.forfeit_presales import forfeit_presales
from orders.use_cases.note_balance_paid import note_balance_paid

router = transactional_router("/v1/presale-orders", tag="presales")
of_orders = transactional_router("/v1/orders", tag="orders")
Reading = Annotated[Actor, Depends(requires(Permission.READ_PRESALES))]


class NoteBalance(Body):
    """`reference` is the proof of payment."""

    paid: MoneyIn
    reference: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class ForfeitPresales(Body):
    ids: Ids
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class NotedBalance(BaseModel):
    order_id: OrderId
    state: str
    version: int


@router.get("")
async def list_presale_orders(
    reader: Reader,
    paging: Paging,
    actor: Reading,
    state: Annotated[Literal["awaiting_deposit", "deposit_paid", "balance_due", "overdue", "balance_paid"] | None, Query()] = None,
    presale_id: Annotated[PresaleId | None, Query()] = None,
) -> Page[PresaleOrderOut]:
    """Not sent yet, the nearest end of the balance window first."""
    key = paging.after(datetime, UUID)
    after = None if key is None else (key[0], key[1])
    wanted = PresaleOrderFilter(state=state, presale_id=presale_id, shops=shops_seen_by(actor), after=after, limit=paging.limit)
    found = await find_presale_orders(reader, wanted)
    cursor = cursor_of(found, limit=paging.limit)
    return page_of(found, limit=paging.limit, next_cursor=None if cursor is None else make_cursor(*cursor))


@router.post("/{order_id}/balance", dependencies=[ONCE])
async def note_paid_balance(
    order_id: OrderId,
    body: NoteBalance,
    version: ExpectedVersion,
    uow: Uow,
    _: Annotated[Actor, Depends(requires(Permission.NOTE_BALANCES))],
) -> NotedBalance:
    """The balance was paid where no platform tells us; exactly what is still due. The order goes on by itself."""
    row = await note_balance_paid(
        uow, order_id=order_id, version=version, amount=Decimal(body.paid.amount), currency=body.paid.currency, reference=body.reference
    )
    return NotedBalance(order_id=row.order_id, state=str(row.state), version=row.version)


@router.post("/forfeit", dependencies=[ONCE])
async def cancel_overdue_presales(
    body: ForfeitPresales, request: Request, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.CANCEL))]
) -> ActionResults:
    """Cancel orders whose balance was not paid in time; their deposits are kept, as their pre-sale says."""
    return results_of(await forfeit_presales(uow, ids=body.ids, reason=body.reason), request)


@of_orders.get("/{order_id}/presale")
async def get_presale_of_order(
    order_id: OrderId, reader: Reader, actor: Annotated[Actor, Depends(requires(Permission.READ))]
) -> PresaleOfOrder:
    """Deposit, balance and dates of a pre-order."""
    return PresaleOfOrder(presale=await find_presale_of_order(reader, order_id=order_id, actor=actor))
