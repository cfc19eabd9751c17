"""What catalog tells us."""

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.catalog import SkusChanged
from orders.use_cases.note_skus import note_skus
from orders.use_cases.recheck_attention import recheck_attention

consumers = Consumers()
LOOKED_AT_ONCE = 200
"""Of the orders that wait for an explanation; the job of jobs/recheck.py goes on with the rest."""


@consumers.on(SkusChanged, name="orders.note-skus", one_by_one=True)
async def on_skus_changed(uow: UnitOfWork, message: SkusChanged) -> None:
    await note_skus(uow, skus=message.skus)
    await recheck_attention(uow, after=None, limit=LOOKED_AT_ONCE)
