"""How a request for approval looks from outside."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from contracts.money import Money
from contracts.people import Evidence
from people.domain.ids import AccountId, ApprovalId
from people.queries.approvals.inbox import ApprovalRow

Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class ApprovalEvidenceOut(BaseModel):
    """`before` is what the same line said in the request that this one replaced; null where it is the same or there was none."""

    label_zh: str
    label_en: str
    value: str
    before: str | None


class ApprovalOut(BaseModel):
    """`step` counts from 1. `state` is waiting, approved, refused, voided or withdrawn. `version` is also the ETag; `content_digest` goes back
    with a decision. `takes_effect_at` of an approved one is never before `decided_at` (rule APR-5). `replaces_id`: its content was another.
    """

    id: ApprovalId
    number: str
    kind: str
    kind_zh: str
    kind_en: str
    reference: str
    requester_id: AccountId
    requester_name: str
    title_zh: str
    title_en: str
    evidence: list[ApprovalEvidenceOut]
    content_digest: str
    amount: Money | None
    shop_id: str | None
    effective_at: datetime | None
    link: str
    route_number: int
    step: int
    step_count: int
    state: str
    filed_at: datetime
    due_at: datetime | None
    reminded_at: datetime | None
    escalated_at: datetime | None
    decided_at: datetime | None
    takes_effect_at: datetime | None
    comment: str
    replaces_id: ApprovalId | None
    version: int


def approval_out(row: ApprovalRow, before: list[Evidence] | None = None) -> ApprovalOut:
    old = {(line.label_zh, line.label_en): line.value for line in before or []}
    lines = [Evidence.model_validate(line) for line in row.evidence]
    evidence = [
        ApprovalEvidenceOut(label_zh=line.label_zh, label_en=line.label_en, value=line.value, before=_other(old, line)) for line in lines
    ]
    money = None if row.amount is None or row.currency is None else Money(amount=row.amount, currency=row.currency)
    return ApprovalOut(
        id=row.id,
        number=row.number,
        kind=row.kind,
        kind_zh=row.kind_zh,
        kind_en=row.kind_en,
        reference=row.reference,
        requester_id=row.requester_id,
        requester_name=row.requester_name,
        title_zh=row.title_zh,
        title_en=row.title_en,
        evidence=evidence,
        content_digest=row.content_digest,
        amount=money,
        shop_id=row.shop_id,
        effective_at=row.effective_at,
        link=row.link,
        route_number=row.route_number,
        step=row.step + 1,
        step_count=row.step_count,
        state=row.state,
        filed_at=row.filed_at,
        due_at=row.due_at,
        reminded_at=row.reminded_at,
        escalated_at=row.escalated_at,
        decided_at=row.decided_at,
        takes_effect_at=row.takes_effect_at,
        comment=row.comment,
        replaces_id=row.replaces_id,
        version=row.version,
    )


def _other(old: dict[tuple[str, str], str], line: Evidence) -> str | None:
    was = old.get((line.label_zh, line.label_en))
    return None if was == line.value else was
