"""Exports of personal data as their askers see them, as supervisors see them, and the versions of their policy (rule ORD-5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.customers.data_export import DEFAULT_EXPORT, EXPORT_RULE, ExportNotFound, ExportParameters
from orders.permissions import Permission

DataExportId = Annotated[UUID, *prefixed("dex")]
COLUMNS = """
    e.id, e.kind, e.state, e.asked, e.columns, e.full_contacts, e.reason, e.row_count, e.asked_at, e.asked_by, e.approval_id, e.decided_at,
    e.decided_by, e.comment, e.made_at, e.expires_at, e.size, e.asked_by_id = :me AS mine,
    (SELECT count(*) FROM data_export_download d WHERE d.export_id = e.id) AS downloads
"""
LIST = f"SELECT {COLUMNS} FROM data_export e WHERE {{conditions}} ORDER BY e.id DESC LIMIT :limit"
ONE = text(f"SELECT {COLUMNS} FROM data_export e WHERE e.id = :id AND (e.asked_by_id = :me OR :all)")
DOWNLOADS = text("SELECT at, by_name FROM data_export_download WHERE export_id = :id ORDER BY id DESC LIMIT 100")
POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM export_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")


class DataExportOut(BaseModel):
    """`state` asked (waits for an approval), approved (its file is being made), ready, refused, voided, withdrawn or expired.

    `asked` is the filter in words. Only who asked (`mine`) downloads the file, until `expires_at`.
    """

    id: DataExportId
    kind: str
    state: str
    asked: dict[str, Any]
    columns: list[str]
    full_contacts: bool
    reason: str
    row_count: int
    asked_at: datetime
    asked_by: str
    approval_id: str | None
    decided_at: datetime | None
    decided_by: str
    comment: str
    made_at: datetime | None
    expires_at: datetime | None
    size: int
    mine: bool
    downloads: int


class DownloadOut(BaseModel):
    at: datetime
    by_name: str


class DataExportDetail(DataExportOut):
    downloaded: list[DownloadOut]


class ExportPolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: ExportParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = ExportPolicyOut(
    rule=EXPORT_RULE, version=0, effective_from=None, parameters=DEFAULT_EXPORT, note="", published_at=None, published_by="Dianzhang"
)


async def find_data_exports(
    reader: AsyncSession, *, actor: Actor, everybodys: bool, before: UUID | None, limit: int
) -> list[DataExportOut]:
    """Newest first, up to `limit` + 1."""
    conditions = ["true" if everybodys else "e.asked_by_id = :me", *([] if before is None else ["e.id < :before"])]
    values = {"me": actor.id, "before": before, "limit": limit + 1}
    rows = (await reader.execute(text(LIST.format(conditions=" AND ".join(conditions))), values)).mappings()
    return [DataExportOut.model_validate(dict(row)) for row in rows]


async def find_data_export(reader: AsyncSession, *, export_id: UUID, actor: Actor) -> DataExportDetail:
    """For who asked and who may see everybody's. Raises ExportNotFound."""
    values = {"id": export_id, "me": actor.id, "all": actor.shops is None and actor.may(Permission.READ_EXPORTS)}
    row = (await reader.execute(ONE, values)).mappings().one_or_none()
    if row is None:
        raise ExportNotFound
    downloaded = [DownloadOut.model_validate(dict(one)) for one in (await reader.execute(DOWNLOADS, {"id": export_id})).mappings()]
    return DataExportDetail(**row, downloaded=downloaded)


async def find_export_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[ExportPolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [ExportPolicyOut.model_validate({**row, "rule": EXPORT_RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]
