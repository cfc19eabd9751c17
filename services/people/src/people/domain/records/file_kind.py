"""Which files are taken, told by what they hold and not by their name alone (rule ORG-9)."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from chassis.refusals import FieldError, Invalid

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04",)
OFFICE = "application/vnd.openxmlformats-officedocument."


class FileKindRefused(Invalid):
    code = "file_kind_refused"
    rule = "ORG-9"
    zh = "不接受该文件（{name}）：{why_zh}。可上传 PDF、图片、Office 文档、txt、csv、md、zip。"
    en = "The file {name} is not taken: {why_en}. PDF, pictures, Office documents, txt, csv, md and zip are."

    def __init__(self, *, name: str, why_zh: str, why_en: str) -> None:
        errors = [FieldError(pointer="/file_name", code="file_kind_refused", zh=why_zh, en=why_en)]
        super().__init__(errors=errors, name=name, why_zh=why_zh, why_en=why_en)


@dataclass(frozen=True, kw_only=True)
class FileKind:
    """`begins`: one of these stands at the beginning. `holds`: a name that the directory at the end of an Office file must list."""

    media_type: str
    begins: tuple[bytes, ...] = ()
    holds: bytes = b""
    is_text: bool = False


KINDS = {
    ".pdf": FileKind(media_type="application/pdf", begins=(b"%PDF-",)),
    ".png": FileKind(media_type="image/png", begins=(b"\x89PNG\r\n\x1a\n",)),
    ".jpg": FileKind(media_type="image/jpeg", begins=(b"\xff\xd8\xff",)),
    ".jpeg": FileKind(media_type="image/jpeg", begins=(b"\xff\xd8\xff",)),
    ".gif": FileKind(media_type="image/gif", begins=(b"GIF87a", b"GIF89a")),
    ".webp": FileKind(media_type="image/webp", begins=(b"RIFF",)),
    ".docx": FileKind(media_type=f"{OFFICE}wordprocessingml.document", begins=ZIP, holds=b"word/"),
    ".xlsx": FileKind(media_type=f"{OFFICE}spreadsheetml.sheet", begins=ZIP, holds=b"xl/"),
    ".pptx": FileKind(media_type=f"{OFFICE}presentationml.presentation", begins=ZIP, holds=b"ppt/"),
    ".doc": FileKind(media_type="application/msword", begins=(OLE,)),
    ".xls": FileKind(media_type="application/vnd.ms-excel", begins=(OLE,)),
    ".ppt": FileKind(media_type="application/vnd.ms-powerpoint", begins=(OLE,)),
    ".zip": FileKind(media_type="application/zip", begins=(*ZIP, b"PK\x05\x06")),
    ".txt": FileKind(media_type="text/plain", is_text=True),
    ".md": FileKind(media_type="text/plain", is_text=True),
    ".csv": FileKind(media_type="text/csv", is_text=True),
}
PREVIEWED = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser shows by itself and that runs nothing."""


def kind_named(name: str) -> FileKind:
    """By the end of its name. Raises FileKindRefused."""
    kind = KINDS.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise FileKindRefused(name=name, why_zh="不支持该类型", why_en="its kind is not supported")
    return kind


def check_content(name: str, *, head: bytes, tail: bytes) -> FileKind:
    """`head` is the first part of the content, `tail` its last two. Raises FileKindRefused."""
    kind = kind_named(name)
    if kind.begins and not head.startswith(kind.begins):
        raise FileKindRefused(name=name, why_zh="内容与扩展名不符", why_en="its content is not what its name says")
    if kind.media_type == "image/webp" and head[8:12] != b"WEBP":
        raise FileKindRefused(name=name, why_zh="内容与扩展名不符", why_en="its content is not what its name says")
    if kind.holds and (kind.holds not in tail or b"[Content_Types].xml" not in tail):
        raise FileKindRefused(name=name, why_zh="内容与扩展名不符", why_en="its content is not what its name says")
    if kind.holds and b"vbaProject.bin" in tail:
        raise FileKindRefused(name=name, why_zh="含有宏", why_en="it holds macros")
    if kind.is_text and b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileKindRefused(name=name, why_zh="不是文本", why_en="it is not text")
    return kind
