from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_document
from people.domain.records.document import Document, DocumentNameTaken, DocumentState
from people.store.records.documents import add_document, name_taken, save_access
from people.use_cases.records.add_file_version import add_file_version
from people.use_cases.records.set_document_access import AccessEntry


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    unit_id: UUID
    folder: str
    name: str
    description: str
    keep_until: date | None
    access: Sequence[AccessEntry]


async def file_document(uow: UnitOfWork, *, facts: DocumentFacts, upload_id: UUID, note: str) -> Document:
    """With its first version. Raises UnitNotFound, RoleUnknown, DocumentNameTaken and what add_file_version raises."""
    if await name_taken(uow, unit_id=facts.unit_id, folder=facts.folder, name=facts.name):
        raise DocumentNameTaken(folder=facts.folder, name=facts.name)
    document = Document(
        id=new_id(),
        unit_id=facts.unit_id,
        folder=facts.folder,
        name=facts.name,
        description=facts.description,
        keep_until=facts.keep_until,
        state=DocumentState.FILED,
        created_at=uow.now,
        created_by=uow.actor.name,
        version=1,
    )
    await add_document(uow, document)
    await save_access(uow, document.id, [one.of(document.id) for one in facts.access])
    version = await add_file_version(uow, document=document, upload_id=upload_id, note=note)
    after: dict[str, object] = {**document.facts(), "file": version.file_name, "size": version.size, "digest": version.digest}
    uow.audit("document.filed", noun="document", noun_id=shown_document(document.id), after=after)
    uow.changed("document", shown_document(document.id))
    return document
