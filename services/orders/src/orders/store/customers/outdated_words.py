"""What buyers wrote and showed long ago: reviews' words and pictures, evidence of mediations that have ended (rule ORD-5)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from orders.domain.customers.erasure import erased_mark

# One that is still disputed at its platform keeps its words: they are what it is about.
OLD_REVIEWS = text("""
    UPDATE buyer_review r SET text = CASE WHEN r.text = '' THEN '' ELSE CAST(:mark AS text) END, pictures = '{}', words_removed_at = :now,
        version = version + 1
    FROM (
        SELECT id FROM buyer_review WHERE words_removed_at IS NULL AND written_at < :before AND malice NOT IN ('marked', 'appealed')
        ORDER BY written_at LIMIT :most FOR UPDATE SKIP LOCKED
    ) old WHERE r.id = old.id RETURNING r.id
""")
OF_REVIEWS = (
    text("""
        UPDATE buyer_review_version SET text = CASE WHEN text = '' THEN '' ELSE CAST(:mark AS text) END, pictures = '{}'
        WHERE review_id = ANY (CAST(:ids AS uuid[]))
    """),
    text("""
        UPDATE quality_entry SET facts = jsonb_set(facts, '{text}', to_jsonb(CAST(:mark AS text)))
        WHERE kind = 'review' AND facts ->> 'text' <> '' AND subject_id = ANY (CAST(:ids AS uuid[]))
    """),
)
OLD_EVIDENCE = text("""
    UPDATE care_mediation_evidence e SET image_sealed = NULL, removed_at = :now FROM (
        SELECT f.id FROM care_mediation_evidence f JOIN care_mediation m ON m.id = f.mediation_id
        WHERE f.removed_at IS NULL AND f.at < :before AND m.ended_at < :before ORDER BY f.at LIMIT :most FOR UPDATE OF f SKIP LOCKED
    ) old WHERE e.id = old.id RETURNING e.mediation_id
""")


async def remove_words_of_reviews(uow: UnitOfWork, *, before: datetime, most: int) -> Sequence[UUID]:
    """Of those written before then. Stars, class, answer and what was done stay."""
    values = {"mark": erased_mark(uow.today), "now": uow.now}
    ids = list((await uow.session.scalars(OLD_REVIEWS, {**values, "before": before, "most": most})).all())
    for statement in OF_REVIEWS:
        await uow.session.execute(statement, {"mark": values["mark"], "ids": ids})
    return ids


async def remove_evidence(uow: UnitOfWork, *, before: datetime, most: int) -> Sequence[UUID]:
    """Of mediations that ended before then; the mediation of each picture."""
    return (await uow.session.scalars(OLD_EVIDENCE, {"now": uow.now, "before": before, "most": most})).all()
