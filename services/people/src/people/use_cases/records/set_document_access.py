from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.ids import new_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_document, shown_role, shown_unit
from people.domain.records.document import Document, DocumentAccess, Right
from people.store.records.documents import lock_document, save_access


@dataclass(frozen=True, kw_only=True)
class AccessEntry:
    """One of the two may be None: any unit, or any role."""

    unit_id: UUID | None
    role_id: UUID | None
    access: Right

    def shown(self) -> dict[str, str | None]:
        unit = shown_unit(self.unit_id) if self.unit_id else None
        return {"unit": unit, "role": shown_role(self.role_id) if self.role_id else None, "access": self.access.value}

    def of(self, document_id: UUID) -> DocumentAccess:
        return DocumentAccess(id=new_id(), document_id=document_id, unit_id=self.unit_id, role_id=self.role_id, access=self.access)


async def set_document_access(uow: UnitOfWork, *, document_id: UUID, expected_version: int, access: Sequence[AccessEntry]) -> Document:
    """In place of what there was. Whoever leads the unit, or one above it, keeps access. Raises DocumentNotFound, VersionStale, DocumentFixed,
    UnitNotFound, RoleUnknown.
    """
    document = await lock_document(uow, document_id)
    check_version(expected=expected_version, actual=document.version)
    document.must_not_be_destroyed()
    await save_access(uow, document_id, [one.of(document_id) for one in access])
    document.version += 1
    after: dict[str, object] = {"access": [one.shown() for one in access]}
    uow.audit("document.access_set", noun="document", noun_id=shown_document(document_id), after=after)
    uow.changed("document", shown_document(document_id))
    return document
