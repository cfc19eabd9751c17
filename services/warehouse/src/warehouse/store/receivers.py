"""Receivers of shipments are erased on request (rule ORD-5)."""

from collections.abc import Sequence

from sqlalchemy import text

from chassis.uow import UnitOfWork

NOBODY = dict.fromkeys(("name", "phone", "country", "province", "city", "district", "town", "street", "postcode"), "")
# Found by the number that people call them by, for it has an index; meant are those of the reference, whatever the attempt.
FORGET = text("""
    UPDATE shipment SET receiver_sealed = :nobody, note = '', version = version + 1 WHERE id IN (
        SELECT id FROM shipment
        WHERE shown_number = ANY (CAST(:numbers AS text[])) AND split_part(reference, '.', 1) = ANY (CAST(:references AS text[]))
            AND state IN ('shipped', 'withdrawn') ORDER BY number FOR UPDATE
    ) RETURNING number
""")


async def forget_receivers_of(uow: UnitOfWork, *, references: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """The numbers of the shipments that were changed."""
    values = {"nobody": uow.sealer.seal(NOBODY), "numbers": list(numbers), "references": list(references)}
    return list((await uow.session.execute(FORGET, values)).scalars())
