"""Customer files: the list, a file, its tags, notes and contacts."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import AwareDatetime, BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, PageRequest, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from orders.api.orders import FullReceiver
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.customers.customer_file import CustomerHappening, CustomerOut, find_customer, find_happenings
from orders.queries.customers.customer_keys import Asked, Key
from orders.queries.customers.customer_list import CustomerId, CustomerRow, find_customers
from orders.queries.order_list import OrderId
from orders.use_cases.customers.note_on_customer import note_on_customer
from orders.use_cases.customers.reveal_contact import reveal_contact
from orders.use_cases.customers.tag_customer import tag_customer
from orders.use_cases.customers.untag_customer import untag_customer

router = transactional_router("/v1/customers", tag="customers")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_CUSTOMERS))]
Editor = Annotated[Actor, Depends(requires(Permission.EDIT_CUSTOMERS))]
Tag = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]
Moment = Annotated[AwareDatetime | None, Query()]


class TagCustomer(Body):
    tag: Tag


class NoteOnCustomer(Body):
    text: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


class RevealContact(Body):
    """`order_id` names the contact."""

    order_id: OrderId
    reason: Annotated[str, Field(min_length=2, max_length=500, pattern=r"\S")]


class CustomerChanged(BaseModel):
    """The file that it was written in."""

    id: CustomerId


class CustomerFilters:
    """What the list is asked for. `q` is a phone or its last four digits, a platform's open id, or the number of an order."""

    def __init__(
        self,
        q: Annotated[str, Query(max_length=128)] = "",
        tag: Annotated[str, Query(max_length=40)] = "",
        shop_id: Annotated[list[str] | None, Query(max_length=200)] = None,
        level: Annotated[str, Query(max_length=20)] = "",
        paid_from: Annotated[Decimal | None, Query(ge=0, max_digits=14, decimal_places=2)] = None,
        last_from: Moment = None,
        last_to: Moment = None,
    ) -> None:
        self.q = q.strip()
        self.tag = tag.strip()
        self.shop_id = shop_id
        self.level = level.strip()
        self.paid_from = paid_from
        self.last_from = last_from
        self.last_to = last_to

    @property
    def by_worth(self) -> bool:
        return self.paid_from is not None and not self.q

    def shops(self, actor: Actor) -> list[str] | None:
        """Only those the caller may see."""
        return shops_seen_by(actor) if not self.shop_id else sorted({one for one in self.shop_id if actor.sees_shop(one)})


@router.get("")
async def list_customers(
    reader: Reader, paging: Paging, actor: ReadingActor, context: Here, filters: Annotated[CustomerFilters, Depends()]
) -> Page[CustomerRow]:
    """Customers who bought in your shops, the newest buyer first. With `paid_from` (paid less refunds, in the level policy's currency; of all
    shops, or in one of those asked for) the one first who paid most. A search finds at most 200. `last_to` alone finds dormant customers.
    """
    after = _read_cents(paging) if filters.by_worth else paging.after(datetime, UUID)
    asked = Asked(
        q=filters.q,
        tag=filters.tag,
        level=filters.level,
        shops=filters.shops(actor),
        last_from=filters.last_from,
        last_to=filters.last_to,
        paid_from=filters.paid_from,
        after=None if after is None else (after[0], after[1]),
        limit=paging.limit,
        today=context.clock.today(),
        digest=context.sealer.digest,
    )
    rows, more_after = await find_customers(reader, asked)
    return Page[CustomerRow](data=rows, has_more=more_after is not None, next_cursor=None if more_after is None else _cursor_of(more_after))


def _read_cents(paging: PageRequest) -> tuple[Decimal, UUID] | None:
    key = paging.after(int, UUID)
    return None if key is None else (Decimal(key[0]) / 100, key[1])


def _cursor_of(key: Key) -> str:
    return make_cursor(int(key[0] * 100) if isinstance(key[0], Decimal) else key[0], key[1])


@router.get("/{customer_id}")
async def get_customer(customer_id: CustomerId, reader: Reader, actor: ReadingActor) -> CustomerOut:
    """The file, with contacts masked. One that was merged answers with the file it went to."""
    return await find_customer(reader, customer_id=customer_id, actor=actor)


@router.get("/{customer_id}/timeline")
async def list_customer_timeline(customer_id: CustomerId, reader: Reader, paging: Paging, actor: ReadingActor) -> Page[CustomerHappening]:
    """Orders, notes, tags, merges and who saw a contact, newest first."""
    key = paging.after(datetime, UUID)
    after = None if key is None else (key[0], key[1])
    rows, keys = await find_happenings(reader, customer_id=customer_id, actor=actor, after=after, limit=paging.limit)
    last = keys[min(len(keys), paging.limit) - 1] if keys else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(*last) if last else None)


@router.post("/{customer_id}/tags", dependencies=[ONCE])
async def put_tag_on_customer(customer_id: CustomerId, body: TagCustomer, uow: Uow, _: Editor) -> CustomerChanged:
    """Put a tag on a customer; one that is there stays."""
    return CustomerChanged(id=await tag_customer(uow, customer_id=customer_id, tag=body.tag))


@router.post("/{customer_id}/tags/remove", dependencies=[ONCE])
async def take_tag_off_customer(customer_id: CustomerId, body: TagCustomer, uow: Uow, _: Editor) -> CustomerChanged:
    """Take a tag off."""
    return CustomerChanged(id=await untag_customer(uow, customer_id=customer_id, tag=body.tag))


@router.post("/{customer_id}/notes", dependencies=[ONCE])
async def write_note_on_customer(customer_id: CustomerId, body: NoteOnCustomer, uow: Uow, _: Editor) -> CustomerChanged:
    """Write a note in the file; notes stay."""
    return CustomerChanged(id=await note_on_customer(uow, customer_id=customer_id, text=body.text))


@router.post("/{customer_id}/reveal-contact", dependencies=[ONCE])
async def reveal_customer_contact(
    customer_id: CustomerId,
    body: RevealContact,
    uow: Uow,
    _actor: ReadingActor,
    _: Annotated[Actor, Depends(requires(Permission.REVEAL_RECEIVER))],
) -> FullReceiver:
    """One contact in full (rule ORD-5). Who saw it, when and why stands in the file, in the order's timeline and in the audit trail."""
    receiver = await reveal_contact(uow, customer_id=customer_id, order_id=body.order_id, reason=body.reason)
    return FullReceiver.model_validate({field: receiver.get(field, "") for field in FullReceiver.model_fields})
