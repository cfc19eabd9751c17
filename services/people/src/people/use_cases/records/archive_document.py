from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_document
from people.domain.records.document import Document, DocumentState
from people.store.records.documents import lock_document


async def archive_document(uow: UnitOfWork, *, document_id: UUID, expected_version: int, reason: str) -> Document:
    """It stays readable, and takes no new version. Raises DocumentNotFound, VersionStale, DocumentFixed."""
    document = await lock_document(uow, document_id)
    check_version(expected=expected_version, actual=document.version)
    document.must_be_filed()
    document.state = DocumentState.ARCHIVED
    document.version += 1
    uow.audit("document.archived", noun="document", noun_id=shown_document(document_id), after={"state": "archived"}, reason=reason)
    uow.changed("document", shown_document(document_id))
    return document
