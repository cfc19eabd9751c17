"""Dates and words of a pre-sale are changed; its money only while nobody has ordered (rule ORD-2)."""

from collections.abc import Mapping
from uuid import UUID

from chassis.ids import show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from orders.domain.presale import PRESALE, Presale, PresaleMoneyFixed, PresaleOverlaps, PresaleTermsWrong, wrong_terms
from orders.store.knowledge import knowledge_changed
from orders.store.presales import has_orders, lock_presale, look_at_all_orders_of, overlapping

DATES = ("name", "starts_at", "ends_at", "balance_from", "balance_until", "ships_from", "ships_until", "note")
MONEY = ("deposit_kind", "deposit", "on_overdue")


async def change_presale(uow: UnitOfWork, *, presale_id: UUID, version: int, terms: Mapping[str, object], reason: str) -> Presale:
    """`terms` has every field of DATES and MONEY. Open orders follow at once.

    Raises PresaleNotFound, VersionStale, PresaleMoneyFixed, PresaleTermsWrong, PresaleOverlaps.
    """
    presale = await lock_presale(uow, presale_id=presale_id)
    check_version(expected=version, actual=presale.version)
    if any(getattr(presale, name) != terms[name] for name in MONEY) and await has_orders(uow, presale_id=presale.id):
        raise PresaleMoneyFixed
    before = {name: str(getattr(presale, name)) for name in (*DATES, *MONEY) if getattr(presale, name) != terms[name]}
    with uow.session.no_autoflush:
        for name in (*DATES, *MONEY):
            setattr(presale, name, terms[name])
        wrong = wrong_terms(presale)
    if wrong:
        raise PresaleTermsWrong(errors=wrong)
    other = await overlapping(uow, presale)
    if other is not None:
        raise PresaleOverlaps(sku=presale.sku, name=other.name)
    presale.version += 1
    await knowledge_changed(uow)
    await look_at_all_orders_of(uow, presale_id=presale.id)
    after: dict[str, object] = {name: str(terms[name]) for name in before}
    uow.audit("presale.changed", noun="presale", noun_id=show_id(PRESALE, presale.id), before=dict(before), after=after, reason=reason)
    uow.changed("presale", show_id(PRESALE, presale.id))
    return presale
