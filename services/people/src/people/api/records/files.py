from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.context import Context
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Here, Reader, Uow, transactional_router
from people.api.organisation.parts import Today
from people.api.parts import account_of
from people.api.records.file_fields import (
    BYTES,
    AccessOut,
    FileAccess,
    FileAccessOut,
    FileChange,
    FileOut,
    FilePage,
    FileReason,
    NewFile,
    NewFileVersion,
    entries,
    file_out,
    version_out,
)
from people.api.records.parts import MayFile, MayOverseeFiles, MayReadFiles
from people.domain.ids import DocumentId, UnitId
from people.domain.records.document import DocumentReadOnly, DocumentState, NotYourUnit, Right
from people.domain.records.file_kind import PREVIEWED
from people.domain.records.upload import PART_BYTES, FileUnreadable, open_part
from people.permissions import Permission
from people.queries.organisation.structure import units_below
from people.queries.organisation.visibility import employee_of
from people.queries.records.documents import (
    DocumentSearch,
    Opener,
    find_document_row,
    list_access_rows,
    list_document_rows,
    list_version_rows,
    opener_of,
    sealed_part,
)
from people.use_cases.records.archive_document import archive_document
from people.use_cases.records.change_document import change_document
from people.use_cases.records.destroy_document import destroy_document
from people.use_cases.records.file_document import DocumentFacts, file_document
from people.use_cases.records.open_file import open_file
from people.use_cases.records.set_document_access import set_document_access
from people.use_cases.records.update_file import update_file

router = transactional_router("/v1/files", tag="files")
EVERYTHING = Opener(inside=[], led=[], roles=[], member=[], all=True)


class Asked:
    def __init__(
        self,
        q: Annotated[str | None, Query(max_length=80)] = None,
        unit_id: UnitId | None = None,
        folder: Annotated[str | None, Query(max_length=200)] = None,
        state: DocumentState | None = None,
        kept_until_past: bool = False,
    ) -> None:
        self.q, self.unit_id, self.folder, self.state, self.kept_until_past = q or None, unit_id, folder, state, kept_until_past


async def _opener(reader: Reader, actor: Actor, today: date) -> Opener:
    own, sees_all = await employee_of(reader, actor), actor.may(Permission.OVERSEE_FILES)
    return await opener_of(reader, employee_id=own, account_id=account_of(actor), all_=sees_all, on=today)


async def _must_write(reader: Reader, document_id: UUID, actor: Actor, today: date) -> None:
    """Raises DocumentNotFound, DocumentReadOnly."""
    row = await find_document_row(reader, document_id, opener=await _opener(reader, actor, today), on=today)
    if row.access != Right.WRITE:
        raise DocumentReadOnly


async def _file_page(reader: Reader, document_id: UUID, *, actor: Actor, today: date, response: Response) -> FilePage:
    return await _page_for(reader, document_id, opener=await _opener(reader, actor, today), today=today, response=response)


async def _page_for(reader: Reader, document_id: UUID, *, opener: Opener, today: date, response: Response) -> FilePage:
    row = await find_document_row(reader, document_id, opener=opener, on=today)
    show_version(response, row.version)
    versions = [version_out(one) for one in await list_version_rows(reader, document_id)]
    access = [AccessOut(unit_id=one.unit_id, role_id=one.role_id, access=one.access) for one in await list_access_rows(reader, document_id)]
    return FilePage(versions=versions, access_list=access, **dict(file_out(row)))


