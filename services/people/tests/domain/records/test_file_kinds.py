"""What a file is, told by its content."""

import pytest

from chassis.ids import new_id
from chassis.sealing import Sealer
from chassis.testing import TEST_DATA_KEY
from people.domain.records.file_kind import FileKindRefused, check_content, kind_named
from people.domain.records.upload import PART_BYTES, FileUnreadable, FileUpload, PartWrong, open_part, seal_part

OFFICE = b"PK\x03\x04" + b"x" * 50
LISTS = b"[Content_Types].xml word/document.xml"


@pytest.mark.rule("ORG-9")
@pytest.mark.parametrize(
    ("name", "head", "tail"),
    [
        ("照片.png", b"\xff\xd8\xff\xe0", b""),
        ("a.pdf", b"<html>", b""),
        ("a.docx", OFFICE, b"[Content_Types].xml xl/workbook.xml"),
        ("a.docx", OFFICE, LISTS + b" word/vbaProject.bin"),
        ("a.txt", b"MZ\x90\x00\x03", b""),
        ("a.webp", b"RIFF\x00\x00\x00\x00WAVE", b""),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, head: bytes, tail: bytes) -> None:
    with pytest.raises(FileKindRefused):
        check_content(name, head=head, tail=tail)


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "a.svg", "noend", "x.docm", "a.pdf.js"])
def test_kinds_that_could_run_are_not_taken(name: str) -> None:
    with pytest.raises(FileKindRefused):
        kind_named(name)


@pytest.mark.parametrize(
    ("name", "head", "tail", "media_type"),
    [
        ("报告.PDF", b"%PDF-1.7", b"", "application/pdf"),
        ("a.docx", OFFICE, LISTS, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.csv", "编号,姓名".encode("gbk"), b"", "text/csv"),
        ("a.txt", b"\xff\xfea\x00", b"", "text/plain"),
    ],
)
def test_what_is_taken(name: str, head: bytes, tail: bytes, media_type: str) -> None:
    assert check_content(name, head=head, tail=tail).media_type == media_type


def test_a_part_opens_only_in_its_own_place() -> None:
    sealer, upload, other = Sealer(TEST_DATA_KEY), new_id(), new_id()
    sealed = seal_part(sealer, upload_id=upload, number=3, content=b"secret")
    assert b"secret" not in sealed
    assert open_part(sealer, upload_id=upload, number=3, sealed=sealed) == b"secret"
    for place in ((upload, 2), (other, 3)):
        with pytest.raises(FileUnreadable):
            open_part(sealer, upload_id=place[0], number=place[1], sealed=sealed)
    with pytest.raises(FileUnreadable):
        open_part(sealer, upload_id=upload, number=3, sealed=sealed[:-1])


@pytest.mark.parametrize(("number", "length"), [(0, PART_BYTES - 1), (1, PART_BYTES), (1, 11), (2, 0), (2, 1), (-1, 1)])
def test_a_part_has_the_size_of_its_place(number: int, length: int) -> None:
    upload = FileUpload(id=new_id(), size=PART_BYTES + 10, filed=False)
    assert upload.part_count == 2
    with pytest.raises(PartWrong):
        upload.check_part(number, b"x" * length)
    upload.check_part(0, b"x" * PART_BYTES)
    upload.check_part(1, b"x" * 10)
