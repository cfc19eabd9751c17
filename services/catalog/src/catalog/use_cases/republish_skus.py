"""All SKUs are told again, for a service that joins late. Versions make it harmless for the others."""

from catalog.store.skus import all_skus
from chassis.uow import UnitOfWork
from contracts.catalog import SkusChanged

LARGEST_MESSAGE = 500


async def republish_skus(uow: UnitOfWork) -> int:
    """Returns how many."""
    told, after = 0, ""
    while part := await all_skus(uow, after=after, limit=LARGEST_MESSAGE):
        uow.publish(SkusChanged(skus=[sku.facts() for sku in part], changed_at=uow.now))
        told, after = told + len(part), part[-1].sku
    uow.audit("skus.republished", noun="sku", noun_id="all", after={"count": told})
    return told
