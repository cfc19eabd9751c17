"""Invoices 发票: asked for by a buyer or a clerk, issued by finance, taken back in red letters when a refund follows (rules ORD-2, ORD-5)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, literal_column
from sqlalchemy.orm import Mapped, mapped_column
from stdnum.cn import uscc

from chassis.refusals import FieldError
from orders.domain.invoice_refusals import InvoiceFileWrong, InvoiceStateForbids, IssueWrong
from orders.domain.line import MONEY
from orders.domain.model import Model
from orders.domain.receiver import mask_name

INVOICE = "inv"
"""Prefix of an invoice request's id outside."""
CURRENCY = "CNY"
NUMBER = re.compile(r"\d{8}|\d{20}")
"""A paper invoice has eight digits, a fully digital one twenty."""
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[A-Za-z]{2,24}")
PDF, OFD = b"%PDF-", b"PK\x03\x04"
LARGEST_FILE = 5 * 1024 * 1024
DETAILS = ("title", "tax_number", "email", "address", "bank", "account", "phone", "buyer_address")
NEEDED_FOR_SPECIAL = ("buyer_address", "phone", "bank", "account")


class InvoiceKind(StrEnum):
    """`special` may be deducted from tax: for companies only."""

    ORDINARY = "ordinary"
    SPECIAL = "special"


class TitleKind(StrEnum):
    COMPANY = "company"
    PERSON = "person"


class InvoiceState(StrEnum):
    """`red_due`: a refund followed after it was issued, a red-letter invoice 红字发票 has to take it back."""

    REQUESTED = "requested"
    ISSUED = "issued"
    RED_DUE = "red_due"
    RED_LETTERED = "red_lettered"
    WITHDRAWN = "withdrawn"


STANDING = frozenset({InvoiceState.REQUESTED, InvoiceState.ISSUED, InvoiceState.RED_DUE})
STANDS = "state = ANY ('{requested,issued,red_due}'::text[])"


