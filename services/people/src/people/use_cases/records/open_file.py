from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_document
from people.domain.records.document import DocumentVersion
from people.store.records.documents import find_version, lock_document


async def open_file(uow: UnitOfWork, *, document_id: UUID, number: int, shown: bool) -> DocumentVersion:
    """Who opened or took which version is written down before the first byte leaves. Raises DocumentNotFound, DocumentFixed."""
    document = await lock_document(uow, document_id)
    document.must_not_be_destroyed()
    version = await find_version(uow, document_id=document_id, number=number)
    after: dict[str, object] = {"number": number, "file": version.file_name}
    uow.audit("document.shown" if shown else "document.downloaded", noun="document", noun_id=shown_document(document_id), after=after)
    return version
