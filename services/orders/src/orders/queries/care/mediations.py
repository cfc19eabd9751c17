"""Mediations: those that go on by what is due next, all of them, and one with its record (rule CARE-8)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.care.mediation import IS_OPEN, MediationNotFound, MediationState
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.care.of_shops import page_query, shops_asked

MediationId = Annotated[UUID, *prefixed("med")]
EvidenceId = Annotated[UUID, *prefixed("evd")]
ComplaintId = Annotated[UUID, *prefixed("cpl")]
OrderId = Annotated[UUID, *prefixed("ord")]
COLUMNS = "c.*, (SELECT o.number FROM sales_order o WHERE o.id = c.order_id) AS order_number"
FIND = text("""
    SELECT c.*, o.number AS order_number, o.platform_order_no, s.name AS shop_name, k.number AS complaint_number
    FROM care_mediation c JOIN sales_order o ON o.id = c.order_id LEFT JOIN shop s ON s.id = c.shop_id
        LEFT JOIN care_complaint k ON k.id = c.complaint_id
    WHERE c.id = :id AND (CAST(:shops AS text[]) IS NULL OR c.shop_id = ANY (CAST(:shops AS text[])))
""")
RECORD = text(
    "SELECT id, at, what, side, text, in_time, by_kind, by_name, facts, erased_at FROM care_mediation_entry WHERE mediation_id = :id ORDER BY id"
)
EVIDENCE = text(
    "SELECT id, side, width, height, at, by_name, removed_at FROM care_mediation_evidence WHERE mediation_id = :id ORDER BY at, id"
)


class MediationView(StrEnum):
    """`open`: by what is due next; `all`: newest first."""

    OPEN = "open"
    ALL = "all"


class MediationRow(BaseModel):
    """`due_at`: when somebody has to do something next. A side is heard, silent (its time ran out) or still waited for."""

    id: MediationId
    number: str
    shop_id: str
    order_id: OrderId
    order_number: str
    state: str
    outcome: str | None
    opened_at: datetime
    due_at: datetime
    buyer_heard_at: datetime | None
    seller_heard_at: datetime | None
    buyer_silent: bool
    seller_silent: bool
    comply_late: bool
    version: int


class MediationEntryOut(BaseModel):
    """`side` null: the mall. `in_time` null: nothing was due. `erased_at`: when its customer was erased, and words or a name with them."""

    id: int
    at: datetime
    what: str
    side: str | None
    text: str
    in_time: bool | None
    by_kind: str
    by_name: str
    facts: dict[str, Any]
    erased_at: datetime | None


class EvidenceOut(BaseModel):
    """`removed_at`: its time is over or its customer was erased; it cannot be looked at any more."""

    id: EvidenceId
    side: str
    width: int
    height: int
    at: datetime
    by_name: str
    removed_at: datetime | None


class MediationOut(MediationRow):
    """With its record, oldest first, which never changes. `actions` are what the asker may do as it stands: speak_for_buyer,
    speak_for_seller, decide, settle, note_compliance.
    """

    platform_order_no: str
    shop_name: str | None
    complaint_id: ComplaintId | None
    complaint_number: str | None
    policy_version: int
    opened_by: str
    buyer_until: datetime
    seller_until: datetime
    decide_until: datetime
    decided_at: datetime | None
    comply_until: datetime | None
    ended_at: datetime | None
    record: list[MediationEntryOut]
    evidence: list[EvidenceOut]
    actions: list[str]


async def find_mediations(
    reader: AsyncSession, *, view: MediationView, shop_id: str | None, actor: Actor, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[MediationRow]:
    """Up to `limit` + 1."""
    shops = shops_asked(seen=shops_seen_by(actor), shop_id=shop_id)
    is_open = view == MediationView.OPEN
    query = page_query(
        table="care_mediation", columns=COLUMNS, conditions=[f"c.{IS_OPEN}"] if is_open else [],
        order="due_at ASC" if is_open else "opened_at DESC", shops=shops, after=after is not None,
    )  # fmt: skip
    values: dict[str, Any] = {"limit": limit + 1}
    if shops is not None:
        values["shops"] = shops
    if after is not None:
        values["after_at"], values["after_id"] = after
    return [MediationRow.model_validate(dict(row)) for row in (await reader.execute(query, values)).mappings()]


async def find_mediation(reader: AsyncSession, *, mediation_id: UUID, actor: Actor, now: datetime) -> MediationOut:
    """Raises MediationNotFound."""
    row = (await reader.execute(FIND, {"id": mediation_id, "shops": shops_seen_by(actor)})).mappings().one_or_none()
    if row is None:
        raise MediationNotFound
    record = [MediationEntryOut.model_validate(dict(one)) for one in (await reader.execute(RECORD, {"id": mediation_id})).mappings()]
    evidence = [EvidenceOut.model_validate(dict(one)) for one in (await reader.execute(EVIDENCE, {"id": mediation_id})).mappings()]
    shown: dict[str, Any] = {**row, "record": record, "evidence": evidence, "actions": _actions(row, actor, now=now)}
    return MediationOut.model_validate(shown)


def _actions(row: Mapping[Any, Any], actor: Actor, *, now: datetime) -> list[str]:
    hearing = row["state"] == MediationState.HEARING
    heard = all(row[f"{side}_heard_at"] is not None or row[f"{side}_silent"] or row[f"{side}_until"] < now for side in ("buyer", "seller"))
    possible = {
        "speak_for_buyer": (hearing, Permission.SPEAK_FOR_BUYERS),
        "speak_for_seller": (hearing, Permission.SPEAK_FOR_SELLERS),
        "decide": (hearing and heard, Permission.DECIDE_MEDIATIONS),
        "settle": (hearing, Permission.DECIDE_MEDIATIONS),
        "note_compliance": (row["state"] == MediationState.DECIDED, Permission.DECIDE_MEDIATIONS),
    }
    return [action for action, (can, permission) in possible.items() if can and actor.may(permission)]
