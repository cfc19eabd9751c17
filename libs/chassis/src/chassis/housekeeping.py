"""Takes away what has done its work: old inbox rows and idempotency keys."""

from datetime import timedelta

from sqlalchemy import text

from chassis.context import Context
from chassis.jobs import Job

KEEP_KEYS = timedelta(hours=72)
# Longer than JetStream keeps a message (chassis.broker.KEEP_SECONDS), so that a late double is still known.
KEEP_INBOX = timedelta(days=45)

FORGET_KEYS = text("DELETE FROM idempotency_key WHERE created_at < :before")
FORGET_INBOX = text("DELETE FROM inbox WHERE handled_at < :before")


async def tidy(context: Context) -> None:
    async with context.new_system_uow(f"{context.name}.tidy") as uow:
        await uow.session.execute(FORGET_KEYS, {"before": uow.now - KEEP_KEYS})
        await uow.session.execute(FORGET_INBOX, {"before": uow.now - KEEP_INBOX})
        await uow.commit()


TIDY = Job(name="tidy", every=timedelta(hours=1), run=tidy)
