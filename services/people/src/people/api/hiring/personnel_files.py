from datetime import date, datetime

from fastapi import Depends
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sealing import SealBroken
from people.api.hiring.parts import (
    GivenReason,
    Line,
    LongText,
    MayKeepFiles,
    MayReadFiles,
    MayUseOwnFile,
    Told,
    check_own_or_all,
    check_sees,
)
from people.api.organisation.parts import Today, reaches_employee
from people.domain.hiring.ids import ContractId
from people.domain.hiring.papers import ContractKind, Section, Signing
from people.domain.ids import EmployeeId
from people.domain.organisation.contact import ContactUnreadable
from people.domain.organisation.employee import EmployeeNotFound
from people.permissions import Permission
from people.queries.hiring.files import (
    find_text_in_force,
    list_contracts,
    list_looks,
    list_signatures,
    list_texts,
    list_unsigned,
)
from people.queries.organisation.visibility import employee_of, visible_to
from people.use_cases.hiring.end_contract import end_contract
from people.use_cases.hiring.note_contract import ContractFacts, note_contract
from people.use_cases.hiring.note_file_opened import note_file_opened
from people.use_cases.hiring.publish_confidentiality_text import publish_confidentiality_text
from people.use_cases.hiring.sign_confidentiality import Signed, sign_confidentiality

router = transactional_router("/v1/personnel-files", tag="personnel_files")
texts_router = transactional_router("/v1/confidentiality-texts", tag="confidentiality_texts")
KEPT = Depends(reaches_employee(Permission.KEEP_PERSONNEL_FILES))


class ContractIn(Body):
    """`valid_until` null: without an end. `terms` are sealed."""

    number: Line
    kind: ContractKind
    signed_on: date
    valid_from: date
    valid_until: date | None = None
    terms: LongText


class ContractEnd(Body):
    on: date
    reason: GivenReason


class ContractOut(BaseModel):
    id: ContractId
    number: str
    kind: str
    signed_on: date
    valid_from: date
    valid_until: date | None
    terms: str
    noted_by: str
    noted_at: datetime
    ended_on: date | None
    ended_reason: str | None
    version: int


class Contracts(BaseModel):
    data: list[ContractOut]


class NewText(Body):
    title: Line
    body: LongText
    effective_from: date


class ConfidentialityTextOut(BaseModel):
    number: int
    title: str
    body: str
    digest: str
    effective_from: date
    published_by: str
    published_at: datetime


class ConfidentialityTexts(BaseModel):
    """Newest first; `in_force` is the number of the one to sign today."""

    in_force: int | None
    data: list[ConfidentialityTextOut]


class OwnSignature(Body):
    """`digest` is that of the text as it was shown: what was read is what is signed."""

    text_number: int
    digest: Told


class PaperSignature(Body):
    """Signed on paper; `note` says where it is kept."""

    text_number: int
    signed_on: date
    note: Line


class SignatureOut(BaseModel):
    text_number: int
    text_digest: str
    signed_on: date
    how: str
    note: str
    recorded_by: str
    recorded_at: datetime


class Signatures(BaseModel):
    """`missing` is the number of the text in force when they have not signed it."""

    missing: int | None
    data: list[SignatureOut]


class UnsignedOut(BaseModel):
    """`last_signed`: the newest text they have signed."""

    id: EmployeeId
    number: str
    name: str
    hired_on: date
    last_signed: int | None


class LookOut(BaseModel):
    at: datetime
    actor_id: str
    actor_name: str
    section: str


class Looks(BaseModel):
    data: list[LookOut]


async def note_look(here: Here, actor: Actor, employee_id: EmployeeId, section: Section) -> None:
    """In a transaction of its own: the route only reads."""
    async with here.new_uow(actor) as uow:
        await note_file_opened(uow, employee_id=employee_id, section=section)
        await uow.commit()


async def _contracts(reader: Reader, here: Here, employee_id: EmployeeId) -> Contracts:
    found: list[ContractOut] = []
    for row in await list_contracts(reader, employee_id):
        try:
            terms = here.sealer.open(row.terms_sealed)["text"]
        except SealBroken as error:
            raise ContactUnreadable(number=row.number) from error
        plain = {name: getattr(row, name) for name in ContractOut.model_fields if name != "terms"}
        found.append(ContractOut(**plain, terms=terms))
    return Contracts(data=found)


async def _signatures(reader: Reader, employee_id: EmployeeId, today: date) -> Signatures:
    rows = await list_signatures(reader, employee_id)
    texts = [text for text in await list_texts(reader) if text.effective_from <= today]
    current = max(texts, key=lambda text: (text.effective_from, text.number)).number if texts else None
    signed = {row.text_number for row in rows}
    return Signatures(
        missing=current if current not in signed else None,
        data=[SignatureOut.model_validate(row, from_attributes=True) for row in rows],
    )


