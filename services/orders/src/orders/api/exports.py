"""The order desk as a spreadsheet: masked, watermarked, and written down who took it (rule ORD-5)."""

import asyncio
from dataclasses import asdict
from typing import Annotated

from fastapi import Depends, Request, Response

from chassis.actor import Actor
from chassis.auth import requires
from chassis.languages import language_of
from chassis.refusals import Invalid
from chassis.routes import Here, Reader, transactional_router
from chassis.sheets import XLSX, Cell, sheet_response, write_sheet
from orders.api.order_filters import OrderFilters
from orders.domain.redaction import without_numbers
from orders.permissions import Permission
from orders.queries.order_filter import OrderFilter
from orders.queries.order_list import Asked, OrderRow, find_orders
from orders.use_cases.note_export import note_export

router = transactional_router("/v1/orders", tag="orders")
MOST_ROWS = 50_000
HEADINGS = {
    "zh": ["订单号", "店铺", "平台单号", "状态", "挂起原因", "待处理原因", "库存", "仓库", "件数", "实付", "币种", "下单时间", "收货人", "电话",
           "省", "市", "买家留言", "备注", "来源", "承运商", "运单号", "发货时间", "最晚发货"],
    "en": ["Number", "Shop", "Shop's number", "Status", "Held for", "Needs attention for", "Stock", "Warehouse", "Pieces", "Paid", "Currency",
           "Placed at", "Receiver", "Phone", "Province", "City", "Buyer's remark", "Our remark", "Source", "Carrier", "Tracking number",
           "Shipped at", "To leave by"],
}  # fmt: skip


class ExportTooLarge(Invalid):
    code = "export_too_large"
    rule = "ORD-5"
    zh = "符合条件的订单超过 {most} 条，请缩小筛选范围后再导出。"
    en = "More than {most} orders match; please narrow the filter and export again."


@router.get("/export", response_class=Response, responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}})
async def export_orders(
    request: Request,
    reader: Reader,
    filters: Annotated[OrderFilters, Depends()],
    actor: Annotated[Actor, Depends(requires(Permission.EXPORT))],
    context: Here,
) -> Response:
    """The filtered list as xlsx, at most 50,000 rows, receivers masked. The last line says who took it and when."""
    wanted = filters.within(actor, context.clock)
    now = context.clock.now()
    asked = Asked(wanted=wanted, after=None, limit=MOST_ROWS, today=context.clock.today(), digest=context.sealer.digest)
    rows = await find_orders(reader, asked)
    if len(rows) > MOST_ROWS:
        raise ExportTooLarge(most=MOST_ROWS)
    async with context.new_uow(actor) as uow:
        await note_export(uow, rows=len(rows), asked=told_filter(wanted))
        await uow.commit()
    language = "zh" if language_of(request.headers.get("accept-language")).startswith("zh") else "en"
    zone = context.clock.zone
    moment = f"{now.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    mark = f"{actor.name} · {actor.id} · {moment} · " + ("内部资料，请勿外传" if language == "zh" else "internal, do not pass on")
    # A large sheet takes seconds of work: not in the event loop, where others wait for their answers.
    content = await asyncio.to_thread(
        write_sheet,
        title="订单" if language == "zh" else "Orders",
        headings=HEADINGS[language],
        rows=[*(cells_of(row) for row in rows), [mark]],
        zone=zone,
    )
    return sheet_response(content, filename=f"orders-{now.astimezone(zone):%Y%m%d-%H%M%S}.xlsx")


def told_filter(wanted: OrderFilter) -> dict[str, object]:
    """What was asked for, for the audit trail: a phone that was searched for is masked."""
    asked: dict[str, object] = {name: value for name, value in asdict(wanted).items() if value is not None and value != []}
    if wanted.q:
        asked["q"] = without_numbers(wanted.q)
    return asked


def cells_of(row: OrderRow) -> list[Cell]:
    return [
        row.number,
        row.shop_id,
        row.platform_order_no,
        row.status,
        ", ".join(row.hold_reasons),
        ", ".join(row.attention_reasons),
        row.reservation,
        row.warehouse_code,
        row.piece_count,
        row.paid.amount,
        row.paid.currency,
        row.placed_at,
        row.receiver_name,
        row.receiver_phone,
        row.receiver_province,
        row.receiver_city,
        row.buyer_remark,
        row.seller_remark,
        row.source,
        row.carrier_code,
        row.tracking_number,
        row.shipped_at,
        row.ship_by,
    ]
