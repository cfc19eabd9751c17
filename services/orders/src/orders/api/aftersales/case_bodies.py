"""What callers send and get about cases."""

from typing import Annotated

from pydantic import BaseModel, Field

from chassis.routes import Body
from orders.api.bulk_actions import ActionRefusal, OrderId
from orders.api.order_bodies import MoneyIn
from orders.domain.aftersales.kinds import CaseKind
from orders.domain.aftersales.states import CaseState
from orders.queries.aftersales.case_list import CaseId, CaseView, StateCount
from orders.use_cases.aftersales.act_on_cases import MOST_CASES

Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
Reference = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")]
Note = Annotated[str, Field(max_length=1000)]
Ids = Annotated[list[CaseId], Field(min_length=1, max_length=MOST_CASES)]


class CaseLineIn(Body):
    """`amount` left out: what was paid for the pieces. `send_sku` left out: the same goods again, where goods go out."""

    line_no: Annotated[int, Field(ge=1, le=32767)]
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    amount: MoneyIn | None = None
    send_sku: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class OpenCase(Body):
    """`lines` left out: all pieces that are in no case yet. `agree`: agreed to in the same breath, by somebody who may.

    `buyer_pays`: what other goods of an exchange cost more; what they cost less is the `amount` of their lines.
    """

    order_id: OrderId
    kind: CaseKind
    reason_code: Annotated[str, Field(min_length=1, max_length=40)]
    lines: Annotated[list[CaseLineIn], Field(max_length=200, default_factory=list)]
    note: Note = ""
    agree: bool = False
    buyer_pays: MoneyIn | None = None


class AgreeCases(Body):
    ids: Ids
    comment: Annotated[str, Field(max_length=500)] = ""


class RefuseCases(Body):
    ids: Ids
    reason: Reason


class GiveReason(Body):
    reason: Reason


class PayCase(Body):
    """`lines` left out: all that is held for the case; else the amounts by line, the others get nothing."""

    reason: Reason
    lines: Annotated[list["PaidLine"], Field(max_length=200)] | None = None


class PaidLine(Body):
    line_no: Annotated[int, Field(ge=1, le=32767)]
    amount: MoneyIn


class TellParcel(Body):
    carrier_code: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]
    tracking_number: Annotated[str, Field(min_length=4, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]


class SentBack(TellParcel):
    reason: Reason


class PaidByHand(Body):
    """`reference`: by which the payment is found again, as the bank or platform calls it."""

    reference: Reference
    reason: Reason


class DifferencePaid(Body):
    """`paid` is exactly what was asked; `reference`: the payment's own number, which counts once in a shop."""

    paid: MoneyIn
    reference: Reference


class DifferenceGivenBack(Body):
    """`reference`: by which the payment to the buyer is found again."""

    reference: Reference


class AddNote(Body):
    text: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]


class CaseStanding(BaseModel):
    id: CaseId
    number: str
    state: str
    version: int


class CaseResultOut(BaseModel):
    """`refusal` null: it was done."""

    id: CaseId
    number: str
    state: str
    refusal: ActionRefusal | None


class CaseResults(BaseModel):
    done: int
    refused: int
    results: list[CaseResultOut]


class CaseCounts(BaseModel):
    data: list[StateCount]


class CaseQuery(BaseModel):
    view: CaseView = CaseView.OPEN
    state: CaseState | None = None
    kind: CaseKind | None = None
    shop_id: Annotated[str, Field(max_length=64)] | None = None
    reason: Annotated[str, Field(max_length=40)] | None = None
    sku: Annotated[str, Field(max_length=64)] | None = None
    q: Annotated[str, Field(max_length=64)] | None = None
    priority: bool = False
    """Only customers who are served first; of open cases."""
