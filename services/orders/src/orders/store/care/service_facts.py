"""Writes the facts that the service figures are worked out from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from orders.domain.care.quality import month_of
from orders.domain.care.service_figures import ServiceFact

KEY = ("kind", "subject_id")


async def put_service_facts(uow: UnitOfWork, facts: Sequence[dict[str, Any]]) -> None:
    """By kind and subject, in place of what was known of them. `month` is worked out here."""
    if not facts:
        return
    rows = sorted(
        ({**fact, "month": month_of(fact["at"], uow.frame.zone)} for fact in facts), key=lambda row: (row["kind"], row["subject_id"])
    )
    write = insert(ServiceFact).values(rows)
    changed = {name: write.excluded[name] for name in rows[0] if name not in KEY}
    await uow.session.execute(write.on_conflict_do_update(index_elements=list(KEY), set_=changed))
    uow.changed("service_figure", "all")