@router.get("/{employee_id}/contracts")
async def get_contracts(employee_id: EmployeeId, reader: Reader, here: Here, today: Today, actor: MayUseOwnFile) -> Contracts:
    """One's own, or with `people.personnel_files.read`; not for superiors. The look is logged."""
    await check_own_or_all(reader, actor=actor, employee_id=employee_id, sees_all=Permission.READ_PERSONNEL_FILES, on=today)
    await note_look(here, actor, employee_id, Section.CONTRACTS)
    return await _contracts(reader, here, employee_id)


@router.post("/{employee_id}/contracts", status_code=201, dependencies=[ONCE, KEPT])
async def note_new_contract(employee_id: EmployeeId, body: ContractIn, uow: Uow, here: Here, _: MayKeepFiles) -> Contracts:
    facts = ContractFacts(**body.model_dump())
    await note_contract(uow, employee_id=employee_id, facts=facts)
    return await _contracts(uow.session, here, employee_id)


@router.post("/{employee_id}/contracts/{contract_id}/end", dependencies=[ONCE, KEPT])
async def end_one_contract(
    employee_id: EmployeeId, contract_id: ContractId, body: ContractEnd, uow: Uow, here: Here, _: MayKeepFiles, version: ExpectedVersion
) -> Contracts:
    await end_contract(uow, employee_id=employee_id, contract_id=contract_id, expected_version=version, on=body.on, reason=body.reason)
    return await _contracts(uow.session, here, employee_id)


@router.get("/{employee_id}/confidentiality")
async def get_signatures(employee_id: EmployeeId, reader: Reader, here: Here, today: Today, actor: MayUseOwnFile) -> Signatures:
    """Which text they have signed, when and how (rule ORG-6). The look is logged."""
    await check_sees(reader, actor=actor, employee_id=employee_id, sees_all=Permission.READ_PERSONNEL_FILES, on=today)
    await note_look(here, actor, employee_id, Section.CONFIDENTIALITY)
    return await _signatures(reader, employee_id, today)


@router.post("/me/confidentiality", status_code=201, dependencies=[ONCE])
async def sign_on_screen(body: OwnSignature, uow: Uow, today: Today, actor: MayUseOwnFile) -> Signatures:
    """Exactly the text in force, as it was shown (rule ORG-6)."""
    own = await employee_of(uow.session, actor)
    if own is None:
        raise EmployeeNotFound
    signed = Signed(text_number=body.text_number, text_digest=body.digest, signed_on=today, how=Signing.ON_SCREEN, note="")
    await sign_confidentiality(uow, employee_id=own, signed=signed)
    return await _signatures(uow.session, own, today)


@router.post("/{employee_id}/confidentiality", status_code=201, dependencies=[ONCE, KEPT])
async def note_signed_on_paper(employee_id: EmployeeId, body: PaperSignature, uow: Uow, today: Today, _: MayKeepFiles) -> Signatures:
    signed = Signed(text_number=body.text_number, text_digest=None, signed_on=body.signed_on, how=Signing.ON_PAPER, note=body.note)
    await sign_confidentiality(uow, employee_id=employee_id, signed=signed)
    return await _signatures(uow.session, employee_id, today)


@router.get("/{employee_id}/looks", dependencies=[Depends(reaches_employee(Permission.READ_PERSONNEL_FILES))])
async def list_looks_at_file(employee_id: EmployeeId, reader: Reader, _: MayReadFiles) -> Looks:
    """Who has opened which section of the file, newest first."""
    return Looks(data=[LookOut.model_validate(row, from_attributes=True) for row in await list_looks(reader, employee_id)])


@texts_router.get("")
async def list_confidentiality_texts(reader: Reader, today: Today, _: MayUseOwnFile) -> ConfidentialityTexts:
    rows = await list_texts(reader)
    come = [row for row in rows if row.effective_from <= today]
    current = max(come, key=lambda row: (row.effective_from, row.number)).number if come else None
    data = [ConfidentialityTextOut.model_validate(row, from_attributes=True) for row in rows]
    return ConfidentialityTexts(in_force=current, data=data)


@texts_router.post("", status_code=201, dependencies=[ONCE])
async def publish_new_confidentiality_text(body: NewText, uow: Uow, _: MayKeepFiles) -> ConfidentialityTextOut:
    """Never changed afterwards; everybody signs it anew from its day on (rule ORG-6)."""
    made = await publish_confidentiality_text(uow, title=body.title, body=body.body, effective_from=body.effective_from)
    return ConfidentialityTextOut.model_validate(made, from_attributes=True)


@texts_router.get("/in-force/unsigned")
async def list_unsigned_people(reader: Reader, paging: Paging, today: Today, actor: MayUseOwnFile) -> Page[UnsignedOut]:
    """Who works here and has not signed the text in force: one's people, or everybody with `people.personnel_files.read`. By number."""
    text = await find_text_in_force(reader, on=today)
    (after,) = paging.after(str) or (None,)
    visible = await visible_to(reader, actor=actor, sees_all=Permission.READ_PERSONNEL_FILES, on=today)
    rows = await list_unsigned(reader, text_number=text.number, on=today, visible=visible, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].number) if len(rows) > paging.limit else None
    return page_of([UnsignedOut.model_validate(row, from_attributes=True) for row in rows], limit=paging.limit, next_cursor=last)
