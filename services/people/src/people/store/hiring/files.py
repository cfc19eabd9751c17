"""Loads and saves the papers of the personnel file, conduct, dissents and talks."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text

from chassis.uow import UnitOfWork
from people.domain.hiring.conduct import ConductEntry, ConductNotFound
from people.domain.hiring.dissent import Dissent, DissentNotFound, NoEmployee
from people.domain.hiring.papers import ConfidentialitySignature, ConfidentialityText, Contract, ContractNotFound, TextNotFound
from people.domain.hiring.talk import Talk, TalkNotFound
from people.domain.organisation.employee import Employee

LOCK_TEXTS = text("SELECT pg_advisory_xact_lock(hashtext('confidentiality texts ' || current_schema()))")


async def add_paper(uow: UnitOfWork, row: Contract | ConductEntry | Dissent | Talk) -> None:
    uow.session.add(row)
    await uow.session.flush()


async def employee_of_account(uow: UnitOfWork, account_id: UUID | None, *, on: date) -> Employee:
    """Who works here that day with this account. Raises NoEmployee."""
    found = None
    if account_id is not None:
        found = await uow.session.scalar(select(Employee).where(Employee.account_id == account_id))
    if found is None or not found.works_on(on):
        raise NoEmployee
    return found


async def lock_contract(uow: UnitOfWork, *, employee_id: UUID, contract_id: UUID) -> Contract:
    """Raises ContractNotFound."""
    query = select(Contract).where(Contract.id == contract_id, Contract.employee_id == employee_id)
    found = await uow.session.scalar(query.with_for_update())
    if found is None:
        raise ContractNotFound
    return found


async def add_text(uow: UnitOfWork, confidentiality: ConfidentialityText) -> None:
    """Gives it the next number; two that are published at once come one after the other."""
    await uow.session.execute(LOCK_TEXTS)
    confidentiality.number = (await uow.session.scalar(select(func.max(ConfidentialityText.number))) or 0) + 1
    uow.session.add(confidentiality)
    await uow.session.flush()


async def find_text(uow: UnitOfWork, number: int) -> ConfidentialityText:
    """Raises TextNotFound."""
    found = await uow.session.get(ConfidentialityText, number)
    if found is None:
        raise TextNotFound
    return found


async def text_in_force(uow: UnitOfWork, *, on: date) -> ConfidentialityText | None:
    query = select(ConfidentialityText).where(ConfidentialityText.effective_from <= on)
    return await uow.session.scalar(query.order_by(ConfidentialityText.effective_from.desc(), ConfidentialityText.number.desc()).limit(1))


async def has_signed(uow: UnitOfWork, *, employee_id: UUID, text_number: int) -> bool:
    """Ask while the employee is locked."""
    return await uow.session.get(ConfidentialitySignature, (employee_id, text_number)) is not None


async def add_signature(uow: UnitOfWork, signature: ConfidentialitySignature) -> None:
    uow.session.add(signature)
    await uow.session.flush()


async def find_conduct(uow: UnitOfWork, conduct_id: UUID) -> ConductEntry:
    """Raises ConductNotFound."""
    found = await uow.session.get(ConductEntry, conduct_id)
    if found is None:
        raise ConductNotFound
    return found


async def lock_conduct(uow: UnitOfWork, conduct_id: UUID) -> ConductEntry:
    """Raises ConductNotFound."""
    query = select(ConductEntry).where(ConductEntry.id == conduct_id).with_for_update()
    found = await uow.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise ConductNotFound
    return found


async def lock_dissent(uow: UnitOfWork, dissent_id: UUID) -> Dissent:
    """Raises DissentNotFound."""
    query = select(Dissent).where(Dissent.id == dissent_id).with_for_update()
    found = await uow.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise DissentNotFound
    return found


async def lock_talk(uow: UnitOfWork, talk_id: UUID) -> Talk:
    """Raises TalkNotFound."""
    query = select(Talk).where(Talk.id == talk_id).with_for_update()
    found = await uow.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise TalkNotFound
    return found
