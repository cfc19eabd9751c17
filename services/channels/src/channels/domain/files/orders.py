"""Rows of one order to the order: one row a line, the order's own values repeated on each or only on the first."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from channels.domain.draft import (
    AWAITING_PAYMENT,
    CANCELLED,
    DO_NOT_SHIP,
    NOTHING,
    REFUND_ASKED,
    REFUND_DONE,
    REFUND_NONE,
    UNKNOWN,
    NoteCode,
    Receiver,
    Told,
)
from channels.domain.files.rows import Row
from channels.domain.platforms.shopify import FULFILMENTS, PAYMENTS
from channels.domain.receiver import from_one_text, joined
from contracts.orders import DraftLine

Value = TypeVar("Value")
_NOT_A_WORD = re.compile(r"[\s,，。、()（）_\-]+")
_MONEY = ("goods", "discount", "discount_2", "discount_3", "freight", "paid", "refund_amount")


def read_order(rows: list[Row], order_no: str) -> Told:
    """Errors stay with their rows; the order is worth something only when there are none."""
    first = rows[0]
    money = {name: _same_money(rows, name) for name in _MONEY}
    lines, notes = _lines(rows)
    told = Told(
        order_no=order_no,
        status=_first(rows, lambda row: row.text("status") or row.text("financial")) or "",
        state=UNKNOWN,
        placed_at=_first(rows, lambda row: row.at("placed_at")),
        paid_at=_first(rows, lambda row: row.at("paid_at")),
        modified_at=_first(rows, lambda row: row.at("modified_at")),
        other_times=[row.at(name) for row in rows for name in ("shipped_at", "finished_at", "cancelled_at")],
        currency=(_first(rows, lambda row: row.text("currency")) or "").upper(),
        goods=money["goods"],
        discount=_total([money["discount"], money["discount_2"], money["discount_3"]]),
        freight=money["freight"],
        paid=money["paid"],
        buyer_id=_first(rows, lambda row: row.number_text("buyer_id")) or "",
        receiver=_receiver(rows),
        buyer_remark=_first(rows, lambda row: row.text("buyer_remark")) or "",
        seller_remark=_first(rows, lambda row: row.text("seller_remark")) or "",
        lines=lines,
    )
    for code in notes:
        told.note(code, "lines")
    told.state = _state(first, rows, told)
    told.refund = _refund(rows, told, money["refund_amount"])
    if first.header.dialect.strict and told.state != AWAITING_PAYMENT and not any(row.text("paid") for row in rows):
        first.fail("paid", "value_missing")
    if told.currency and not re.fullmatch("[A-Z]{3}", told.currency):
        first.fail("currency", "unreadable_currency", told.currency)
    return told


def _first(rows: list[Row], read: Callable[[Row], Value]) -> Value | None:
    """The first row that says it. Every row is read, so that every bad cell is named."""
    values = [read(row) for row in rows]
    return next((value for value in values if value not in (None, "")), None)


def _same_money(rows: list[Row], name: str) -> Decimal | None:
    """The order's total stands on each of its rows: a row that says another total is an error, not a second amount."""
    found: Decimal | None = None
    for row in rows:
        value = row.money(name)
        if value is not None and found is not None and value != found:
            row.fail(name, "order_rows_differ", f"{value} / {found}")
        found = value if found is None else found
    return found


def _total(parts: list[Decimal | None]) -> Decimal | None:
    told = [part for part in parts if part is not None]
    return sum(told, NOTHING) if told else None


def word(text: str) -> str:
    """A status without blanks and punctuation: 买家已付款，等待卖家发货 is written with either comma."""
    return _NOT_A_WORD.sub("", text).lower()


def _state(first: Row, rows: list[Row], told: Told) -> str:
    dialect = first.header.dialect
    if first.has("financial"):
        return _shopify_state(rows)
    if told.status:
        state = dialect.states.get(word(told.status), UNKNOWN)
        if state == UNKNOWN and dialect.strict:
            first.fail("status", "unknown_state", told.status)
        if state == DO_NOT_SHIP:
            told.note(NoteCode.PLATFORM_FORBIDS_SHIPPING, "status", told.status[:64])
        return state
    if dialect.blank_state:
        return dialect.blank_state
    # An export that names the time of payment and leaves it empty says that nobody has paid.
    return AWAITING_PAYMENT if first.has("paid_at") and told.paid_at is None else UNKNOWN


