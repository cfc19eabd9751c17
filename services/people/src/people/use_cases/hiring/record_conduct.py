from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id, read_id
from chassis.uow import UnitOfWork
from contracts.money import Money
from contracts.people import Evidence
from people.domain.approvals.approval import Wish
from people.domain.hiring.conduct import (
    KIND,
    AmountWithoutApproval,
    ConductCategory,
    ConductEntry,
    ConductKind,
    ConductState,
    HappensLater,
    OwnConduct,
)
from people.domain.hiring.dissent import NoEmployee
from people.domain.ids import shown_account, shown_employee
from people.domain.organisation.employee import Employee
from people.store.hiring.files import add_paper
from people.store.organisation.employees import lock_employee
from people.use_cases.approvals.request_approval import request_approval


@dataclass(frozen=True, kw_only=True)
class ConductFacts:
    kind: ConductKind
    category: ConductCategory
    happened_on: date
    what: str
    amount: Money | None


async def record_conduct(uow: UnitOfWork, *, employee_id: UUID, facts: ConductFacts) -> ConductEntry:
    """Conduct and rewards stand at once; a penalty waits until others have approved it (rules ORG-12, APR-1).

    Raises EmployeeNotFound, OwnConduct, HappensLater, AmountWithoutApproval, NoEmployee, and what approvals refuse.
    """
    employee = await lock_employee(uow, employee_id)
    if employee.account_id is not None and shown_account(employee.account_id) == uow.actor.id:
        raise OwnConduct
    if facts.happened_on > uow.today:
        raise HappensLater
    if facts.kind == ConductKind.CONDUCT and facts.amount is not None:
        raise AmountWithoutApproval
    penalty = facts.kind == ConductKind.PENALTY
    entry = ConductEntry(
        id=new_id(),
        employee_id=employee_id,
        kind=facts.kind,
        category=facts.category,
        happened_on=facts.happened_on,
        what=facts.what,
        amount=None if facts.amount is None else facts.amount.amount,
        currency=None if facts.amount is None else facts.amount.currency,
        state=ConductState.WAITING if penalty else ConductState.RECORDED,
        takes_effect_at=None if penalty else uow.now,
        recorded_by_id=uow.actor.id,
        recorded_by=uow.actor.name,
        recorded_at=uow.now,
        comment="",
        version=1,
    )
    await add_paper(uow, entry)
    uow.audit("conduct.recorded", noun="conduct_entry", noun_id=entry.reference, after=entry.facts())
    uow.changed("personnel_file", shown_employee(employee_id))
    if penalty:
        approval = await request_approval(uow, wish=_approval(uow, employee, entry, facts.amount))
        entry.approval_id = approval.id
        await uow.session.flush()
    return entry


def _approval(uow: UnitOfWork, employee: Employee, entry: ConductEntry, amount: Money | None) -> Wish:
    if uow.actor.kind != "person":
        raise NoEmployee
    evidence = [
        Evidence(label_zh="员工", label_en="Employee", value=f"{employee.name} ({employee.number})"),
        Evidence(label_zh="类别", label_en="Category", value=entry.category),
        Evidence(label_zh="发生日期", label_en="Day", value=entry.happened_on.isoformat()),
        Evidence(label_zh="事实", label_en="What happened", value=entry.what),
    ]
    if amount is not None:
        evidence.append(Evidence(label_zh="金额", label_en="Amount", value=f"{amount.amount} {amount.currency}"))
    return Wish(
        kind=KIND,
        reference=entry.reference,
        requester_id=read_id("acc", uow.actor.id),
        title_zh=f"对{employee.name}的处罚",
        title_en=f"Penalty for {employee.name}",
        evidence=evidence,
        content_digest=entry.digest,
        amount=amount,
        link=f"/employees/{shown_employee(employee.id)}",
    )
