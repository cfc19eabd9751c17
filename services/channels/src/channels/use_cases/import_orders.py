import asyncio
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from channels.clients.orders import Placed
from channels.domain.draft import ParsedOrder
from channels.domain.files.parse import ParsedFile, SetAside, parse_file
from channels.domain.files.tables import FileRefused
from channels.domain.intake import SENT, envelopes, place_commands, sealed_orders, why_not_sendable, why_not_whole
from channels.domain.order_import import FILE_WORDS, FileNotReadable, OrderImport, RowsRefused, row_field_errors
from channels.domain.shop import Shop
from channels.domain.summary import summarise
from channels.store.order_imports import save_order_import
from channels.store.shops import load_shop
from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork

READABLE, REFUSED, SET_ASIDE = "readable", "refused", "set_aside"
Rows = list[dict[str, object]]


class Orders(Protocol):
    async def place_batch(self, drafts: list[ParsedOrder], *, authorization: str, key: str) -> list[Placed]: ...


@dataclass(frozen=True, kw_only=True)
class Upload:
    """`check_only` reads and names every mistake, and makes nothing. `key` is the caller's Idempotency-Key."""

    shop_id: str
    filename: str
    content: bytes
    check_only: bool
    authorization: str
    key: str


async def import_orders(uow: UnitOfWork, *, upload: Upload, orders: Orders) -> OrderImport:
    """All or nothing on the rows; then each order once, in batches. Orders is asked before a row of ours is written.

    Raises ShopNotFound, ShopPaused, FileNotReadable, RowsRefused, OrdersUnavailable, Forbidden.
    """
    shop = await load_shop(uow, upload.shop_id)
    shop.must_take_orders()
    parsed = await asyncio.to_thread(_read, shop, upload, uow)
    whole = [order for order in parsed.orders if not why_not_whole(order)]
    placed = [] if upload.check_only else await _place(orders, upload, whole)
    by_order = dict(zip((id(order) for order in whole), placed, strict=not upload.check_only))
    if not upload.check_only:
        _send_on(uow, [order for order in parsed.orders if why_not_whole(order) and not why_not_sendable(order)])
    import_id = new_id()
    found = [_order_row(order, by_order.get(id(order)), upload) for order in parsed.orders]
    found += [_aside_row(aside) for aside in parsed.set_aside]
    rows: Rows = [{**row, "import_id": import_id, "place": place} for place, row in enumerate(found, start=1)]
    made = _made(uow, shop, upload, parsed, import_id, rows)
    await save_order_import(uow, made, rows)
    shown = show_id("imp", import_id)
    uow.audit(f"order_import.{made.mode}", noun="order_import", noun_id=shown, after={"filename": made.filename, "counts": made.counts})
    uow.changed("order_import", shown)
    return made


def _read(shop: Shop, upload: Upload, uow: UnitOfWork) -> ParsedFile:
    try:
        parsed = parse_file(upload.content, upload.filename, shop.terms(uow.now))
    except FileRefused as refused:
        zh, en = FILE_WORDS.get(refused.code, (refused.code, refused.code))
        raise FileNotReadable(reason_zh=zh, reason_en=en, detail=refused.detail) from refused
    if parsed.row_errors:
        raise RowsRefused(count=len(parsed.row_errors), errors=row_field_errors(parsed.row_errors))
    return parsed


async def _place(orders: Orders, upload: Upload, sendable: list[ParsedOrder]) -> list[Placed]:
    """The key of each batch comes from the caller's key and the file: sent again after a crash, a batch is answered and not done twice."""
    digest = hashlib.sha256(upload.content).hexdigest()
    placed: list[Placed] = []
    for number, chunk in enumerate(envelopes(sendable, lambda parsed: parsed.order)):
        told = "".join(draft.order.model_dump_json() for draft in chunk)
        key = hashlib.sha256(f"{upload.key} {upload.shop_id} {digest} {number} {told}".encode()).hexdigest()
        placed += await orders.place_batch(chunk, authorization=upload.authorization, key=key)
    return placed


def _send_on(uow: UnitOfWork, orders: list[ParsedOrder]) -> None:
    """An order whose lines nobody told is not lost: it goes as a message, whose form is wider, and waits there for a person."""
    uow.publish(*place_commands(sealed_orders(orders, uow.sealer.seal), source="file"))


def _bare_row(order_no: str, rows: tuple[int, ...]) -> dict[str, object]:
    nothing: dict[str, object] = {
        "order_id": None,
        "number": None,
        "status": None,
        "hold_reasons": [],
        "attention_reasons": [],
        "reasons": [],
    }
    return {"platform_order_no": order_no, "rows": list(rows), **nothing}


def _aside_row(aside: SetAside) -> dict[str, object]:
    return {**_bare_row(aside.order_no, aside.rows), "outcome": SET_ASIDE, "reasons": [aside.code]}


def _order_row(order: ParsedOrder, placed: Placed | None, upload: Upload) -> dict[str, object]:
    bare = _bare_row(order.order.platform_order_no, order.rows)
    if impossible := why_not_sendable(order):
        return {**bare, "outcome": REFUSED, "reasons": impossible}
    if placed is None:
        reasons = sorted({*order.reasons, *why_not_whole(order)})
        return {**bare, "outcome": READABLE if upload.check_only else SENT, "reasons": reasons}
    return {
        **bare,
        "outcome": placed.outcome,
        "order_id": placed.order_id,
        "number": placed.number,
        "status": placed.status,
        "hold_reasons": placed.hold_reasons,
        "attention_reasons": placed.attention_reasons,
        "reasons": [*order.reasons, *placed.errors],
    }


def _made(uow: UnitOfWork, shop: Shop, upload: Upload, parsed: ParsedFile, import_id: UUID, rows: Rows) -> OrderImport:
    outcomes = Counter(str(row["outcome"]) for row in rows)
    counts = {
        "orders": len(rows),
        **{name: outcomes[name] for name in ("made", "updated", "unchanged", "stale", SENT, REFUSED, SET_ASIDE, READABLE)},
        "held": sum(bool(row["hold_reasons"]) for row in rows),
        "needs_attention": sum(bool(row["attention_reasons"]) for row in rows),
    }
    return OrderImport(
        id=import_id,
        shop_id=shop.id,
        filename=upload.filename[:200],
        file_digest=hashlib.sha256(upload.content).hexdigest(),
        dialect=parsed.dialect,
        encoding=parsed.encoding,
        mode="check" if upload.check_only else "run",
        row_count=parsed.row_count,
        counts=counts,
        reasons=summarise(parsed).reasons,
        created_by=uow.actor.name,
        created_at=uow.now,
    )
