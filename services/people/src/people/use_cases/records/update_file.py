from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_document
from people.domain.records.document import DocumentVersion
from people.store.records.documents import lock_document
from people.use_cases.records.add_file_version import add_file_version


async def update_file(uow: UnitOfWork, *, document_id: UUID, upload_id: UUID, note: str) -> DocumentVersion:
    """A further version; those before stay. Raises DocumentNotFound, DocumentFixed and what add_file_version raises."""
    document = await lock_document(uow, document_id)
    document.must_be_filed()
    version = await add_file_version(uow, document=document, upload_id=upload_id, note=note)
    document.version += 1
    after: dict[str, object] = {"number": version.number, "file": version.file_name, "size": version.size, "digest": version.digest}
    uow.audit("document.updated", noun="document", noun_id=shown_document(document_id), after=after, reason=note or None)
    uow.changed("document", shown_document(document_id))
    return version
