from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from contracts.money import Amount, Currency, Money
from people.api.hiring.parts import GivenReasonOnly, MayRecordConduct, MayUseOwnFile, Writing, check_leads, check_sees
from people.api.hiring.personnel_files import note_look
from people.api.organisation.parts import Today
from people.domain.hiring.conduct import ConductCategory, ConductKind, ConductNotFound
from people.domain.hiring.ids import ConductId
from people.domain.hiring.papers import Section
from people.domain.ids import ApprovalId, EmployeeId
from people.permissions import Permission
from people.queries.hiring.files import list_conduct
from people.use_cases.hiring.record_conduct import ConductFacts, record_conduct
from people.use_cases.hiring.withdraw_conduct import withdraw_conduct

router = transactional_router("/v1/personnel-files", tag="conduct")


class ConductAmount(Body):
    amount: Annotated[Amount, Field(gt=0)]
    currency: Currency


class ConductIn(Body):
    """A penalty waits for its approval; `amount` only with a reward or a penalty, above zero."""

    kind: ConductKind
    category: ConductCategory
    happened_on: date
    what: Writing
    amount: ConductAmount | None = None


class ConductOut(BaseModel):
    """A penalty has effect only with `takes_effect_at`. What was withdrawn or refused stays readable, with why."""

    id: ConductId
    kind: str
    category: str
    happened_on: date
    what: str
    amount: Money | None
    state: str
    approval_id: ApprovalId | None
    takes_effect_at: datetime | None
    recorded_by: str
    recorded_at: datetime
    comment: str
    version: int


class ConductEntries(BaseModel):
    data: list[ConductOut]


async def _entries(reader: Reader, employee_id: EmployeeId) -> ConductEntries:
    found: list[ConductOut] = []
    for row in await list_conduct(reader, employee_id):
        plain = {name: getattr(row, name) for name in ConductOut.model_fields if name != "amount"}
        money = None if row.amount is None or row.currency is None else Money(amount=row.amount, currency=row.currency)
        found.append(ConductOut(**plain, amount=money))
    return ConductEntries(data=found)


@router.get("/{employee_id}/conduct")
async def get_conduct(employee_id: EmployeeId, reader: Reader, here: Here, today: Today, actor: MayUseOwnFile) -> ConductEntries:
    """Conduct, rewards and penalties (rule ORG-12): one's own, one's people's, or everybody's. The look is logged."""
    await check_sees(reader, actor=actor, employee_id=employee_id, sees_all=Permission.READ_PERSONNEL_FILES, on=today)
    await note_look(here, actor, employee_id, Section.CONDUCT)
    return await _entries(reader, employee_id)


@router.post("/{employee_id}/conduct", status_code=201, dependencies=[ONCE])
async def record_new_conduct(employee_id: EmployeeId, body: ConductIn, uow: Uow, today: Today, actor: MayRecordConduct) -> ConductEntries:
    """Of one's people, or of everybody with `people.personnel_files.read`; never of oneself. A penalty goes to its approvers (rule APR-1)."""
    await check_leads(uow.session, actor=actor, employee_id=employee_id, sees_all=Permission.READ_PERSONNEL_FILES, on=today)
    money = None if body.amount is None else Money(amount=body.amount.amount, currency=body.amount.currency)
    facts = ConductFacts(kind=body.kind, category=body.category, happened_on=body.happened_on, what=body.what, amount=money)
    await record_conduct(uow, employee_id=employee_id, facts=facts)
    return await _entries(uow.session, employee_id)


@router.post("/{employee_id}/conduct/{conduct_id}/withdraw", dependencies=[ONCE])
async def withdraw_one_conduct_entry(
    employee_id: EmployeeId, conduct_id: ConductId, body: GivenReasonOnly, uow: Uow, today: Today, actor: MayRecordConduct,
    version: ExpectedVersion,
) -> ConductEntries:  # fmt: skip
    """What was wrong stays readable, with the reason."""
    await check_leads(uow.session, actor=actor, employee_id=employee_id, sees_all=Permission.READ_PERSONNEL_FILES, on=today)
    if conduct_id not in {row.id for row in await list_conduct(uow.session, employee_id)}:
        raise ConductNotFound
    await withdraw_conduct(uow, conduct_id=conduct_id, expected_version=version, reason=body.reason)
    return await _entries(uow.session, employee_id)
