from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_document
from people.domain.records.document import Document, DocumentNameTaken
from people.store.records.documents import lock_document, name_taken


async def change_document(uow: UnitOfWork, *, document_id: UUID, expected_version: int, wish: Mapping[str, Any]) -> Document:
    """Name, folder, description; keeping is extended, never shortened.

    Raises DocumentNotFound, VersionStale, DocumentFixed, DocumentNameTaken, RetentionShortened.
    """
    document = await lock_document(uow, document_id)
    check_version(expected=expected_version, actual=document.version)
    document.must_be_filed()
    before = document.facts()
    if "keep_until" in wish:
        document.keep(wish["keep_until"])
    folder, name = wish.get("folder", document.folder), wish.get("name", document.name)
    if (folder, name) != (document.folder, document.name):
        if await name_taken(uow, unit_id=document.unit_id, folder=folder, name=name, leaving_out=document_id):
            raise DocumentNameTaken(folder=folder, name=name)
        document.folder, document.name = folder, name
    document.description = wish.get("description", document.description)
    document.version += 1
    uow.audit("document.changed", noun="document", noun_id=shown_document(document_id), before=before, after=document.facts())
    uow.changed("document", shown_document(document_id))
    return document
