"""Exports of personal data: asked for, approved, made, downloaded, gone; and the versions of their policy (rule ORD-5)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, text

from chassis.ids import show_id
from chassis.publishing import version_at
from chassis.uow import UnitOfWork
from orders.domain.customers.data_export import (
    DEFAULT_EXPORT,
    NOUN,
    PREFIX,
    DataExport,
    DataExportDownload,
    DataExportPart,
    ExportKind,
    ExportParameters,
    ExportPolicy,
    ExportState,
)

PART_BYTES = 1_048_576
# Whose contacts left in full stands where a reveal stands.
TELL_REVEALED = {
    ExportKind.ORDERS: text("""
        INSERT INTO timeline_entry (order_id, at, what, by_kind, by_name, by_id, facts)
        SELECT id, :now, 'receiver_revealed', 'person', :by, :by_id, jsonb_build_object('reason', CAST(:reason AS text), 'export', CAST(:export AS text))
        FROM unnest(CAST(:ids AS uuid[])) AS left_with(id)
    """),
    ExportKind.CUSTOMERS: text("""
        INSERT INTO customer_entry (id, customer_id, at, what, by_kind, by_name, facts)
        SELECT gen_random_uuid(), c.file_id, :now, 'contact_revealed', 'person', :by,
            jsonb_build_object('reason', CAST(:reason AS text), 'export', CAST(:export AS text))
        FROM (SELECT DISTINCT file_id FROM customer WHERE id = ANY (CAST(:ids AS uuid[]))) c
    """),
}


async def export_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, ExportParameters]:
    """The version in force; version 0 is what the software comes with."""
    row = await version_at(uow.session, ExportPolicy, moment=moment)
    return (0, DEFAULT_EXPORT) if row is None else (row.version, ExportParameters.model_validate(row.parameters))


async def lock_export(uow: UnitOfWork, export_id: UUID) -> DataExport | None:
    return await uow.session.get(DataExport, export_id, with_for_update=True)


async def next_to_make(uow: UnitOfWork) -> DataExport | None:
    query = select(DataExport).where(DataExport.state == ExportState.APPROVED).order_by(DataExport.id).limit(1)
    return await uow.session.scalar(query.with_for_update(skip_locked=True))


async def whose_time_is_over(uow: UnitOfWork, *, most: int) -> Sequence[DataExport]:
    query = select(DataExport).where(DataExport.state == ExportState.READY, DataExport.expires_at <= uow.now)
    return (await uow.session.scalars(query.order_by(DataExport.expires_at).limit(most).with_for_update(skip_locked=True))).all()


async def keep_file(uow: UnitOfWork, export: DataExport, content: bytes) -> None:
    for place, start in enumerate(range(0, len(content), PART_BYTES)):
        sealed = uow.sealer.seal_bytes(content[start : start + PART_BYTES])
        uow.session.add(DataExportPart(export_id=export.id, place=place, sealed=sealed))
    await uow.session.flush()


async def read_file(uow: UnitOfWork, export: DataExport) -> bytes:
    query = select(DataExportPart.sealed).where(DataExportPart.export_id == export.id).order_by(DataExportPart.place)
    return b"".join(uow.sealer.open_bytes(sealed) for sealed in (await uow.session.scalars(query)).all())


async def forget_file(uow: UnitOfWork, export: DataExport) -> None:
    await uow.session.execute(delete(DataExportPart).where(DataExportPart.export_id == export.id))


async def tell_revealed(uow: UnitOfWork, export: DataExport) -> None:
    kind = ExportKind(export.kind)
    values = {"now": uow.now, "by": export.asked_by, "reason": export.reason, "export": show_id(PREFIX, export.id), "ids": export.ids}
    await uow.session.execute(TELL_REVEALED[kind], values | ({"by_id": export.asked_by_id} if kind == ExportKind.ORDERS else {}))


def note_download(uow: UnitOfWork, export: DataExport) -> None:
    uow.session.add(DataExportDownload(export_id=export.id, at=uow.now, by_id=uow.actor.id, by_name=uow.actor.name))


def told(uow: UnitOfWork, export: DataExport, action: str, *, reason: str | None = None, **facts: object) -> None:
    """Audit trail and open screens."""
    uow.audit(f"data_export.{action}", noun=NOUN, noun_id=show_id(PREFIX, export.id), after=dict(facts), reason=reason)
    uow.changed(NOUN, show_id(PREFIX, export.id))
