"""Uploads: a file arrives in parts, so that no process ever holds a whole one and a lost connection loses one part (rule ORG-9).

Secret: the parts are sealed with the company's data key, each bound to its place.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from chassis.sealing import SealBroken, Sealer
from people.domain.model import Model

PART_BYTES = 1024 * 1024
LARGEST_FILE = 25 * 1024 * 1024
PLACE_BYTES = 20


class UploadNotFound(NotFound):
    code = "upload_not_found"
    zh = "找不到该上传，或已过期；请重新上传。"
    en = "There is no such upload, or it has expired; please upload again."


class FileTooLarge(Invalid):
    code = "file_too_large"
    rule = "ORG-9"
    zh = "文件不能超过 25 MB，也不能为空。"
    en = "A file has at most 25 MB, and at least one byte."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError(pointer="/size", code="file_too_large", zh="1 字节到 25 MB", en="1 byte to 25 MB")])


class PartWrong(Invalid):
    code = "part_wrong"
    rule = "ORG-9"
    zh = "第 {number} 段应为 {expected} 字节，收到 {got} 字节。"
    en = "Part {number} should have {expected} bytes; {got} came."


class UploadIncomplete(Conflict):
    code = "upload_incomplete"
    rule = "ORG-9"
    zh = "上传不完整：还缺第 {missing} 段。"
    en = "The upload is not complete: parts {missing} are missing."


class UploadUsed(Conflict):
    code = "upload_used"
    rule = "ORG-9"
    zh = "该上传已归档，不能再次使用。"
    en = "The upload has been filed already."


class FileUnreadable(Conflict):
    code = "stored_file_unreadable"
    rule = "ORG-9"
    zh = "文件内容无法解密，或与归档时不同。"
    en = "The content cannot be opened: the data key is another, or it was changed."


class FileUpload(Model):
    """`filed` once it is the content of a version; until then whoever began it can go on, for a day."""

    __tablename__ = "file_upload"
    __table_args__ = (Index("ix_file_upload_begun_at", "begun_at", postgresql_where="NOT filed"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    filed: Mapped[bool]

    @property
    def part_count(self) -> int:
        return -(-self.size // PART_BYTES)

    def check_part(self, number: int, content: bytes) -> None:
        """Parts count from 0. Raises UploadUsed, PartWrong."""
        if self.filed:
            raise UploadUsed
        expected = min(PART_BYTES, self.size - number * PART_BYTES) if 0 <= number < self.part_count else 0
        if len(content) != expected or not content:
            raise PartWrong(number=number, expected=expected, got=len(content))


class FilePart(Model):
    __tablename__ = "file_part"

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("file_upload.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


def _place(upload_id: UUID, number: int) -> bytes:
    return upload_id.bytes + number.to_bytes(4, "big")


def seal_part(sealer: Sealer, *, upload_id: UUID, number: int, content: bytes) -> bytes:
    return sealer.seal_bytes(_place(upload_id, number) + content)


def open_part(sealer: Sealer, *, upload_id: UUID, number: int, sealed: bytes) -> bytes:
    """Raises FileUnreadable, also for a part that stands in another's place."""
    try:
        opened = sealer.open_bytes(sealed)
    except SealBroken as error:
        raise FileUnreadable from error
    if opened[:PLACE_BYTES] != _place(upload_id, number):
        raise FileUnreadable
    return opened[PLACE_BYTES:]
