"""A person notes something about a case."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.redaction import without_numbers
from orders.store.aftersales.cases import note


async def add_note(uow: UnitOfWork, case: Case, *, text: str) -> None:
    case.touch()
    note(uow, case, CaseHappened.NOTED, text=without_numbers(text))
