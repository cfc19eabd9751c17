"""Approved exports become files, and files whose time is over are deleted (rule ORD-5)."""

import asyncio
from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from chassis.sheets import write_sheet
from orders.domain.customers.data_export import COLUMNS, DataExport, ExportKind
from orders.queries.customers.export_rows import ExportRows, read_export_rows
from orders.use_cases.customers.expire_data_exports import expire_data_exports
from orders.use_cases.customers.keep_export_file import keep_export_file
from orders.use_cases.customers.take_export_to_make import take_export_to_make

MOST_AT_ONCE = 20
TITLES = {ExportKind.ORDERS: ("订单", "Orders"), ExportKind.CUSTOMERS: ("客户", "Customers")}


async def make_files(context: Context) -> None:
    """Each in a transaction of its own: after a crash it is made again, and there is one file."""
    for _ in range(MOST_AT_ONCE):
        async with context.new_system_uow("orders.data-exports") as uow:
            export = await take_export_to_make(uow)
            if export is not None:
                rows = await read_export_rows(uow.session, export)
                # Opening seals and writing a large sheet takes seconds: not in the event loop, where others wait for their answers.
                content = await asyncio.to_thread(file_of, export, rows, context)
                await keep_export_file(uow, export=export, content=content)
            await uow.commit()
        if export is None:
            break
    async with context.new_system_uow("orders.data-exports") as uow:
        await expire_data_exports(uow)
        await uow.commit()


def file_of(export: DataExport, found: ExportRows, context: Context) -> bytes:
    """Each line bears the export's number, so that also a cut-out of it tells where it came from; the last line tells all."""
    zh = export.language == "zh"
    place = 0 if zh else 1
    zone, now = context.clock.zone, context.clock.now()
    titles = COLUMNS[ExportKind(export.kind)]
    line_mark = f"{export.short_number} · {export.asked_by}"
    approval = (f"审批 {export.approval_id}" if zh else f"approval {export.approval_id}") if export.approval_id else ""
    warning = "内部资料，请勿外传" if zh else "internal, do not pass on"
    parts = (export.short_number, export.asked_by, export.asked_by_id, f"{now.astimezone(zone):%Y-%m-%d %H:%M:%S}", approval, warning)
    return write_sheet(
        title=TITLES[ExportKind(export.kind)][place],
        headings=[*(titles[code][place] for code in export.columns), "水印" if zh else "Watermark"],
        rows=[
            *([*cells, line_mark] for cells in found.cells(export.columns, open_sealed=context.sealer.open)),
            [" · ".join(filter(None, parts))],
        ],
        zone=zone,
    )


DATA_EXPORTS = Job(name="orders.data-exports", every=timedelta(seconds=2), run=make_files)
