from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_document
from people.domain.records.document import Document, DocumentState
from people.store.records.documents import destroy_contents, lock_document


async def destroy_document(uow: UnitOfWork, *, document_id: UUID, expected_version: int, reason: str) -> Document:
    """After its time of keeping: all contents are gone, the record stays. Raises DocumentNotFound, VersionStale, DocumentFixed, KeptForGood,
    KeptLonger.
    """
    document = await lock_document(uow, document_id)
    check_version(expected=expected_version, actual=document.version)
    document.must_be_destroyable(uow.today)
    await destroy_contents(uow, document_id)
    document.state = DocumentState.DESTROYED
    document.version += 1
    uow.audit("document.destroyed", noun="document", noun_id=shown_document(document_id), after=document.facts(), reason=reason)
    uow.changed("document", shown_document(document_id))
    return document
