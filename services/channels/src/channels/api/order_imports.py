"""Order files: check first, then run; every bad row named at once; what became of each order (rules ORD-1, SYS-3)."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, File, Form, Header, Query, Request, Response, UploadFile
from pydantic import BaseModel

from channels.api.fields import SHOP_ID_PATTERN, ImportId, ShopId
from channels.domain.files.template import template_csv, template_xlsx
from channels.domain.order_import import LARGEST_FILE, ImportNotFound, OrderImport
from channels.permissions import Permission
from channels.queries.order_imports import ImportedOrderRow, ImportRow, find_import_row, list_import_rows, list_imported_orders
from channels.use_cases.import_orders import Upload, import_orders
from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Here, Reader, Uow, read_key, transactional_router
from chassis.sheets import XLSX

router = transactional_router("/v1/order-imports", tag="order_imports")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_IMPORTS))]
MayImport = Annotated[Actor, Depends(requires(Permission.IMPORT_ORDERS))]
Mode = Literal["check", "run"]
MULTIPART_OVERHEAD = 64 * 1024


class ImportCounts(BaseModel):
    """`orders` is all of them: made + updated + unchanged + stale + sent + refused + set_aside (+ readable in a check).

    `sent` tell too little for the ordinary entry (no lines, no quantity): orders gets them a moment later, and they need attention there.
    """

    orders: int
    readable: int
    made: int
    updated: int
    unchanged: int
    stale: int
    sent: int
    refused: int
    set_aside: int
    held: int
    needs_attention: int


class ImportOut(BaseModel):
    """`dialect` is whose export it was. `reasons` counts why orders are held, refused or set aside, as the file tells."""

    id: ImportId
    shop_id: str
    filename: str
    dialect: str
    encoding: str
    mode: str
    row_count: int
    counts: ImportCounts
    reasons: dict[str, int]
    created_by: str
    created_at: datetime


class ImportedOrderOut(BaseModel):
    """`rows` as the spreadsheet numbers them. `outcome`: readable (check), made, updated, unchanged, stale, sent, refused or set_aside."""

    place: int
    platform_order_no: str
    rows: list[int]
    outcome: str
    order_id: str | None
    number: str | None
    status: str | None
    hold_reasons: list[str]
    attention_reasons: list[str]
    reasons: list[str]


@router.get("/template", response_class=Response, responses={200: {"content": {XLSX: {}, "text/csv": {}}, "description": "The file"}})
async def download_order_template(
    _: MayImport,
    format: Annotated[Literal["xlsx", "csv"], Query()] = "xlsx",
    lang: Annotated[Literal["zh", "en"], Query()] = "zh",
) -> Response:
    """To be filled in where no platform's export is at hand. Its example row is not imported."""
    name = "订单导入模板" if lang == "zh" else "order-import-template"
    content, media = (template_xlsx(lang), XLSX) if format == "xlsx" else (template_csv(lang), "text/csv; charset=utf-8")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{format}')}"}
    return Response(content, media_type=media, headers=headers)


@router.post("", status_code=201, dependencies=[ONCE], max_body_size=LARGEST_FILE + MULTIPART_OVERHEAD)
async def import_order_file(
    request: Request,
    uow: Uow,
    here: Here,
    _: MayImport,
    file: Annotated[UploadFile, File(description="csv (UTF-8 or GBK) or xlsx, at most 10 MB")],
    shop_id: Annotated[str, Form(pattern=SHOP_ID_PATTERN)],
    mode: Annotated[Mode, Form(description="check names every mistake and makes nothing")] = "run",
    idempotency_key: Annotated[str | None, Header(max_length=300)] = None,
) -> ImportOut:
    """All or nothing on the rows: one bad row keeps the file out, and all bad rows are named at once (422 rows_refused).

    Needs orders.orders.place as well: the orders are placed in the caller's own name.
    """
    upload = Upload(
        shop_id=shop_id,
        filename=file.filename or "orders",
        content=await file.read(),
        check_only=mode == "check",
        authorization=request.headers["authorization"],
        key=read_key(idempotency_key),
    )
    return import_out(await import_orders(uow, upload=upload, orders=here.parts["orders"]))


@router.get("")
async def list_order_imports(
    *, reader: Reader, paging: Paging, actor: MayRead, shop_id: Annotated[ShopId | None, Query()] = None, mode: Mode | None = None
) -> Page[ImportOut]:
    """Newest first."""
    after = paging.after(datetime, UUID)
    rows = await list_import_rows(
        reader, seen=actor.shops, shop_id=shop_id, mode=mode, after=None if after is None else (after[0], after[1]), limit=paging.limit + 1
    )
    last = rows[paging.limit - 1] if len(rows) > paging.limit else None
    cursor = make_cursor(last.created_at, last.id) if last else None
    return page_of([import_out(row) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/{import_id}")
async def get_order_import(import_id: ImportId, reader: Reader, actor: MayRead) -> ImportOut:
    return import_out(await _seen(reader, import_id, actor))


@router.get("/{import_id}/orders")
async def list_imported_order_results(
    *,
    import_id: ImportId,
    reader: Reader,
    paging: Paging,
    actor: MayRead,
    outcome: Literal["readable", "made", "updated", "unchanged", "stale", "sent", "refused", "set_aside"] | None = None,
    only: Literal["held", "needs_attention"] | None = None,
) -> Page[ImportedOrderOut]:
    """In the file's order."""
    await _seen(reader, import_id, actor)
    after = paging.after(int)
    rows = await list_imported_orders(
        reader, import_id=import_id, outcome=outcome, only=only, after=min(after[0], 2**31 - 1) if after else 0, limit=paging.limit + 1
    )
    last = rows[paging.limit - 1] if len(rows) > paging.limit else None
    return page_of([order_out(row) for row in rows], limit=paging.limit, next_cursor=make_cursor(last.place) if last else None)


async def _seen(reader: Reader, import_id: UUID, actor: Actor) -> ImportRow:
    row = await find_import_row(reader, import_id=import_id, seen=actor.shops)
    if row is None:
        raise ImportNotFound
    return row


def import_out(row: ImportRow | OrderImport) -> ImportOut:
    return ImportOut(
        id=row.id,
        shop_id=row.shop_id,
        filename=row.filename,
        dialect=row.dialect,
        encoding=row.encoding,
        mode=row.mode,
        row_count=row.row_count,
        counts=ImportCounts.model_validate(row.counts),
        reasons=row.reasons,
        created_by=row.created_by,
        created_at=row.created_at,
    )


def order_out(row: ImportedOrderRow) -> ImportedOrderOut:
    return ImportedOrderOut(
        place=row.place,
        platform_order_no=row.platform_order_no,
        rows=row.rows,
        outcome=row.outcome,
        order_id=row.order_id,
        number=row.number,
        status=row.status,
        hold_reasons=row.hold_reasons,
        attention_reasons=row.attention_reasons,
        reasons=row.reasons,
    )
