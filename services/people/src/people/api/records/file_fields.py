"""Documents as they travel."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints, model_validator

from chassis.routes import Body
from people.api.records.parts import GivenReason, Maybe
from people.domain.ids import DocumentId, RoleId, UnitId, UploadId
from people.domain.records.document import Right
from people.domain.records.file_kind import PREVIEWED
from people.queries.records.documents import DocumentRow, VersionRow
from people.use_cases.records.set_document_access import AccessEntry

Folder = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\\]*$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
BYTES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


class AccessIn(Body):
    """To those in the unit or below it who hold the role; one of the two may be null for any."""

    unit_id: UnitId | None
    role_id: RoleId | None
    access: Right

    @model_validator(mode="after")
    def for_somebody(self) -> "AccessIn":
        if self.unit_id is None and self.role_id is None:
            raise ValueError("name a unit or a role")
        return self


AccessList = Annotated[list[AccessIn], Field(max_length=100)]


class NewFile(Body):
    """`keep_until` null: for good. Heads of the unit and of those above always have access."""

    upload_id: UploadId
    unit_id: UnitId
    folder: Folder
    name: Name
    description: Maybe
    keep_until: date | None
    access: AccessList
    note: Maybe


class NewFileVersion(Body):
    upload_id: UploadId
    note: Maybe


class FileChange(Body):
    """What is left out stays; `keep_until` null: for good."""

    folder: Folder | None = None
    name: Name | None = None
    description: Maybe | None = None
    keep_until: date | None = None


class FileAccess(Body):
    access: AccessList


class FileReason(Body):
    reason: GivenReason


class FileOut(BaseModel):
    """The newest version's facts; `access` is what the asker may do. `previewed`: a browser shows it by itself. `version` is also the ETag."""

    id: DocumentId
    unit_id: UnitId
    unit_zh: str | None
    unit_en: str | None
    folder: str
    name: str
    description: str
    keep_until: date | None
    state: str
    created_at: datetime
    created_by: str
    newest: int
    file_name: str
    media_type: str
    size: int
    filed_at: datetime
    filed_by: str
    access: Right
    previewed: bool
    version: int


class FileVersionOut(BaseModel):
    """`digest` is the SHA-256 of the content."""

    number: int
    file_name: str
    media_type: str
    size: int
    digest: str
    note: str
    filed_at: datetime
    filed_by: str
    previewed: bool


class AccessOut(BaseModel):
    unit_id: UnitId | None
    role_id: RoleId | None
    access: Right


class FileAccessOut(BaseModel):
    data: list[AccessOut]


class FilePage(FileOut):
    versions: list[FileVersionOut]
    access_list: list[AccessOut]


def file_out(row: DocumentRow) -> FileOut:
    fields = {name: getattr(row, name) for name in FileOut.model_fields if name != "previewed"}
    return FileOut(previewed=row.media_type in PREVIEWED, **fields)


def version_out(row: VersionRow) -> FileVersionOut:
    fields = {name: getattr(row, name) for name in FileVersionOut.model_fields if name != "previewed"}
    return FileVersionOut(previewed=row.media_type in PREVIEWED, **fields)


def entries(access: list[AccessIn]) -> list[AccessEntry]:
    return [AccessEntry(unit_id=one.unit_id, role_id=one.role_id, access=one.access) for one in access]
