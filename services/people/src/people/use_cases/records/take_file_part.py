from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.records.upload import FileUpload, seal_part
from people.store.records.documents import keep_part, lock_upload, parts_there


async def take_file_part(uow: UnitOfWork, *, upload_id: UUID, number: int, content: bytes) -> tuple[FileUpload, set[int]]:
    """Returns which parts are there now. Raises UploadNotFound, UploadUsed, PartWrong."""
    upload = await lock_upload(uow, upload_id)
    upload.check_part(number, content)
    sealed = seal_part(uow.sealer, upload_id=upload_id, number=number, content=content)
    await keep_part(uow, upload_id=upload_id, number=number, sealed=sealed)
    return upload, await parts_there(uow, upload_id)
