from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.records.file_kind import kind_named
from people.domain.records.upload import LARGEST_FILE, FileTooLarge, FileUpload
from people.store.records.documents import add_upload


async def begin_upload(uow: UnitOfWork, *, file_name: str, size: int) -> FileUpload:
    """Refused before the first byte, where it can be. Raises FileKindRefused, FileTooLarge."""
    kind_named(file_name)
    if not 1 <= size <= LARGEST_FILE:
        raise FileTooLarge
    upload = FileUpload(id=new_id(), actor_id=uow.actor.id, file_name=file_name, size=size, begun_at=uow.now, filed=False)
    await add_upload(uow, upload)
    return upload
