"""Whether orders are their buyers' first, for rules of review that ask (rules ORD-2, CARE-4): what the customer files know, and no guess."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from orders.domain.customers.keys import keys_of
from orders.domain.draft import Draft
from orders.domain.knowledge import Knowledge
from orders.domain.search_keys import phone_keys
from orders.store.customers.counting import progress_of

NEW = "new"
MOST_UNCOUNTED = 20_000
"""When more orders than these wait to be counted to files, the files do not know yet."""
FIRST_OF_FILE = text("""
    SELECT k.digest, min(o.placed_at) AS first_at FROM customer_key k
        JOIN customer b ON b.id = k.customer_id JOIN customer f ON f.file_id = b.file_id
        JOIN customer_order o ON o.customer_id = f.id AND o.counted
    WHERE k.digest = ANY (CAST(:digests AS uuid[])) GROUP BY 1
""")
UNCOUNTED = text("SELECT count(*) FROM (SELECT FROM sales_order WHERE id > :after LIMIT :most) AS tail")
TAIL = text("""
    SELECT shop_id, platform_order_no, buyer_id, phone_digest, placed_at FROM sales_order
    WHERE id > :after AND kind = 'order' AND ((buyer_id <> '' AND buyer_id = ANY (CAST(:buyers AS text[]))) OR phone_digest = ANY (CAST(:phones AS bigint[])))
""")


async def know_first_orders(uow: UnitOfWork, drafts: Sequence[Draft], *, known: Knowledge) -> None:
    """Notes on each whether it is the first: true, false, or None where no strong key tells who buys, or an order of theirs that was
    placed before it is not counted to a file yet.
    """
    if not drafts:
        return
    keys = [_keys(uow, draft, known) for draft in drafts]
    first_at = await _first_of_files(uow, {digest for strong in keys for digest in strong})
    waiting = await _uncounted(uow, drafts)
    for draft, strong in zip(drafts, keys, strict=True):
        if not strong:
            draft.first_order = None
        elif any(first_at[digest] < draft.placed_at for digest in strong if digest in first_at):
            draft.first_order = False
        else:
            draft.first_order = None if waiting is None or waiting.has_one_before(draft) else True


class Waiting:
    """Orders that are not counted yet, by what may be their buyer."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._digest = uow.sealer.digest
        self._placed: dict[object, list[tuple[datetime, tuple[str, str]]]] = {}

    def add(self, *, key: tuple[str, str], buyer_id: str, phone: int | None, placed_at: datetime) -> None:
        for who in _whos(key[0], buyer_id, phone):
            self._placed.setdefault(who, []).append((placed_at, key))

    def add_draft(self, draft: Draft) -> None:
        self.add(key=draft.key, buyer_id=draft.buyer_id, phone=phone_keys(draft.receiver, self._digest)[0], placed_at=draft.placed_at)

    def has_one_before(self, draft: Draft) -> bool:
        """Placed at the same moment counts as before: which of the two was first is not known."""
        whos = _whos(draft.shop_id, draft.buyer_id, phone_keys(draft.receiver, self._digest)[0])
        return any(at <= draft.placed_at and key != draft.key for who in whos for at, key in self._placed.get(who, []))


def _whos(shop_id: str, buyer_id: str, phone: int | None) -> Iterable[object]:
    if buyer_id.strip():
        yield shop_id, buyer_id
    if phone is not None:
        yield phone


def _keys(uow: UnitOfWork, draft: Draft, known: Knowledge) -> list[UUID]:
    shop = known.shops.get(draft.shop_id)
    if shop is None:
        return []
    keys = keys_of(draft.receiver, buyer_id=draft.buyer_id, platform=shop.platform, shop_id=draft.shop_id, digest=uow.sealer.digest)
    return [key.digest for key in keys.strong]


async def _first_of_files(uow: UnitOfWork, digests: Collection[UUID]) -> dict[UUID, datetime]:
    rows = await uow.session.execute(FIRST_OF_FILE, {"digests": list(digests)})
    return {row.digest: row.first_at for row in rows}


async def _uncounted(uow: UnitOfWork, drafts: Sequence[Draft]) -> Waiting | None:
    """None: too many. Those that come in together wait as well."""
    after = await progress_of(uow, NEW)
    if (await uow.session.execute(UNCOUNTED, {"after": after, "most": MOST_UNCOUNTED})).scalar_one() == MOST_UNCOUNTED:
        return None
    waiting = Waiting(uow)
    for draft in drafts:
        waiting.add_draft(draft)
    phones = [phone for draft in drafts if (phone := phone_keys(draft.receiver, uow.sealer.digest)[0]) is not None]
    values = {"after": after, "buyers": [draft.buyer_id for draft in drafts], "phones": phones}
    for row in await uow.session.execute(TAIL, values):
        key = (row.shop_id, row.platform_order_no)
        waiting.add(key=key, buyer_id=row.buyer_id, phone=row.phone_digest, placed_at=row.placed_at)
    return waiting
