"""What is sent about invoices."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from chassis.routes import Body
from chassis.rows import RowError
from orders.api.bulk_actions import OrderId
from orders.api.order_bodies import AmountText
from orders.domain.invoice import DETAILS
from orders.queries.invoices import InvoiceCount, InvoiceOut

Text = Annotated[str, Field(max_length=200)]
Reason = Annotated[str, Field(min_length=2, max_length=500, pattern=r"\S")]


class OrderOfShop(Body):
    """As the shop knows it."""

    shop_id: Annotated[str, Field(min_length=1, max_length=64)]
    platform_order_no: Annotated[str, Field(min_length=1, max_length=64)]


class RequestInvoice(Body):
    """For exactly one order: by our id, or as its shop knows it. `amount` left out: all that was paid less what was given back.

    A company's `tax_number` is its unified social credit code. A special invoice also needs `buyer_address`, `phone`, `bank` and `account`.
    """

    order_id: OrderId | None = None
    order: OrderOfShop | None = None
    kind: Literal["ordinary", "special"] = "ordinary"
    title_kind: Literal["company", "person"]
    title: Text
    tax_number: Text = ""
    email: Text = ""
    address: Text = ""
    buyer_address: Text = ""
    phone: Text = ""
    bank: Text = ""
    account: Text = ""
    amount: AmountText | None = None
    note: Annotated[str, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def _one_order(self) -> Self:
        if (self.order_id is None) == (self.order is None):
            raise ValueError("exactly one of order_id and order")
        return self

    def details(self) -> dict[str, str]:
        return {name: str(getattr(self, name)).strip().replace("\x00", "") for name in DETAILS}


class NoteIssue(Body):
    """`number`: 8 or 20 digits."""

    number: Annotated[str, Field(max_length=40)]
    on: date


class WithReason(Body):
    reason: Reason


class InvoiceDetailsOut(BaseModel):
    """In full."""

    title: str
    tax_number: str
    email: str
    address: str
    bank: str
    account: str
    phone: str
    buyer_address: str


class InvoicesOut(BaseModel):
    data: list[InvoiceOut]


class InvoiceCounts(BaseModel):
    data: list[InvoiceCount]


class InvoiceImportOut(BaseModel):
    """With errors nothing was noted."""

    rows: int
    checked_only: bool
    errors: list[RowError]
