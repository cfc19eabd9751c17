"""What callers send and get about complaints."""

from typing import Annotated

from pydantic import BaseModel, Field

from chassis.routes import Body
from orders.api.bulk_actions import ActionRefusal
from orders.domain.care.complaint import ComplaintSource, ComplaintState, Responsible
from orders.domain.care.policy import ComplaintKind
from orders.queries.care.colleagues import ColleagueOut
from orders.queries.care.complaint_detail import CaseId
from orders.queries.care.complaint_list import ComplaintId, ComplaintView, CustomerId, OrderId
from orders.use_cases.care.transfer_complaints import MOST_COMPLAINTS

Text = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
Number = Annotated[str, Field(min_length=1, max_length=64, pattern=r"\S")]


class OpenComplaint(Body):
    """`shop_id` may be left out where an order or a case names it. `platform_no` is what the platform or the shop calls the complaint: told
    again, it is not opened a second time. `platform_order_no` names the order as the shop does.
    """

    kind: ComplaintKind
    text: Text
    shop_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    order_id: OrderId | None = None
    platform_order_no: Number | None = None
    case_id: CaseId | None = None
    customer_id: CustomerId | None = None
    platform_no: Number | None = None

    @property
    def source(self) -> ComplaintSource:
        if self.platform_no is not None:
            return ComplaintSource.PLATFORM
        return ComplaintSource.HAND if self.case_id is None else ComplaintSource.CASE


class SayText(Body):
    text: Text


class GiveReason(Body):
    reason: Reason


class CloseComplaint(Body):
    """Both are needed (rule CARE-3)."""

    responsible: Responsible
    improvement: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


class TransferComplaints(Body):
    """`to_id`: the account of a colleague at the desk."""

    ids: Annotated[list[ComplaintId], Field(min_length=1, max_length=MOST_COMPLAINTS)]
    to_id: Annotated[str, Field(min_length=1, max_length=64)]
    reason: Annotated[str, Field(max_length=500)] = ""


class ComplaintStanding(BaseModel):
    id: ComplaintId
    number: str
    state: str
    version: int


class ComplaintReceived(ComplaintStanding):
    """`is_new` false: it was there already, and nothing was opened."""

    is_new: bool


class TransferResultOut(BaseModel):
    """`refusal` null: it was done."""

    id: ComplaintId
    number: str
    refusal: ActionRefusal | None


class TransferResults(BaseModel):
    done: int
    refused: int
    results: list[TransferResultOut]


class Colleagues(BaseModel):
    data: list[ColleagueOut]


class ComplaintQuery(BaseModel):
    view: ComplaintView = ComplaintView.OPEN
    state: ComplaintState | None = None
    kind: ComplaintKind | None = None
    shop_id: Annotated[str, Field(max_length=64)] | None = None
    order_id: OrderId | None = None
    q: Annotated[str, Field(max_length=64)] | None = None
    priority: bool = False
    """Only customers who are served first; of open complaints."""