@router.get("")
async def list_files(
    reader: Reader, paging: Paging, actor: MayReadFiles, today: Today, asked: Annotated[Asked, Depends()]
) -> Page[FileOut]:
    """Newest first, those that are open to the asker. `unit_id` stands for the unit and all below. `kept_until_past`: may be destroyed."""
    (after,) = paging.after(UUID) or (None,)
    search = DocumentSearch(
        q=asked.q,
        units=None if asked.unit_id is None else await units_below(reader, units=[asked.unit_id], on=today),
        folder=asked.folder,
        state=asked.state,
        kept_until_past=asked.kept_until_past,
        on=today,
    )
    opener = await _opener(reader, actor, today)
    rows = await list_document_rows(reader, opener=opener, search=search, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([file_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.post("", status_code=201, dependencies=[ONCE])
async def file_new_document(body: NewFile, uow: Uow, actor: MayFile, today: Today, response: Response) -> FilePage:
    """A finished upload becomes the first version, in a unit one belongs to or leads (rule ORG-9)."""
    if not (await _opener(uow.session, actor, today)).may_file_in(body.unit_id):
        raise NotYourUnit
    facts = DocumentFacts(
        unit_id=body.unit_id,
        folder=body.folder,
        name=body.name,
        description=body.description,
        keep_until=body.keep_until,
        access=entries(body.access),
    )
    made = await file_document(uow, facts=facts, upload_id=body.upload_id, note=body.note)
    await uow.session.flush()
    # Whoever files for others only sees this once what they filed.
    return await _page_for(uow.session, made.id, opener=EVERYTHING, today=today, response=response)


@router.get("/{document_id}")
async def get_file(document_id: DocumentId, reader: Reader, actor: MayReadFiles, today: Today, response: Response) -> FilePage:
    return await _file_page(reader, document_id, actor=actor, today=today, response=response)


@router.patch("/{document_id}")
async def change_file(
    document_id: DocumentId, body: FileChange, uow: Uow, actor: MayFile, version: ExpectedVersion, today: Today, response: Response
) -> FilePage:
    await _must_write(uow.session, document_id, actor, today)
    given = {name: getattr(body, name) for name in body.model_fields_set}
    wish = {name: value for name, value in given.items() if value is not None or name == "keep_until"}
    await change_document(uow, document_id=document_id, expected_version=version, wish=wish)
    await uow.session.flush()
    return await _file_page(uow.session, document_id, actor=actor, today=today, response=response)


@router.post("/{document_id}/versions", status_code=201, dependencies=[ONCE])
async def add_version_of_file(
    document_id: DocumentId, body: NewFileVersion, uow: Uow, actor: MayFile, today: Today, response: Response
) -> FilePage:
    """Those before stay."""
    await _must_write(uow.session, document_id, actor, today)
    await update_file(uow, document_id=document_id, upload_id=body.upload_id, note=body.note)
    await uow.session.flush()
    return await _file_page(uow.session, document_id, actor=actor, today=today, response=response)


@router.put("/{document_id}/access")
async def set_file_access(
    document_id: DocumentId, body: FileAccess, uow: Uow, actor: MayFile, version: ExpectedVersion, today: Today
) -> FileAccessOut:
    """In place of what there was; by whoever may write."""
    await _must_write(uow.session, document_id, actor, today)
    await set_document_access(uow, document_id=document_id, expected_version=version, access=entries(body.access))
    rows = await list_access_rows(uow.session, document_id)
    return FileAccessOut(data=[AccessOut(unit_id=one.unit_id, role_id=one.role_id, access=one.access) for one in rows])


@router.post("/{document_id}/archive", dependencies=[ONCE])
async def archive_file(
    document_id: DocumentId, body: FileReason, uow: Uow, actor: MayFile, version: ExpectedVersion, today: Today, response: Response
) -> FilePage:
    """Readable, and no longer changed."""
    await _must_write(uow.session, document_id, actor, today)
    await archive_document(uow, document_id=document_id, expected_version=version, reason=body.reason)
    await uow.session.flush()
    return await _file_page(uow.session, document_id, actor=actor, today=today, response=response)


@router.post("/{document_id}/destroy", dependencies=[ONCE])
async def destroy_file(
    document_id: DocumentId, body: FileReason, uow: Uow, actor: MayOverseeFiles, version: ExpectedVersion, today: Today, response: Response
) -> FilePage:
    """After its time of keeping. The record that it was there stays."""
    await destroy_document(uow, document_id=document_id, expected_version=version, reason=body.reason)
    await uow.session.flush()
    return await _file_page(uow.session, document_id, actor=actor, today=today, response=response)


@router.get("/{document_id}/versions/{number}/content", response_class=Response, responses=BYTES)
async def download_file(
    document_id: DocumentId, number: int, here: Here, actor: MayReadFiles, today: Today, show: bool = False
) -> StreamingResponse:
    """The bytes of a version, as a stream. Each opening is in the audit trail. `show`: in the page, where a browser can."""
    async with here.new_uow(actor) as uow:
        await find_document_row(uow.session, document_id, opener=await _opener(uow.session, actor, today), on=today)
        version = await open_file(uow, document_id=document_id, number=number, shown=show)
        first = await _part(uow.session, here, version.upload_id, 0)
        await uow.commit()
    inline = show and version.media_type in PREVIEWED
    disposition = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(version.file_name)}"
    headers = {"Content-Disposition": disposition, "Content-Length": str(version.size)}
    stream = _stream(here, version.upload_id, first, count=-(-version.size // PART_BYTES))
    return StreamingResponse(stream, media_type=version.media_type, headers=headers)


async def _part(session: AsyncSession, here: Context, upload_id: UUID, number: int) -> bytes:
    """Raises FileUnreadable."""
    sealed = await sealed_part(session, upload_id=upload_id, number=number)
    if sealed is None:
        raise FileUnreadable
    return open_part(here.sealer, upload_id=upload_id, number=number, sealed=sealed)


async def _stream(here: Context, upload_id: UUID, first: bytes, *, count: int) -> AsyncIterator[bytes]:
    """One part at a time; a broken one breaks the connection, so that half a file never looks like a whole one."""
    yield first
    for number in range(1, count):
        # No connection of the pool is held while a slow reader takes a part.
        async with AsyncSession(here.engine) as session:
            part = await _part(session, here, upload_id, number)
        yield part
