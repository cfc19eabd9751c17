"""Loads and saves documents, their versions, access and sealed parts. Lock order: document, upload."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from people.domain.organisation.unit import Unit, UnitNotFound
from people.domain.records.document import Document, DocumentAccess, DocumentNotFound, DocumentState, DocumentVersion
from people.domain.records.upload import FilePart, FileUpload, UploadNotFound
from people.domain.role import Role, RoleUnknown

# One that is being filed right now is locked by whoever files it: it is left alone, and its parts with it.
UNFILED = text("SELECT id FROM file_upload WHERE NOT filed AND begun_at < :before ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED")
SWEEP_PARTS = text("DELETE FROM file_part WHERE upload_id = ANY(:ids)")
SWEEP = text("DELETE FROM file_upload WHERE id = ANY(:ids)")
DESTROY = text("DELETE FROM file_part p USING document_version v WHERE v.upload_id = p.upload_id AND v.document_id = :id")


async def lock_document(uow: UnitOfWork, document_id: UUID) -> Document:
    """Raises DocumentNotFound."""
    found = await uow.session.scalar(select(Document).where(Document.id == document_id).with_for_update())
    if found is None:
        raise DocumentNotFound
    return found


async def add_document(uow: UnitOfWork, document: Document) -> None:
    uow.session.add(document)
    await uow.session.flush()


async def name_taken(uow: UnitOfWork, *, unit_id: UUID, folder: str, name: str, leaving_out: UUID | None = None) -> bool:
    """The unit's documents are named one after the other. Raises UnitNotFound."""
    if await uow.session.scalar(select(Unit.id).where(Unit.id == unit_id).with_for_update()) is None:
        raise UnitNotFound
    query = select(Document.id).where(
        Document.unit_id == unit_id, Document.folder == folder, Document.name == name, Document.state != DocumentState.DESTROYED
    )
    if leaving_out is not None:
        query = query.where(Document.id != leaving_out)
    return bool(await uow.session.scalar(select(exists(query))))


async def save_access(uow: UnitOfWork, document_id: UUID, entries: Sequence[DocumentAccess]) -> None:
    """In place of what there was. Raises UnitNotFound, RoleUnknown."""
    units, roles = {one.unit_id for one in entries if one.unit_id}, {one.role_id for one in entries if one.role_id}
    if units - set(await uow.session.scalars(select(Unit.id).where(Unit.id.in_(units)))):
        raise UnitNotFound
    unknown = roles - set(await uow.session.scalars(select(Role.id).where(Role.id.in_(roles))))
    if unknown:
        raise RoleUnknown(roles=", ".join(sorted(str(role_id) for role_id in unknown)))
    await uow.session.execute(delete(DocumentAccess).where(DocumentAccess.document_id == document_id))
    uow.session.add_all(entries)
    await uow.session.flush()


async def add_version(uow: UnitOfWork, version: DocumentVersion) -> None:
    uow.session.add(version)
    await uow.session.flush()


async def last_version_number(uow: UnitOfWork, document_id: UUID) -> int:
    """Lock the document first."""
    query = select(func.max(DocumentVersion.number)).where(DocumentVersion.document_id == document_id)
    return await uow.session.scalar(query) or 0


async def find_version(uow: UnitOfWork, *, document_id: UUID, number: int) -> DocumentVersion:
    """Raises DocumentNotFound."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document_id, DocumentVersion.number == number)
    found = await uow.session.scalar(query)
    if found is None:
        raise DocumentNotFound
    return found


async def versions_of(uow: UnitOfWork, document_id: UUID) -> list[DocumentVersion]:
    """Oldest first. Lock the document first."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document_id)
    return list(await uow.session.scalars(query.order_by(DocumentVersion.number)))


async def destroy_contents(uow: UnitOfWork, document_id: UUID) -> None:
    await uow.session.execute(DESTROY, {"id": document_id})


# ---- uploads


async def add_upload(uow: UnitOfWork, upload: FileUpload) -> None:
    uow.session.add(upload)
    await uow.session.flush()


async def lock_upload(uow: UnitOfWork, upload_id: UUID) -> FileUpload:
    """One's own only. Raises UploadNotFound."""
    query = select(FileUpload).where(FileUpload.id == upload_id, FileUpload.actor_id == uow.actor.id)
    found = await uow.session.scalar(query.with_for_update())
    if found is None:
        raise UploadNotFound
    return found


async def keep_part(uow: UnitOfWork, *, upload_id: UUID, number: int, sealed: bytes) -> None:
    """Sent again, it takes the place of the one before."""
    made = insert(FilePart).values(upload_id=upload_id, number=number, sealed=sealed)
    await uow.session.execute(made.on_conflict_do_update(index_elements=["upload_id", "number"], set_={"sealed": sealed}))


async def parts_there(uow: UnitOfWork, upload_id: UUID) -> set[int]:
    return set(await uow.session.scalars(select(FilePart.number).where(FilePart.upload_id == upload_id)))


async def sealed_parts(uow: UnitOfWork, upload: FileUpload) -> AsyncIterator[tuple[int, bytes]]:
    """One at a time, in order."""
    for number in range(upload.part_count):
        query = select(FilePart.sealed).where(FilePart.upload_id == upload.id, FilePart.number == number)
        sealed = await uow.session.scalar(query)
        if sealed is not None:
            yield number, sealed


async def sweep_uploads(uow: UnitOfWork, *, before: datetime) -> None:
    ids = list((await uow.session.scalars(UNFILED, {"before": before})).all())
    await uow.session.execute(SWEEP_PARTS, {"ids": ids})
    await uow.session.execute(SWEEP, {"ids": ids})
