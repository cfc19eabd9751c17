from channels.store.inbound_messages import remove_old_payloads
from channels.store.webhooks import remove_old_events
from chassis.uow import UnitOfWork


async def forget_old(uow: UnitOfWork) -> None:
    """Raw payloads hold personal data and go on schedule (rule ORD-5); events of webhooks go when nobody replays them any more."""
    await remove_old_payloads(uow, now=uow.now)
    await remove_old_events(uow, now=uow.now)
