from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_document, shown_unit
from people.domain.records.document import Document, DocumentState
from people.store.records.documents import destroy_contents, lock_document, versions_of


async def destroy_document(uow: UnitOfWork, *, document_id: UUID, expected_version: int, reason: str) -> Document:
    """After its time of keeping: all contents are gone; the record and the digest of each version stay, also in the audit trail.

    Raises DocumentNotFound, VersionStale, DocumentFixed, KeptForGood, KeptLonger.
    """
    document = await lock_document(uow, document_id)
    check_version(expected=expected_version, actual=document.version)
    document.must_be_destroyable(uow.today)
    await destroy_contents(uow, document_id)
    document.state = DocumentState.DESTROYED
    document.version += 1
    gone = [
        {"number": one.number, "file": one.file_name, "size": one.size, "digest": one.digest} for one in await versions_of(uow, document_id)
    ]
    after: dict[str, object] = {**document.facts(), "unit_id": shown_unit(document.unit_id), "versions": gone}
    uow.audit("document.destroyed", noun="document", noun_id=shown_document(document_id), after=after, reason=reason)
    uow.changed("document", shown_document(document_id))
    return document
