"""Credit of shops and buyers, written with the entry that says why."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from orders.domain.integrity.credit import Credit, CreditEntry, CreditWhat, Party, Standing
from orders.domain.integrity.policy import CreditTerms


async def lock_credit(uow: UnitOfWork, *, party: Party, shop_id: str, buyer_id: str, terms: CreditTerms) -> Credit:
    """Made with the points everybody starts with when there is none."""
    key = {"party": party, "shop_id": shop_id, "buyer_id": buyer_id}
    fresh = key | {"points": terms.start, "standing": Standing.GOOD, "cases": 0, "changed_at": uow.now}
    await uow.session.execute(insert(Credit).values(fresh).on_conflict_do_nothing())
    query = select(Credit).where(Credit.party == party, Credit.shop_id == shop_id, Credit.buyer_id == buyer_id).with_for_update()
    return (await uow.session.scalars(query.execution_options(populate_existing=True))).one()


async def has_entry(uow: UnitOfWork, *, subject_id: UUID, what: CreditWhat) -> bool:
    query = select(CreditEntry.id).where(CreditEntry.subject_id == subject_id, CreditEntry.what == what)
    return (await uow.session.execute(query)).first() is not None


def note_entry(
    uow: UnitOfWork, credit: Credit, *, what: CreditWhat, points_before: int, subject_id: UUID, facts: dict[str, Any], reason: str
) -> None:
    uow.session.add(
        CreditEntry(
            party=credit.party,
            shop_id=credit.shop_id,
            buyer_id=credit.buyer_id,
            at=uow.now,
            what=what,
            points_before=points_before,
            points_after=credit.points,
            standing=credit.standing,
            subject_id=subject_id,
            facts=facts,
            by_name=uow.actor.name,
            reason=reason,
        )
    )
    before: dict[str, object] = {"points": points_before}
    after: dict[str, object] = {"points": credit.points, "standing": str(credit.standing), "what": str(what)}
    noun_id = credit.shop_id if credit.party == Party.SHOP else f"{credit.shop_id}/{credit.buyer_id}"
    uow.audit(f"{credit.party}_credit.changed", noun=f"{credit.party}_credit", noun_id=noun_id, before=before, after=after, reason=reason)
    uow.changed("credit", credit.shop_id)
