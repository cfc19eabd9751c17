from datetime import date, datetime

from pydantic import BaseModel

from chassis.actor import Actor
from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Here, Now, Reader, Uow, transactional_router
from chassis.sealing import SealBroken
from people.api.hiring.parts import MayUseOwnFile, Writing, account_of_person, check_leads
from people.api.hiring.personnel_files import note_look
from people.api.organisation.parts import Today
from people.domain.hiring.ids import TalkId
from people.domain.hiring.papers import Section
from people.domain.ids import EmployeeId
from people.domain.organisation.contact import ContactUnreadable
from people.permissions import Permission
from people.queries.hiring.files import TalkRow, list_talks, list_talks_due
from people.queries.hiring.personnel_policies import talk_rhythm_at
from people.queries.organisation.visibility import employee_of, reaches, visible_to
from people.use_cases.hiring.agree_to_talk import agree_to_talk
from people.use_cases.hiring.record_talk import TalkFacts, record_talk

router = transactional_router("/v1/personnel-files", tag="talks")
due_router = transactional_router("/v1/talks-due", tag="talks_due")
own_router = transactional_router("/v1/talks", tag="talks")


class TalkIn(Body):
    """`notes` are sealed and seen by the two and by HR only."""

    held_on: date
    notes: Writing
    next_on: date | None = None


class TalkOut(BaseModel):
    """`with_name` led it. Once the employee has agreed it stays as it is. `version` is the ETag."""

    id: TalkId
    employee_id: EmployeeId
    employee_name: str
    with_id: EmployeeId
    with_name: str
    held_on: date
    notes: str
    next_on: date | None
    written_at: datetime
    agreed_at: datetime | None
    version: int


class Talks(BaseModel):
    data: list[TalkOut]


class TalkDueOut(BaseModel):
    id: EmployeeId
    number: str
    name: str
    last_on: date | None
    next_on: date | None


class TalksDue(BaseModel):
    """Whose next talk has come, or with whom nobody has talked for `days`, by this version of the personnel policy."""

    days: int
    policy_version: int
    data: list[TalkDueOut]


def _out(row: TalkRow, here: Here) -> TalkOut:
    try:
        notes = here.sealer.open(row.notes_sealed)["text"]
    except SealBroken as error:
        raise ContactUnreadable(number=row.employee_name) from error
    plain = {name: getattr(row, name) for name in TalkOut.model_fields if name != "notes"}
    return TalkOut(**plain, notes=notes)


async def _talks(reader: Reader, here: Here, *, actor: Actor, employee_id: EmployeeId) -> Talks:
    everything = await reaches(
        reader, actor=actor, permission=Permission.READ_PERSONNEL_FILES, employee_id=employee_id, on=here.clock.today()
    )
    rows = await list_talks(reader, employee_id=employee_id, everything=everything, own=await employee_of(reader, actor))
    return Talks(data=[_out(row, here) for row in rows])


@router.get("/{employee_id}/talks")
async def get_talks(employee_id: EmployeeId, reader: Reader, here: Here, actor: MayUseOwnFile) -> Talks:
    """Those in which one took part; HR sees all (rule ORG-12). The look is logged."""
    await note_look(here, actor, employee_id, Section.TALKS)
    return await _talks(reader, here, actor=actor, employee_id=employee_id)


@router.post("/{employee_id}/talks", status_code=201, dependencies=[ONCE])
async def record_new_talk(employee_id: EmployeeId, body: TalkIn, uow: Uow, here: Here, today: Today, actor: MayUseOwnFile) -> Talks:
    """By who led it, with one of their people; HR with anybody."""
    await check_leads(uow.session, actor=actor, employee_id=employee_id, sees_all=Permission.READ_PERSONNEL_FILES, on=today)
    facts = TalkFacts(held_on=body.held_on, notes=body.notes, next_on=body.next_on)
    await record_talk(uow, employee_id=employee_id, account_id=account_of_person(actor), facts=facts)
    return await _talks(uow.session, here, actor=actor, employee_id=employee_id)


@own_router.post("/{talk_id}/agree", dependencies=[ONCE])
async def agree_to_own_talk(talk_id: TalkId, uow: Uow, here: Here, actor: MayUseOwnFile, version: ExpectedVersion) -> Talks:
    """By the employee: the record is right, and stays as it is from now on."""
    talk = await agree_to_talk(uow, talk_id=talk_id, expected_version=version, account_id=account_of_person(actor))
    return await _talks(uow.session, here, actor=actor, employee_id=talk.employee_id)


@due_router.get("")
async def list_due_talks(reader: Reader, now: Now, today: Today, actor: MayUseOwnFile) -> TalksDue:
    """Of one's people, or of everybody with `people.personnel_files.read`."""
    visible = await visible_to(reader, actor=actor, sees_all=Permission.READ_PERSONNEL_FILES, on=today)
    own = await employee_of(reader, actor)
    rhythm = await talk_rhythm_at(reader, now=now)
    rows = await list_talks_due(reader, on=today, days=rhythm.talk_after_days, visible=visible, own=own)
    data = [TalkDueOut.model_validate(row, from_attributes=True) for row in rows]
    return TalksDue(days=rhythm.talk_after_days, policy_version=rhythm.version, data=data)
