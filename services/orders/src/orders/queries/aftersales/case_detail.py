"""One case, as its page shows it: what came in, what goes out, the money between, and what happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from contracts.money import Money
from orders.domain.aftersales.difference import DifferenceState
from orders.domain.aftersales.kinds import KINDS, CaseKind
from orders.domain.aftersales.refusals import CaseNotFound
from orders.domain.aftersales.states import PAYABLE, REFUSABLE, WITHDRAWABLE, CaseState
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.aftersales.case_list import CaseId, OrderId, money_of

FIND = text("""
    SELECT c.*, s.name AS shop_name, o.status AS order_status, o.receiver_name, o.receiver_phone, o.buyer_id,
        r.state AS refund_state, r.amount AS refund_amount, r.decided_at AS refund_decided_at, r.decided_by AS refund_decided_by,
        r.told_at AS refund_told_at, r.detail AS refund_detail, r.reference AS refund_reference,
        p.number AS out_number, p.status AS out_status, p.carrier_code AS out_carrier, p.tracking_number AS out_tracking,
        p.shipped_at AS out_shipped_at, p.reservation AS out_reservation, d.state AS difference_state, d.amount AS difference_amount,
        d.reference AS difference_reference, d.paid_at AS difference_paid_at, d.paid_noted_by AS difference_paid_noted_by,
        d.back_reference AS difference_back_reference, d.back_at AS difference_back_at
    FROM aftersales_case c JOIN sales_order o ON o.id = c.order_id LEFT JOIN shop s ON s.id = c.shop_id
        LEFT JOIN refund r ON r.case_id = c.id LEFT JOIN sales_order p ON p.id = c.replacement_order_id
        LEFT JOIN aftersales_difference d ON d.case_id = c.id
    WHERE c.id = :id AND (CAST(:shops AS text[]) IS NULL OR c.shop_id = ANY (CAST(:shops AS text[])))
""")
FIND_LINES = text("SELECT * FROM aftersales_line WHERE case_id = :id ORDER BY line_no")
FIND_PARCELS = text("SELECT * FROM aftersales_parcel WHERE case_id = :id ORDER BY return_number")
FIND_MONEY = text("SELECT * FROM line_money WHERE order_id = :order_id ORDER BY line_no")
FIND_OTHERS = text("""
    SELECT id, number, kind, state, currency, amount, opened_at FROM aftersales_case
    WHERE order_id = :order_id AND id <> :id ORDER BY opened_at, id LIMIT 100
""")
FIND_ENTRIES = text("""
    SELECT e.id, e.at, e.what, e.by_kind, e.by_name, e.facts FROM aftersales_entry e
    WHERE e.case_id = :id AND e.id > :after ORDER BY e.id LIMIT :limit
""")
VISIBLE = text("""
    SELECT 1 FROM aftersales_case WHERE id = :id AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
