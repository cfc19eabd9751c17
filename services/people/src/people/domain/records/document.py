"""Documents of a unit: versions, who may open them, how long they are kept (rule ORG-9)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Forbidden, NotFound
from people.domain.model import Model


class DocumentState(StrEnum):
    """`destroyed`: the contents are gone, the record that they were there stays."""

    FILED = "filed"
    ARCHIVED = "archived"
    DESTROYED = "destroyed"


class Right(StrEnum):
    """To write is to read, too."""

    READ = "read"
    WRITE = "write"


class DocumentNotFound(NotFound):
    code = "document_not_found"
    zh = "找不到该文件，或您无权打开。"
    en = "There is no such document, or it is not open to you."


class DocumentReadOnly(Forbidden):
    code = "document_read_only"
    rule = "ORG-9"
    zh = "您只能查看该文件，不能更新或修改其权限。"
    en = "The document is open to you for reading only."


class NotYourUnit(Forbidden):
    code = "not_your_unit"
    rule = "ORG-9"
    zh = "只能在自己所在或负责的部门归档文件。"
    en = "You can file documents only in a unit that you belong to or lead."


class DocumentFixed(Conflict):
    code = "document_fixed"
    rule = "ORG-9"
    zh = "文件已归档封存或已销毁，不能再更新。"
    en = "The document is archived or destroyed and takes no new version."


class DocumentNameTaken(Conflict):
    code = "document_name_taken"
    rule = "ORG-9"
    zh = "该部门的“{folder}”中已有文件“{name}”，请上传为新版本。"
    en = 'There is a document "{name}" in this unit\'s folder "{folder}" already; upload a new version of it.'

    def __init__(self, *, folder: str, name: str) -> None:
        super().__init__(errors=[FieldError(pointer="/name", code=self.code, zh="已有同名文件", en="is taken")], folder=folder, name=name)


class KeptLonger(Conflict):
    code = "kept_longer"
    rule = "ORG-9"
    zh = "该文件须保存至 {day}，到期前不能销毁。"
    en = "The document is kept until {day} and cannot be destroyed before."


class KeptForGood(Conflict):
    code = "kept_for_good"
    rule = "ORG-9"
    zh = "该文件永久保存，不能销毁。"
    en = "The document is kept for good and cannot be destroyed."


class RetentionShortened(Conflict):
    code = "retention_shortened"
    rule = "ORG-9"
    zh = "保存期限只能延长，不能缩短（现为 {day}）。"
    en = "The time of keeping can be extended, never shortened (now {day})."

    def __init__(self, *, day: date | None) -> None:
        errors = [FieldError(pointer="/keep_until", code=self.code, zh="只能延长", en="can only be extended")]
        super().__init__(errors=errors, day=day or "∞")


class Document(Model):
    """`keep_until` None: for good. `folder` is a path of names, for finding."""

    __tablename__ = "document"
    __table_args__ = (
        Index("uq_document_name", "unit_id", "folder", "name", unique=True, postgresql_where="state <> 'destroyed'"),
        Index(None, "keep_until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    folder: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    keep_until: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    def must_be_filed(self) -> None:
        """Raises DocumentFixed."""
        if self.state != DocumentState.FILED:
            raise DocumentFixed

    def must_be_destroyable(self, today: date) -> None:
        """Raises DocumentFixed, KeptForGood, KeptLonger. The last day of keeping is kept."""
        self.must_not_be_destroyed()
        if self.keep_until is None:
            raise KeptForGood
        if today <= self.keep_until:
            raise KeptLonger(day=self.keep_until)

    def must_not_be_destroyed(self) -> None:
        """Raises DocumentFixed."""
        if self.state == DocumentState.DESTROYED:
            raise DocumentFixed

    def keep(self, until: date | None) -> None:
        """Raises RetentionShortened."""
        if until is not None and (self.keep_until is None or until < self.keep_until):
            raise RetentionShortened(day=self.keep_until)
        self.keep_until = until

    def facts(self) -> dict[str, object]:
        return {
            "folder": self.folder,
            "name": self.name,
            "description": self.description,
            "keep_until": self.keep_until.isoformat() if self.keep_until else None,
            "state": self.state,
        }


class DocumentAccess(Model):
    """Opens a document to those in `unit_id` or below who hold `role_id`; None stands for any, but not both."""

    __tablename__ = "document_access"
    __table_args__ = (Index(None, "document_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    role_id: Mapped[UUID | None] = mapped_column(ForeignKey("role.id"))
    access: Mapped[str] = mapped_column(Text)


class DocumentVersion(Model):
    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("file_upload.id"), unique=True)
    file_name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    filed_by: Mapped[str] = mapped_column(Text)
