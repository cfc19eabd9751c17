"""Events of catalog."""

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.catalog import SkusChanged
from warehouse.use_cases.note_skus import note_skus

consumers = Consumers()


@consumers.on(SkusChanged, name="warehouse.note-skus")
async def on_skus_changed(uow: UnitOfWork, message: SkusChanged) -> None:
    await note_skus(uow, skus=message.skus)
