"""Files that are probably one customer: a person says yes or no (rule CARE-4). Only who sees all shops of both is asked."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.shop import shops_seen_by
from orders.queries.customers.customer_list import CustomerRow, rows_of

ProposalId = Annotated[UUID, *prefixed("cpr")]
FIND = """
    SELECT p.id, p.made_at, x.file_id AS one, y.file_id AS other
    FROM customer_proposal p JOIN customer x ON x.id = p.one_id JOIN customer y ON y.id = p.other_id
    WHERE p.state = 'open' AND x.file_id <> y.file_id {after}
        AND (CAST(:shops AS text[]) IS NULL OR NOT EXISTS (
            SELECT FROM customer b JOIN customer_order o ON o.customer_id = b.id
            WHERE b.file_id IN (x.file_id, y.file_id) AND o.shop_id <> ALL (CAST(:shops AS text[]))))
    ORDER BY p.made_at, p.id LIMIT :limit
"""


class CustomerProposalOut(BaseModel):
    """The phone's last digits, the name and the exact address are equal; the rest the platforms masked."""

    id: ProposalId
    made_at: datetime
    one: CustomerRow
    other: CustomerRow


async def find_proposals(
    reader: AsyncSession, *, actor: Actor, after: tuple[datetime, UUID] | None, limit: int
) -> list[CustomerProposalOut]:
    """Oldest first; up to `limit` + 1."""
    shops = shops_seen_by(actor)
    values: dict[str, Any] = {"shops": shops, "limit": limit + 1}
    if after is not None:
        values.update(after_at=after[0], after_id=after[1])
    sql = FIND.format(after="" if after is None else "AND (p.made_at, p.id) > (:after_at, :after_id)")
    found = (await reader.execute(text(sql), values)).all()
    ids = sorted({one for row in found for one in (row.one, row.other)})
    rows = {row.id: row for row in await rows_of(reader, ids, shops=shops)}
    return [CustomerProposalOut(id=row.id, made_at=row.made_at, one=rows[row.one], other=rows[row.other]) for row in found]
