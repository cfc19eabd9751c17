"""Receivers of shipments, and who sent parcels back, are erased on request (rule ORD-5)."""

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
# Who wrote themselves on a parcel that came back. What is still to be inspected keeps its sender.
THEIRS = """
    SELECT m.return_parcel_id FROM return_match m JOIN expected_return e ON e.id = m.expected_return_id
    JOIN return_parcel p ON p.id = m.return_parcel_id WHERE e.order_number = ANY (CAST(:numbers AS text[])) AND p.closed_at IS NOT NULL
"""
FORGET_RETURNS = (
    text("UPDATE expected_return SET note = '' WHERE order_number = ANY (CAST(:numbers AS text[])) AND note <> ''"),
    text(
        f"UPDATE return_picture SET image_sealed = NULL, removed_at = :now WHERE image_sealed IS NOT NULL AND return_parcel_id IN ({THEIRS})"
    ),
)
FORGET_SENDERS = text(f"""
    UPDATE return_parcel SET sender = '', note = '', version = version + 1 WHERE (sender, note) <> ('', '') AND id IN ({THEIRS}) RETURNING number
""")


async def forget_receivers_of(uow: UnitOfWork, *, references: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """The numbers of the shipments that were changed."""
    values = {"nobody": uow.sealer.seal(NOBODY), "numbers": list(numbers), "references": list(references)}
    return list((await uow.session.execute(FORGET, values)).scalars())


async def forget_senders_of(uow: UnitOfWork, *, numbers: Sequence[str]) -> list[str]:
    """The numbers of the returned parcels whose sender was known. Their pictures go too; what was found in them stays."""
    for statement in FORGET_RETURNS:
        await uow.session.execute(
            statement, {name: {"numbers": list(numbers), "now": uow.now}[name] for name in statement.compile().params}
        )
    return list((await uow.session.execute(FORGET_SENDERS, {"numbers": list(numbers)})).scalars())