class InvoiceRequest(Model):
    """`details_sealed` holds DETAILS under the company's key; beside it what may be shown. `order_day` is the day the order was placed."""

    __tablename__ = "invoice_request"
    __table_args__ = (
        CheckConstraint("state IN ('requested', 'issued', 'red_due', 'red_lettered', 'withdrawn')", name="state"),
        CheckConstraint("kind IN ('ordinary', 'special')", name="kind"),
        CheckConstraint("amount > 0", name="amount"),
        Index("uq_invoice_request_order_id", "order_id", unique=True, postgresql_where=literal_column(STANDS)),
        Index("uq_invoice_request_number", "number", unique=True),
        Index(
            "uq_invoice_request_issued_number", "issued_number", unique=True, postgresql_where=literal_column("issued_number IS NOT NULL")
        ),
        Index("ix_invoice_request_state", "state", "requested_at", "id"),
        Index("ix_invoice_request_shop", "shop_id", "requested_at", "id"),
        Index("ix_invoice_request_requested_at", "requested_at", "id"),
        Index("ix_invoice_request_order", "order_id", "requested_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    order_id: Mapped[UUID]
    order_number: Mapped[str]
    order_day: Mapped[date]
    shop_id: Mapped[str]
    kind: Mapped[str]
    title_kind: Mapped[str]
    title_shown: Mapped[str]
    email_shown: Mapped[str]
    details_sealed: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(MONEY)
    currency: Mapped[str]
    state: Mapped[str]
    note: Mapped[str]
    requested_at: Mapped[datetime]
    requested_by: Mapped[str]
    issued_number: Mapped[str | None]
    issued_on: Mapped[date | None]
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[str]
    red_number: Mapped[str | None]
    red_on: Mapped[date | None]
    red_at: Mapped[datetime | None]
    red_by: Mapped[str]
    ended_reason: Mapped[str]
    version: Mapped[int]

    def issue(self, *, number: str, on: date, today: date, now: datetime, by: str) -> None:
        """Raises InvoiceStateForbids, IssueWrong."""
        self._must_be(InvoiceState.REQUESTED)
        check_issue(number, on, today=today, earliest=self.order_day)
        self.issued_number, self.issued_on, self.issued_at, self.issued_by = number, on, now, by
        self._become(InvoiceState.ISSUED)

    def red_letter(self, *, number: str, on: date, today: date, now: datetime, by: str) -> None:
        """Raises InvoiceStateForbids, IssueWrong."""
        self._must_be(InvoiceState.RED_DUE)
        check_issue(number, on, today=today, earliest=self.issued_on or self.order_day)
        self.red_number, self.red_on, self.red_at, self.red_by = number, on, now, by
        self._become(InvoiceState.RED_LETTERED)

    def withdraw(self, *, reason: str) -> None:
        """Raises InvoiceStateForbids."""
        self._must_be(InvoiceState.REQUESTED)
        self.ended_reason = reason
        self._become(InvoiceState.WITHDRAWN)

    def follow_refund(self, *, left: Decimal) -> bool:
        """`left` is what the order still costs the buyer. True when that changes something: not issued yet, it is for less or falls away."""
        if left >= self.amount or self.state not in (InvoiceState.REQUESTED, InvoiceState.ISSUED):
            return False
        if self.state == InvoiceState.ISSUED:
            self._become(InvoiceState.RED_DUE)
        elif left > 0:
            self.amount = left
            self.version += 1
        else:
            self.withdraw(reason="all was given back")
        return True

    def _must_be(self, state: InvoiceState) -> None:
        if self.state != state:
            raise InvoiceStateForbids(number=self.number, state=self.state)

    def _become(self, state: InvoiceState) -> None:
        self.state = state
        self.version += 1


class InvoiceFile(Model):
    """`content_sealed` is the file under the company's key: its title may name a person."""

    __tablename__ = "invoice_file"

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice_request.id"), primary_key=True)
    kind: Mapped[str]
    size: Mapped[int]
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime]
    added_by: Mapped[str]


def wrong_details(kind: str, title_kind: str, details: Mapping[str, str]) -> list[FieldError]:
    """Every field that cannot stand as it is."""
    return [*_wrong_title(kind, title_kind, details), *_wrong_ways(details), *_missing_of_special(kind, details)]


def _wrong_title(kind: str, title_kind: str, details: Mapping[str, str]) -> list[FieldError]:
    wrong: list[FieldError] = []
    company = title_kind == TitleKind.COMPANY
    if kind == InvoiceKind.SPECIAL and not company:
        wrong.append(_field("title_kind", "company_needed", "专用发票只能开给企业", "a special invoice is for companies only"))
    if not details["title"]:
        wrong.append(_field("title", "missing", "请填写抬头", "is missing"))
    if company and not uscc.is_valid(details["tax_number"]):
        wrong.append(
            _field("tax_number", "tax_number_wrong", "统一社会信用代码有误（18 位，含校验位）", "is no unified social credit code")
        )
    if not company and details["tax_number"]:
        wrong.append(_field("tax_number", "not_wanted", "个人抬头不填税号", "is not wanted for a person"))
    return wrong


def _wrong_ways(details: Mapping[str, str]) -> list[FieldError]:
    if details["email"] and not EMAIL.fullmatch(details["email"]):
        return [_field("email", "email_wrong", "邮箱格式有误", "is no e-mail address")]
    if not details["email"] and not details["address"]:
        return [_field("email", "missing", "请填写邮箱或邮寄地址", "an e-mail address or a postal address is needed")]
    return []


def _missing_of_special(kind: str, details: Mapping[str, str]) -> list[FieldError]:
    needed = NEEDED_FOR_SPECIAL if kind == InvoiceKind.SPECIAL else ()
    return [_field(name, "missing", "专用发票必填", "is needed for a special invoice") for name in needed if not details[name]]


def _field(name: str, code: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer=f"/{name}", code=code, zh=zh, en=en)


def is_issue_number(number: str) -> bool:
    return NUMBER.fullmatch(number) is not None


def check_issue(number: str, on: date, *, today: date, earliest: date) -> None:
    """Raises IssueWrong."""
    wrong: list[FieldError] = []
    if not is_issue_number(number):
        wrong.append(FieldError(pointer="/number", code="number_wrong", zh="应为 8 位或 20 位数字", en="has 8 or 20 digits"))
    if not earliest <= on <= today:
        wrong.append(
            FieldError(pointer="/on", code="date_wrong", zh="不能晚于今天、早于下单日", en="is after today or before the order's day")
        )
    if wrong:
        raise IssueWrong(errors=wrong)


def shown_title(title_kind: str, title: str) -> str:
    """A company's name is public; a person's is masked."""
    return title if title_kind == TitleKind.COMPANY else mask_name(title)


def shown_email(email: str) -> str:
    name, _, host = email.partition("@")
    return f"{name[:1]}***@{host}" if email else ""


def file_kind(content: bytes) -> str:
    """`pdf` or `ofd` by what it begins with. Raises InvoiceFileWrong."""
    if len(content) <= LARGEST_FILE:
        if content.startswith(PDF):
            return "pdf"
        if content.startswith(OFD) and b"OFD.xml" in content:
            return "ofd"
    raise InvoiceFileWrong


class InvoiceRecheck(Model):
    """The shop has told a refund of this order while an invoice stands; gone once that was looked at."""

    __tablename__ = "invoice_recheck"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
