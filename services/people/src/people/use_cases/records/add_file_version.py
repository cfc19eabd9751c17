import hashlib
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.records.document import Document, DocumentVersion
from people.domain.records.file_kind import check_content
from people.domain.records.upload import UploadIncomplete, UploadUsed, open_part
from people.store.records.documents import add_version, last_version_number, lock_upload, parts_there, sealed_parts


async def add_file_version(uow: UnitOfWork, *, document: Document, upload_id: UUID, note: str) -> DocumentVersion:
    """The upload becomes the newest version. Lock the document first.

    Raises UploadNotFound, UploadUsed, UploadIncomplete, FileKindRefused, FileUnreadable.
    """
    upload = await lock_upload(uow, upload_id)
    if upload.filed:
        raise UploadUsed
    missing = sorted(set(range(upload.part_count)) - await parts_there(uow, upload_id))
    if missing:
        raise UploadIncomplete(missing=", ".join(map(str, missing)))
    digest = hashlib.sha256()
    head = before = tail = b""
    async for number, sealed in sealed_parts(uow, upload):
        part = open_part(uow.sealer, upload_id=upload_id, number=number, sealed=sealed)
        digest.update(part)
        head = part if number == 0 else head
        # An Office file lists what it holds at its end; the last part may be a few bytes.
        tail = before + part
        before = part
    kind = check_content(upload.file_name, head=head, tail=tail)
    upload.filed = True
    version = DocumentVersion(
        id=new_id(),
        document_id=document.id,
        number=await last_version_number(uow, document.id) + 1,
        upload_id=upload_id,
        file_name=upload.file_name,
        media_type=kind.media_type,
        size=upload.size,
        digest=digest.hexdigest(),
        note=note,
        filed_at=uow.now,
        filed_by=uow.actor.name,
    )
    await add_version(uow, version)
    return version
