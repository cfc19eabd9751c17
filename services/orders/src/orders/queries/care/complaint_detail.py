"""One complaint, as its page shows it (rule CARE-3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.care.complaint import ComplaintNotFound, ComplaintState
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.care.complaint_list import ComplaintId, ComplaintRow, CustomerId, OrderId

CaseId = Annotated[UUID, *prefixed("asc")]
MediationId = Annotated[UUID, *prefixed("med")]
VISIBLE = "(CAST(:shops AS text[]) IS NULL OR c.shop_id = ANY (CAST(:shops AS text[])))"
ROW = """
    c.id, c.number, c.shop_id, c.kind, c.state, c.source, c.text, c.order_id, c.customer_id, c.assignee_id, c.assignee_name, c.opened_at,
    c.due_at, c.answered_at, c.closed_at, c.reopened, c.version,
    c.answer_escalated_at IS NOT NULL OR c.solve_escalated_at IS NOT NULL AS escalated, o.number AS order_number
"""
FIND = text(f"""
    SELECT c.*, s.name AS shop_name, s.platform, o.number AS order_number, o.status AS order_status, o.platform_order_no, o.buyer_id,
        o.receiver_name, o.receiver_phone, a.number AS case_number, f.name AS customer_name,
        coalesce(c.customer_id, k.customer_id) AS whose,
        c.answer_escalated_at IS NOT NULL OR c.solve_escalated_at IS NOT NULL AS escalated
    FROM care_complaint c LEFT JOIN shop s ON s.id = c.shop_id LEFT JOIN sales_order o ON o.id = c.order_id
        LEFT JOIN aftersales_case a ON a.id = c.case_id LEFT JOIN customer_order k ON k.order_id = c.order_id
        LEFT JOIN customer f ON f.id = coalesce(c.customer_id, k.customer_id)
    WHERE c.id = :id AND {VISIBLE}
""")
OTHERS = text(f"""
    SELECT {ROW} FROM care_complaint c LEFT JOIN sales_order o ON o.id = c.order_id
    WHERE c.order_id = :order_id AND c.id <> :id ORDER BY c.opened_at DESC, c.id DESC LIMIT 100
""")
OF_CUSTOMER = text(f"""
    SELECT {ROW} FROM customer f JOIN customer b ON b.file_id = f.file_id JOIN care_complaint c ON c.customer_id = b.id
        LEFT JOIN sales_order o ON o.id = c.order_id
    WHERE f.id = :customer_id AND {VISIBLE} ORDER BY c.opened_at DESC, c.id DESC LIMIT 100
""")
MEDIATIONS = text("SELECT id, number, state FROM care_mediation WHERE order_id = :order_id ORDER BY opened_at DESC, id DESC LIMIT 20")
VISIBLE_ONE = text(f"SELECT 1 FROM care_complaint c WHERE c.id = :id AND {VISIBLE}")
ENTRIES = text("""
    SELECT id, at, what, by_kind, by_name, facts FROM care_complaint_entry WHERE complaint_id = :id AND id > :after ORDER BY id LIMIT :limit
""")


class MediationOfOrder(BaseModel):
    id: MediationId
    number: str
    state: str


class ComplaintOut(BaseModel):
    """`others` are the other complaints about the order. `actions` are what the asker may do as it stands: answer, note, transfer, close,
    reopen, mediate. The buyer is masked (rule ORD-5).
    """

    id: ComplaintId
    number: str
    shop_id: str
    shop_name: str | None
    platform: str | None
    platform_no: str | None
    kind: str
    state: str
    source: str
    text: str
    order_id: OrderId | None
    order_number: str | None
    order_status: str | None
    platform_order_no: str | None
    case_id: CaseId | None
    case_number: str | None
    customer_id: CustomerId | None
    customer_name: str | None
    receiver_name: str | None
    receiver_phone: str | None
    policy_version: int
    assignee_id: str | None
    assignee_name: str
    opened_at: datetime
    opened_by: str
    answer_due_at: datetime
    solve_due_at: datetime
    due_at: datetime
    answer_escalated_at: datetime | None
    solve_escalated_at: datetime | None
    escalated: bool
    answered_at: datetime | None
    answered_by: str
    answered_in_time: bool | None
    closed_at: datetime | None
    closed_by: str
    closed_in_time: bool | None
    responsible: str
    improvement: str
    reopened: int
    version: int
    others: list[ComplaintRow]
    mediations: list[MediationOfOrder]
    actions: list[str]


class ComplaintEntryOut(BaseModel):
    id: int
    at: datetime
    what: str
    by_kind: str
    by_name: str
    facts: dict[str, Any]


async def find_complaint(reader: AsyncSession, *, complaint_id: UUID, actor: Actor) -> ComplaintOut:
    """Raises ComplaintNotFound."""
    row = (await reader.execute(FIND, {"id": complaint_id, "shops": shops_seen_by(actor)})).mappings().one_or_none()
    if row is None:
        raise ComplaintNotFound
    others: list[ComplaintRow] = []
    mediations: list[MediationOfOrder] = []
    if row["order_id"] is not None:
        values = {"id": complaint_id, "order_id": row["order_id"]}
        others = [ComplaintRow.model_validate(dict(one)) for one in (await reader.execute(OTHERS, values)).mappings()]
        mediations = [MediationOfOrder.model_validate(dict(one)) for one in (await reader.execute(MEDIATIONS, values)).mappings()]
    shown: dict[str, Any] = {
        **row,
        "customer_id": row["whose"],
        "others": others,
        "mediations": mediations,
        "actions": _actions(row, actor),
    }
    return ComplaintOut.model_validate(shown)


def _actions(row: Mapping[Any, Any], actor: Actor) -> list[str]:
    state = ComplaintState(row["state"])
    is_open = state != ComplaintState.CLOSED
    possible = {
        "answer": (state == ComplaintState.OPENED, Permission.HANDLE_COMPLAINTS),
        "close": (state == ComplaintState.ANSWERED, Permission.HANDLE_COMPLAINTS),
        "transfer": (is_open, Permission.HANDLE_COMPLAINTS),
        "reopen": (not is_open, Permission.OPEN_COMPLAINTS),
        "note": (True, Permission.HANDLE_COMPLAINTS),
        "mediate": (row["platform"] == "mall" and row["order_id"] is not None, Permission.DECIDE_MEDIATIONS),
    }
    return [action for action, (now, permission) in possible.items() if now and actor.may(permission)]


async def find_complaint_entries(
    reader: AsyncSession, *, complaint_id: UUID, actor: Actor, after: int, limit: int
) -> list[ComplaintEntryOut]:
    """Up to `limit` + 1, oldest first. Raises ComplaintNotFound."""
    if (await reader.execute(VISIBLE_ONE, {"id": complaint_id, "shops": shops_seen_by(actor)})).first() is None:
        raise ComplaintNotFound
    rows = (await reader.execute(ENTRIES, {"id": complaint_id, "after": after, "limit": limit + 1})).mappings()
    return [ComplaintEntryOut.model_validate(dict(row)) for row in rows]


async def find_complaints_of_customer(reader: AsyncSession, *, customer_id: UUID, actor: Actor) -> list[ComplaintRow]:
    """The newest 100 of the whole file, in the shops that the asker sees."""
    rows = (await reader.execute(OF_CUSTOMER, {"customer_id": customer_id, "shops": shops_seen_by(actor)})).mappings()
    return [ComplaintRow.model_validate(dict(row)) for row in rows]