def _shopify_state(rows: list[Row]) -> str:
    if _first(rows, lambda row: row.text("cancelled_at")):
        return CANCELLED
    payment = PAYMENTS.get((_first(rows, lambda row: row.text("financial")) or "").lower(), UNKNOWN)
    fulfilment = FULFILMENTS.get((_first(rows, lambda row: row.text("fulfilment")) or "").lower(), UNKNOWN)
    return UNKNOWN if UNKNOWN in (payment, fulfilment) else fulfilment or payment


def _refund(rows: list[Row], told: Told, refunded: Decimal | None) -> str:
    first = rows[0]
    if first.has("refund"):
        words = {word(row.text("refund")) for row in rows}
        found = {first.header.dialect.refunds.get(text, REFUND_ASKED) for text in words}
        return REFUND_ASKED if REFUND_ASKED in found else found.pop() if len(found) == 1 else REFUND_ASKED
    if refunded is None or refunded <= 0:
        return REFUND_NONE
    # What was paid may already be what is left after the refund: only the order's whole value tells that all came back.
    if refunded >= (told.goods if told.goods is not None else told.paid or NOTHING):
        return REFUND_DONE
    told.note(NoteCode.PARTLY_REFUNDED, "refund_amount", str(refunded))
    return REFUND_ASKED


def _receiver(rows: list[Row]) -> Receiver:
    def told(name: str) -> str:
        return _first(rows, lambda row: row.text(name)) or ""

    name = joined(told("receiver_name"), told("receiver_name_2"))
    phone = _first(rows, lambda row: row.number_text("phone")) or _first(rows, lambda row: row.number_text("phone_2")) or ""
    if address := told("address"):
        return from_one_text(address, name=name, phone=phone)
    chinese = rows[0].header.dialect.chinese
    province = told("province")
    return Receiver(
        name=name,
        phone=phone,
        country=told("country") or ("CN" if chinese and province else ""),
        province=province,
        city=told("city"),
        district=told("district"),
        town=told("town"),
        street=joined(told("street"), told("street_2")),
        postcode=_first(rows, lambda row: row.number_text("postcode")) or "",
    )


def _lines(rows: list[Row]) -> tuple[list[DraftLine], list[NoteCode]]:
    lines: list[DraftLine] = []
    notes: list[NoteCode] = []
    for row in rows:
        # An export of whole orders that names several kinds of goods in one cell does not say what was ordered.
        several = row.has("kinds") and (row.count("kinds") or 0) > 1
        filled = any(row.text(name) for name in ("sku", "sku_2", "title", "quantity", "platform_sku"))
        if several or not filled:
            continue
        line, not_told = _line(row)
        lines.append(line)
        notes.extend([NoteCode.QUANTITY_NOT_TOLD] if not_told else [])
    return lines, notes


def _line(row: Row) -> tuple[DraftLine, bool]:
    dialect = row.header.dialect
    quantity = row.count("quantity")
    if quantity is not None and quantity <= 0:
        row.fail("quantity", "quantity_not_positive", str(quantity))
    for name in ("quantity", "sku") if dialect.strict else ():
        if not row.text(name):
            row.fail(name, "value_missing")
    price = row.money("unit_price")
    line = DraftLine(
        platform_line_no="-".join(part for part in (row.number_text(name) for name in dialect.line_key) if part),
        sku=row.number_text("sku") or row.number_text("sku_2"),
        platform_sku=row.number_text("platform_sku"),
        title=row.text("title")[:500],
        quantity=quantity or 0,
        unit=row.text("unit") or None,
        unit_price=price if price is not None else NOTHING,
        paid_amount=row.money("line_paid"),
        refund=REFUND_NONE,
    )
    return line, quantity is None
