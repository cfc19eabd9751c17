"""Call-backs: the list of calls to make, what came of them, one with what the caller has to know (rule CARE-5)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.care.callback import IS_OPEN, CallbackNotFound, CallbackState
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.care.of_shops import page_query, shops_asked
from orders.queries.care.policies import parameters_in_force
from orders.queries.customers.levels import priorities_in_force
from orders.queries.desk_priority import DeskService, level_of

CallbackId = Annotated[UUID, *prefixed("cbk")]
PlanId = Annotated[UUID, *prefixed("cbp")]
OrderId = Annotated[UUID, *prefixed("ord")]
CaseId = Annotated[UUID, *prefixed("asc")]
ComplaintId = Annotated[UUID, *prefixed("cpl")]
CustomerId = Annotated[UUID, *prefixed("cus")]
PLAN_NAME = "(SELECT p.parameters ->> 'name' FROM care_callback_plan p WHERE p.id = c.plan_id AND p.version = c.plan_version) AS plan_name"
COLUMNS = f"""
    c.*, {PLAN_NAME}, (SELECT o.number FROM sales_order o WHERE o.id = c.order_id) AS order_number,
    (SELECT o.receiver_name FROM sales_order o WHERE o.id = c.order_id) AS receiver_name,
    (SELECT o.receiver_phone FROM sales_order o WHERE o.id = c.order_id) AS receiver_phone
"""
LEVEL = level_of(order_id="c.order_id", customer_id="c.customer_id")
VISIBLE = "(CAST(:shops AS text[]) IS NULL OR c.shop_id = ANY (CAST(:shops AS text[])))"
FIND = text(f"""
    SELECT {COLUMNS}, s.name AS shop_name, a.number AS case_number, m.number AS complaint_number, n.number AS opened_case_number,
        (SELECT string_agg(l.title || ' × ' || l.quantity, '；' ORDER BY l.line_no) FROM order_line l WHERE l.order_id = c.order_id) AS goods
    FROM care_callback c LEFT JOIN shop s ON s.id = c.shop_id LEFT JOIN aftersales_case a ON a.id = c.case_id
        LEFT JOIN care_complaint m ON m.id = c.complaint_id LEFT JOIN aftersales_case n ON n.id = c.opened_case_id
    WHERE c.id = :id AND {VISIBLE}
""")
OF_CUSTOMER = text(f"""
    SELECT {COLUMNS} FROM customer f JOIN customer b ON b.file_id = f.file_id JOIN care_callback c ON c.customer_id = b.id
    WHERE f.id = :customer_id AND {VISIBLE} ORDER BY c.due_at DESC, c.id DESC LIMIT 50
""")


class CallbackView(StrEnum):
    """`open`: to be called now, the longest waiting first; `done`: with their results, newest first."""

    OPEN = "open"
    DONE = "done"


class CallbackRow(BaseModel):
    """`trigger` is after_delivery, after_case or dormant. The customer is masked (rule ORD-5)."""

    id: CallbackId
    plan_id: PlanId
    plan_name: str | None
    trigger: str
    shop_id: str
    order_id: OrderId | None
    order_number: str | None
    customer_id: CustomerId | None
    receiver_name: str | None
    receiver_phone: str | None
    state: str
    void_reason: str
    due_at: datetime
    next_at: datetime
    attempts: int
    satisfaction: int | None
    note: str
    done_at: datetime | None
    done_by: str
    version: int


class CallbackDeskRow(CallbackRow):
    """`service` None: the order is not counted to a customer yet."""

    service: DeskService | None


class CallbackOut(CallbackRow):
    """`unhappy_up_to` and `most_attempts` are by the policy in force. `complaint_id` or `opened_case_id`: what an unhappy call opened."""

    plan_version: int
    shop_name: str | None
    goods: str | None
    case_id: CaseId | None
    case_number: str | None
    complaint_id: ComplaintId | None
    complaint_number: str | None
    opened_case_id: CaseId | None
    opened_case_number: str | None
    unhappy_up_to: int
    most_attempts: int
    actions: list[str]


async def find_callbacks(
    reader: AsyncSession, *, view: CallbackView, shop_id: str | None, priority: bool, actor: Actor, now: datetime,
    after: tuple[datetime, UUID] | None, limit: int,
) -> Sequence[CallbackDeskRow]:  # fmt: skip
    """Up to `limit` + 1. Who was not reached is on the list again from `next_at` on. Raises PriorityOfWaitingOnly."""
    priorities = await priorities_in_force(reader, now=now)
    shops = shops_asked(seen=shops_seen_by(actor), shop_id=shop_id)
    is_open = view == CallbackView.OPEN
    conditions = [f"c.{IS_OPEN}" if is_open else "c.done_at IS NOT NULL"]
    values: dict[str, Any] = {"limit": limit + 1}
    if priority:
        priorities.limit(conditions, values, level=LEVEL, waits=is_open)
    query = page_query(
        table="care_callback", columns=f"{COLUMNS}, {LEVEL} AS level", conditions=conditions,
        order="next_at ASC" if is_open else "done_at DESC", shops=shops, after=after is not None,
    )  # fmt: skip
    if shops is not None:
        values["shops"] = shops
    if after is not None:
        values["after_at"], values["after_id"] = after
    rows = (await reader.execute(query, values)).mappings()
    return [CallbackDeskRow.model_validate({**row, "service": priorities.service(row["level"])}) for row in rows]


async def find_callback(reader: AsyncSession, *, callback_id: UUID, actor: Actor, now: datetime) -> CallbackOut:
    """Raises CallbackNotFound."""
    row = (await reader.execute(FIND, {"id": callback_id, "shops": shops_seen_by(actor)})).mappings().one_or_none()
    if row is None:
        raise CallbackNotFound
    terms = (await parameters_in_force(reader, now=now)).callbacks
    can = row["state"] == CallbackState.OPEN and actor.may(Permission.MAKE_CALLBACKS)
    actions = ["note_call", *(["open_case"] if row["order_id"] is not None and actor.may(Permission.OPEN_CASES) else [])] if can else []
    shown: dict[str, Any] = {**row, "unhappy_up_to": terms.unhappy_up_to, "most_attempts": terms.most_attempts, "actions": actions}
    return CallbackOut.model_validate(shown)


async def find_callbacks_of_customer(reader: AsyncSession, *, customer_id: UUID, actor: Actor) -> list[CallbackRow]:
    """The newest 50 of the whole file, in the shops that the asker sees."""
    rows = (await reader.execute(OF_CUSTOMER, {"customer_id": customer_id, "shops": shops_seen_by(actor)})).mappings()
    return [CallbackRow.model_validate(dict(row)) for row in rows]
