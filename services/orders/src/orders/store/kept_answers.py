"""Idempotency keys of joined requests, many at once: found, and kept, in the transaction of the orders themselves (rule SYS-1)."""

from collections.abc import Sequence

from sqlalchemy import text

from chassis.uow import UnitOfWork
from orders.domain.handed_in import ClientKey, KeptAnswer, KeyTakenMeanwhile

FIND = text("""
    SELECT client, key, fingerprint, status, body FROM idempotency_key
    WHERE (client, key) IN (SELECT * FROM unnest(CAST(:clients AS text[]), CAST(:keys AS text[])))
""")
KEEP = text("""
    INSERT INTO idempotency_key (client, key, fingerprint, status, body, media_type, created_at)
    SELECT client, key, fingerprint, status, body, media_type, :now
    FROM unnest(CAST(:clients AS text[]), CAST(:keys AS text[]), CAST(:fingerprints AS bytea[]), CAST(:statuses AS integer[]),
        CAST(:bodies AS bytea[]), CAST(:media_types AS text[])) AS k(client, key, fingerprint, status, body, media_type)
    ORDER BY client, key
    ON CONFLICT DO NOTHING
    RETURNING 1
""")


async def find_answers(uow: UnitOfWork, keys: Sequence[ClientKey]) -> dict[ClientKey, KeptAnswer]:
    rows = await uow.session.execute(FIND, {"clients": [key[0] for key in keys], "keys": [key[1] for key in keys]})
    return {(row.client, row.key): KeptAnswer(fingerprint=row.fingerprint, status=row.status, body=row.body) for row in rows}


async def keep_answers(uow: UnitOfWork, answers: dict[ClientKey, KeptAnswer]) -> None:
    """Raises KeyTakenMeanwhile."""
    if not answers:
        return
    kept = await uow.session.execute(
        KEEP,
        {
            "clients": [client for client, _ in answers],
            "keys": [key for _, key in answers],
            "fingerprints": [answer.fingerprint for answer in answers.values()],
            "statuses": [answer.status for answer in answers.values()],
            "bodies": [answer.body for answer in answers.values()],
            "media_types": [answer.media_type for answer in answers.values()],
            "now": uow.now,
        },
    )
    if len(kept.all()) != len(answers):
        raise KeyTakenMeanwhile
