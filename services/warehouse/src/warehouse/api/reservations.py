"""Reservations: who holds stock, and the waiting line."""

from typing import Annotated, Literal

from fastapi import Depends, Query

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import Reader, transactional_router
from warehouse.domain.owner import owners_seen_by
from warehouse.permissions import Permission
from warehouse.queries.reservations import ReservationRow, list_reservations_in_line

router = transactional_router("/v1/reservations", tag="reservations")


@router.get("")
async def list_reservations(
    reader: Reader,
    paging: Paging,
    actor: Annotated[Actor, Depends(requires(Permission.READ))],
    state: Literal["waiting", "reserved", "released", "consumed"] = "waiting",
    sku: Annotated[str | None, Query(max_length=64)] = None,
    reference: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[ReservationRow]:
    """In the order of their arrival: the waiting line is served in it (rule ORD-3)."""
    after = paging.after(int)
    position = None if after is None else after[0]
    rows = await list_reservations_in_line(
        reader, state=state, reference=reference, sku=sku, owners=owners_seen_by(actor), after=position, limit=paging.limit
    )
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.arrival) if last else None)
