"""Levels of files and their tags by rule, told from what the files' orders count; and the versions of the policy (rule CARE-4)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from chassis.publishing import version_at
from chassis.uow import UnitOfWork
from orders.domain.customers.levels import DEFAULT_LEVELS, Assessed, Bought, LevelParameters, LevelPolicy, assess

BOUGHT = text("""
    SELECT c.file_id AS file, o.currency, count(*) AS orders, sum(o.paid) AS paid, sum(o.refunded) AS refunded, min(o.placed_at) AS oldest_at
    FROM customer c JOIN customer_order o ON o.customer_id = c.id
    WHERE c.file_id = ANY (CAST(:files AS uuid[])) AND o.counted AND o.placed_at > :since GROUP BY 1, 2
""")
STANDINGS = text("""
    SELECT c.id, c.first_order_at, c.last_order_at, s.level FROM customer c LEFT JOIN customer_standing s ON s.customer_id = c.id
    WHERE c.id = ANY (CAST(:files AS uuid[])) AND c.file_id = c.id
""")
# A base that no longer stands for a file has no standing of its own.
FORGET = text("""
    DELETE FROM customer_standing s USING customer c
    WHERE s.customer_id = c.id AND c.id = ANY (CAST(:files AS uuid[])) AND c.file_id <> c.id
""")
WRITE = text("""
    WITH found AS (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
            id uuid, level text, orders integer, paid numeric, refunded numeric, not_counted text[], tags text[], look_again_at timestamptz)
    )
    INSERT INTO customer_standing (customer_id, level, policy_version, orders, paid, refunded, not_counted, tags, since, look_again_at)
    SELECT id, level, :version, orders, paid, refunded, not_counted, tags, :now, look_again_at FROM found
    ON CONFLICT (customer_id) DO UPDATE SET level = excluded.level, policy_version = excluded.policy_version, orders = excluded.orders,
        paid = excluded.paid, refunded = excluded.refunded, not_counted = excluded.not_counted, tags = excluded.tags,
        since = CASE WHEN customer_standing.level = excluded.level THEN customer_standing.since ELSE excluded.since END,
        look_again_at = excluded.look_again_at
""")
# What the list is read by stands where its indexes are.
PLACE = (
    text("""
        UPDATE customer_shop s SET level = t.level, worth = round((s.paid - s.refunded) * coalesce((CAST(:rates AS jsonb) ->> s.currency)::numeric, 0), 2)
        FROM customer_standing t
        WHERE t.customer_id = s.customer_id AND s.customer_id = ANY (CAST(:files AS uuid[])) AND (s.level, s.worth) IS DISTINCT FROM
            (t.level, round((s.paid - s.refunded) * coalesce((CAST(:rates AS jsonb) ->> s.currency)::numeric, 0), 2))
    """),
    text("""
        UPDATE customer c SET level = coalesce(t.level, ''), worth = coalesce(t.worth, 0)
        FROM unnest(CAST(:files AS uuid[])) AS asked(id) LEFT JOIN LATERAL (
            SELECT s.level, (SELECT sum(worth) FROM customer_shop WHERE customer_id = asked.id) AS worth
            FROM customer_standing s WHERE s.customer_id = asked.id
        ) t ON true
        WHERE c.id = asked.id AND (c.level, c.worth) IS DISTINCT FROM (coalesce(t.level, ''), coalesce(t.worth, 0))
    """),
)
LIST_TAGS = (
    text("DELETE FROM customer_listed_tag WHERE customer_id = ANY (CAST(:files AS uuid[]))"),
    text("""
        WITH tagged AS (
            SELECT b.file_id AS id, t.tag FROM customer b JOIN customer_tag t ON t.customer_id = b.id
            WHERE b.file_id = ANY (CAST(:files AS uuid[]))
            UNION
            SELECT customer_id, unnest(tags) FROM customer_standing WHERE customer_id = ANY (CAST(:files AS uuid[]))
        )
        INSERT INTO customer_listed_tag (customer_id, tag, shop_id, last_order_at)
        SELECT t.id, t.tag, '', c.last_order_at FROM tagged t JOIN customer c ON c.id = t.id WHERE c.last_order_at IS NOT NULL
        UNION ALL
        SELECT t.id, t.tag, s.shop_id, max(s.last_order_at) FROM tagged t JOIN customer_shop s ON s.customer_id = t.id GROUP BY 1, 2, 3
    """),
)
DUE = text("""
    SELECT customer_id FROM (
        (SELECT customer_id FROM customer_standing WHERE look_again_at <= :now ORDER BY look_again_at LIMIT :most)
        UNION (SELECT customer_id FROM customer_standing WHERE policy_version < :version ORDER BY policy_version LIMIT :most)
        UNION (SELECT customer_id FROM customer_standing WHERE policy_version > :version ORDER BY policy_version DESC LIMIT :most)
    ) due LIMIT :most
""")


@dataclass(frozen=True, kw_only=True)
class LevelChange:
    file: UUID
    before: str
    found: Assessed
    policy_version: int


async def level_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, LevelParameters]:
    """The version in force; version 0 is what the software comes with."""
    row = await version_at(uow.session, LevelPolicy, moment=moment)
    return (0, DEFAULT_LEVELS) if row is None else (row.version, LevelParameters.model_validate(row.parameters))


async def files_to_look_at(uow: UnitOfWork, *, most: int) -> Sequence[UUID]:
    """Whose level may be another by time alone, or by a version of the policy that is now in force."""
    version, _ = await level_policy_at(uow, moment=uow.now)
    return (await uow.session.scalars(DUE, {"now": uow.now, "version": version, "most": most})).all()


async def assess_files(uow: UnitOfWork, files: Collection[UUID]) -> list[LevelChange]:
    """Writes level, reasons and tags of these files, whose shops are counted already. Those whose level became another."""
    version, parameters = await level_policy_at(uow, moment=uow.now)
    asked = {"files": sorted(files)}
    since = uow.now - timedelta(days=parameters.days)
    bought: defaultdict[UUID, list[Bought]] = defaultdict(list)
    for row in (await uow.session.execute(BOUGHT, {**asked, "since": since})).mappings():
        facts = dict(row)
        bought[facts.pop("file")].append(Bought(**facts))
    await uow.session.execute(FORGET, asked)
    rows: list[dict[str, Any]] = []
    changes: list[LevelChange] = []
    for one in (await uow.session.execute(STANDINGS, asked)).all():
        found = assess(parameters, bought[one.id], first_at=one.first_order_at, last_at=one.last_order_at, now=uow.now)
        rows.append({"id": one.id, **asdict(found)})
        if one.level and one.level != found.level:
            changes.append(LevelChange(file=one.id, before=one.level, found=found, policy_version=version))
    await uow.session.execute(WRITE, {"rows": _json(rows), "version": version, "now": uow.now})
    rates = _json({currency: str(rate) for currency, rate in parameters.all_rates.items()})
    for statement in PLACE:
        await uow.session.execute(statement, {**asked, "rates": rates})
    await list_tags(uow, files)
    return changes


async def list_tags(uow: UnitOfWork, files: Collection[UUID]) -> None:
    """So that the list finds these files by their tags as they are now."""
    for statement in LIST_TAGS:
        await uow.session.execute(statement, {"files": sorted(files)})


def _json(rows: object) -> str:
    return orjson.dumps(rows, default=str).decode()
