from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, StringConstraints

from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.records.parts import MayFile
from people.domain.ids import UploadId
from people.domain.records.upload import PART_BYTES, FileUpload
from people.queries.records.documents import find_upload
from people.use_cases.records.begin_upload import begin_upload
from people.use_cases.records.take_file_part import take_file_part

router = transactional_router("/v1/file-uploads", tag="file_uploads")
FileName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f/\\]+$")]
OCTETS = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


class NewUpload(Body):
    """`size` in bytes, up to 25 MB."""

    file_name: FileName
    size: int


class UploadOut(BaseModel):
    """Send the parts 0 to `part_count` - 1, each of `part_size` bytes but the last, in any order; `there` are those that have come."""

    id: UploadId
    file_name: str
    size: int
    part_size: int
    part_count: int
    there: list[int]


def _upload_out(upload: FileUpload, there: list[int]) -> UploadOut:
    return UploadOut(
        id=upload.id, file_name=upload.file_name, size=upload.size, part_size=PART_BYTES, part_count=upload.part_count, there=there
    )


@router.post("", status_code=201, dependencies=[ONCE])
async def begin_file_upload(body: NewUpload, uow: Uow, _: MayFile) -> UploadOut:
    """A kind or a size that is not taken is refused before the first byte (rule ORG-9). What is not filed within a day is forgotten."""
    return _upload_out(await begin_upload(uow, file_name=body.file_name, size=body.size), [])


@router.get("/{upload_id}")
async def get_file_upload(upload_id: UploadId, reader: Reader, actor: MayFile) -> UploadOut:
    """To go on after a lost connection."""
    upload, there = await find_upload(reader, upload_id, actor_id=actor.id)
    return _upload_out(upload, there)


@router.post("/{upload_id}/parts/{number}", openapi_extra=OCTETS)
async def send_file_part(upload_id: UploadId, number: int, request: Request, uow: Uow, _: MayFile) -> UploadOut:
    """Plain bytes. The same part again takes the place of the first."""
    upload, there = await take_file_part(uow, upload_id=upload_id, number=number, content=await request.body())
    return _upload_out(upload, sorted(there))