""")


class CaseLineOut(BaseModel):
    """`send_sku` is what goes out for it; the verdicts count inspected pieces."""

    line_no: int
    sku: str | None
    send_sku: str | None
    title: str
    quantity: int
    amount: Money
    good: int
    damaged: int
    wrong: int
    missing: int


class ParcelOut(BaseModel):
    return_number: str
    warehouse_code: str
    carrier_code: str
    tracking_number: str
    arrived_at: datetime | None
    inspected_at: datetime | None


class RefundOut(BaseModel):
    """`state`: decided (its shop is being told), told, failed (pay by hand) or by_hand."""

    state: str
    amount: Money
    decided_at: datetime
    decided_by: str
    told_at: datetime | None
    detail: str
    reference: str


class DifferenceOut(BaseModel):
    """What the buyer pays more in an exchange. `state`: asked, paid, void, to_give_back or given_back."""

    state: DifferenceState
    amount: Money
    reference: str
    paid_at: datetime | None
    paid_noted_by: str
    back_reference: str
    back_at: datetime | None


class ReplacementOut(BaseModel):
    order_id: OrderId
    number: str
    status: str
    reservation: str
    carrier_code: str | None
    tracking_number: str | None
    shipped_at: datetime | None


class LineMoneyOut(BaseModel):
    """What was paid for a line of the order and what is left of it; line 0 is the freight."""

    line_no: int
    quantity: int
    pieces_in_cases: int
    paid: Money
    held: Money
    refunded: Money
    left: Money


class OtherCase(BaseModel):
    id: CaseId
    number: str
    kind: str
    state: str
    amount: Money
    opened_at: datetime


class CaseOut(BaseModel):
    """`actions` are what the asker may do with the case as it stands: agree, refuse, withdraw, tell_parcel, pay, close_refunded, send, sent_back, pay_by_hand,
    difference_paid, difference_given_back, add_note. The buyer is masked (rule ORD-5).
    """

    id: CaseId
    number: str
    shop_id: str
    shop_name: str | None
    order_id: OrderId
    order_number: str
    order_status: str
    platform_order_no: str
    platform_refund_no: str | None
    platform_state: str | None
    buyer_id: str
    receiver_name: str
    receiver_phone: str
    kind: str
    state: str
    source: str
    reason_code: str
    reason_zh: str
    reason_en: str
    freight_by: str
    liable: str
    note: str
    amount: Money
    freight: Money
    late: bool
    attention: str | None
    approval_kind: str | None
    carrier_code: str | None
    tracking_number: str | None
    policy_version: int
    opened_at: datetime
    opened_by: str
    agreed_at: datetime | None
    agreed_by: str
    due_at: datetime
    overdue_at: datetime | None
    closed_at: datetime | None
    version: int
    goods_back: bool
    goods_out: bool
    lines: list[CaseLineOut]
    parcels: list[ParcelOut]
    refund: RefundOut | None
    difference: DifferenceOut | None
    replacement: ReplacementOut | None
    money: list[LineMoneyOut]
    others: list[OtherCase]
    actions: list[str]


class CaseEntryOut(BaseModel):
    id: int
    at: datetime
    what: str
    by_kind: str
    by_name: str
    facts: dict[str, Any]


async def find_case(reader: AsyncSession, *, case_id: UUID, actor: Actor, words: Mapping[str, tuple[str, str]]) -> CaseOut:
    """`words` by code of a reason. Raises CaseNotFound."""
    row = (await reader.execute(FIND, {"id": case_id, "shops": shops_seen_by(actor)})).mappings().one_or_none()
    if row is None:
        raise CaseNotFound
    currency: str = row["currency"]
    rule = KINDS[CaseKind(row["kind"])]
    zh, en = words.get(row["reason_code"], (row["reason_code"], row["reason_code"]))
    lines = (await reader.execute(FIND_LINES, {"id": case_id})).mappings()
    values: dict[str, Any] = dict(row) | {
        "amount": money_of(row, "amount"),
        "freight": money_of(row, "freight_amount"),
        "reason_zh": zh,
        "reason_en": en,
        "goods_back": rule.goods_back,
        "goods_out": rule.goods_out,
        "lines": [{**line, "amount": Money(amount=line["amount"], currency=currency)} for line in lines],
        "parcels": [dict(one) for one in (await reader.execute(FIND_PARCELS, {"id": case_id})).mappings()],
        "refund": _refund(row),
        "difference": _difference(row),
        "replacement": _replacement(row),
        "money": await money_of_order(reader, order_id=row["order_id"], currency=currency),
        "others": [
            {**one, "amount": money_of(one, "amount")}
            for one in (await reader.execute(FIND_OTHERS, {"id": case_id, "order_id": row["order_id"]})).mappings()
        ],
        "actions": actions_of(row, actor),
    }
    return CaseOut.model_validate(values)


def _refund(row: Mapping[Any, Any]) -> dict[str, Any] | None:
    if row["refund_state"] is None:
        return None
    names = ("state", "decided_at", "decided_by", "told_at", "detail", "reference")
    return {name: row[f"refund_{name}"] for name in names} | {"amount": Money(amount=row["refund_amount"], currency=row["currency"])}


def _difference(row: Mapping[Any, Any]) -> dict[str, Any] | None:
    if row["difference_state"] is None:
        return None
    names = ("state", "reference", "paid_at", "paid_noted_by", "back_reference", "back_at")
    money = Money(amount=row["difference_amount"], currency=row["currency"])
    return {name: row[f"difference_{name}"] for name in names} | {"amount": money}


def _replacement(row: Mapping[Any, Any]) -> dict[str, Any] | None:
    if row["out_number"] is None:
        return None
    return {
        "order_id": row["replacement_order_id"],
        "number": row["out_number"],
        "status": row["out_status"],
        "reservation": row["out_reservation"],
        "carrier_code": row["out_carrier"],
        "tracking_number": row["out_tracking"],
        "shipped_at": row["out_shipped_at"],
    }


async def money_of_order(reader: AsyncSession, *, order_id: UUID, currency: str) -> list[LineMoneyOut]:
    rows = (await reader.execute(FIND_MONEY, {"order_id": order_id})).mappings()
    return [
        LineMoneyOut(
            line_no=row["line_no"],
            quantity=row["quantity"],
            pieces_in_cases=row["pieces"],
            paid=Money(amount=row["paid"], currency=currency),
            held=Money(amount=row["held"], currency=currency),
            refunded=Money(amount=row["refunded"], currency=currency),
            left=Money(amount=row["paid"] - row["held"] - row["refunded"], currency=currency),
        )
        for row in rows
    ]


def actions_of(case: Mapping[Any, Any], actor: Actor) -> list[str]:
    state, kind = CaseState(case["state"]), CaseKind(case["kind"])
    rule = KINDS[kind]
    inspected = state == CaseState.INSPECTED
    refunded = case["refund_state"] is not None
    waits_for_money = case["refund_state"] == "failed" and case["closed_at"] is None
    possible = {
        "agree": (state == CaseState.OPENED, Permission.DECIDE_CASES),
        "refuse": (state in REFUSABLE and not refunded, Permission.DECIDE_CASES),
        "withdraw": (state in WITHDRAWABLE and not refunded, Permission.OPEN_CASES),
        "tell_parcel": (state == CaseState.AWAITING_GOODS, Permission.OPEN_CASES),
        "pay": (inspected and kind == CaseKind.RETURN_AND_REFUND and not refunded, Permission.DECIDE_CASES),
        "close_refunded": (refunded and state in (CaseState.AWAITING_GOODS, CaseState.INSPECTED), Permission.DECIDE_CASES),
        "send": (inspected and rule.goods_out, Permission.DECIDE_CASES),
        "sent_back": (inspected and kind == CaseKind.REPAIR, Permission.DECIDE_CASES),
        "pay_by_hand": (waits_for_money, Permission.PAY_BY_HAND),
        "difference_paid": (case["difference_state"] == DifferenceState.ASKED and state in PAYABLE, Permission.PAY_BY_HAND),
        "difference_given_back": (state == CaseState.GIVING_BACK, Permission.PAY_BY_HAND),
        "add_note": (True, Permission.OPEN_CASES),
    }
    return [action for action, (now, permission) in possible.items() if now and actor.may(permission)]


async def find_case_entries(reader: AsyncSession, *, case_id: UUID, actor: Actor, after: int, limit: int) -> list[CaseEntryOut]:
    """Up to `limit` + 1, oldest first. Raises CaseNotFound."""
    if (await reader.execute(VISIBLE, {"id": case_id, "shops": shops_seen_by(actor)})).first() is None:
        raise CaseNotFound
    rows = (await reader.execute(FIND_ENTRIES, {"id": case_id, "after": after, "limit": limit + 1})).mappings()
    return [CaseEntryOut.model_validate(dict(row)) for row in rows]
