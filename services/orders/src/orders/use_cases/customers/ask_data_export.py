"""A person asks to take personal data out of the system: exactly these rows and columns (rules ORD-5, APR-1)."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from contracts.people import Evidence, RequestApproval
from orders.domain.customers.data_export import (
    COLUMNS,
    KIND,
    PREFIX,
    DataExport,
    ExportEmpty,
    ExportKind,
    ExportNeedsAPerson,
    ExportState,
    ExportTooLarge,
    FullNeedsPermission,
)
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.store.customers.data_exports import export_policy_at, told


async def ask_data_export(
    uow: UnitOfWork,
    *,
    kind: ExportKind,
    ids: Sequence[UUID],
    asked: dict[str, object],
    columns: Sequence[str],
    full: bool,
    reason: str,
    language: Literal["zh", "en"],
) -> DataExport:
    """`ids` is what the filter `asked` matches now, in the order of the file. Few masked rows need no approval, as the policy says.

    Raises ExportEmpty, ExportTooLarge, FullNeedsPermission, ExportNeedsAPerson.
    """
    policy_version, policy = await export_policy_at(uow, moment=uow.now)
    if not ids:
        raise ExportEmpty
    if len(ids) > policy.most_rows:
        raise ExportTooLarge(most=policy.most_rows)
    if full and not uow.actor.may(Permission.REVEAL_RECEIVER):
        raise FullNeedsPermission
    needs_approval = policy.needs_approval(rows=len(ids), full=full)
    if needs_approval and uow.actor.kind != "person":
        raise ExportNeedsAPerson
    export = DataExport(
        id=new_id(),
        kind=kind,
        state=ExportState.ASKED if needs_approval else ExportState.APPROVED,
        language=language,
        asked=asked,
        columns=[code for code in COLUMNS[kind] if code in columns],
        full_contacts=full,
        reason=reason,
        ids=list(ids),
        row_count=len(ids),
        shops=shops_seen_by(uow.actor),
        policy_version=policy_version,
        asked_at=uow.now,
        asked_by=uow.actor.name,
        asked_by_id=uow.actor.id,
        decided_by="",
        comment="",
        size=0,
    )
    export.content_digest = export.digest()
    uow.session.add(export)
    told(uow, export, "asked", reason=reason, kind=str(kind), rows=len(ids), full=full, asked=asked, columns=export.columns)
    if needs_approval:
        _ask(uow, export)
    return export


def _ask(uow: UnitOfWork, export: DataExport) -> None:
    what = {ExportKind.ORDERS: ("订单", "orders"), ExportKind.CUSTOMERS: ("客户", "customers")}[ExportKind(export.kind)]
    contacts = ("联系方式明文", "contacts in full") if export.full_contacts else ("联系方式掩码", "contacts masked")
    headings = [COLUMNS[ExportKind(export.kind)][code] for code in export.columns]
    asked = "; ".join(f"{name} = {value}" for name, value in export.asked.items())
    uow.publish(
        RequestApproval(
            kind=KIND,
            reference=show_id(PREFIX, export.id),
            requester_id=export.asked_by_id,
            title_zh=f"导出 {export.row_count} 条{what[0]}（{contacts[0]}）",
            title_en=f"Export of {export.row_count} {what[1]} ({contacts[1]})",
            evidence=[
                Evidence(label_zh="用途", label_en="Reason", value=export.reason),
                Evidence(label_zh="条数", label_en="Rows", value=str(export.row_count)),
                Evidence(label_zh="联系方式", label_en="Contacts", value=f"{contacts[0]} / {contacts[1]}"),
                Evidence(label_zh="筛选条件", label_en="Filter", value=asked or "–"),
                Evidence(label_zh="列", label_en="Columns", value=", ".join(zh for zh, _ in headings)),
            ],
            content_digest=export.content_digest,
            amount=None,
            unit_id=None,
            shop_id=export.shops[0] if export.shops is not None and len(export.shops) == 1 else None,
            effective_at=None,
            link=f"/data-exports?id={show_id(PREFIX, export.id)}",
        )
    )
