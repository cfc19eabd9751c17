"""An order file to orders. All or nothing is the caller's rule; here every bad row is named, and nothing is lost."""

from dataclasses import dataclass

from channels.domain.draft import ParsedOrder, PayloadRefused, ShopTerms, plainly
from channels.domain.files.headers import Header, find_header, most_like
from channels.domain.files.orders import read_order
from channels.domain.files.rows import Row, RowError, rows_of
from channels.domain.files.tables import MAX_ROWS, FileRefused, Sheet, read_sheets
from channels.domain.finish import finish


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Rows that were understood and are no order: a credit note, a correction of the books."""

    rows: tuple[int, ...]
    order_no: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    dialect: str
    encoding: str
    orders: list[ParsedOrder]
    set_aside: list[SetAside]
    row_errors: list[RowError]
    row_count: int


def parse_file(content: bytes, filename: str, terms: ShopTerms) -> ParsedFile:
    """Raises FileRefused when the file as a whole cannot be read. `filename` only helps the message."""
    seen: list[str] = []
    known: list[tuple[Sheet, Header, list[Row]]] = []
    for sheet in read_sheets(content):
        if (header := find_header(sheet)) is not None:
            known.append((sheet, header, rows_of(sheet.rows, header, terms.zone)))
        else:
            seen = seen or most_like(sheet)
    if not known:
        raise FileRefused("headers_unknown", f"{filename}: no known export. Columns seen: {', '.join(seen)}"[:600])
    filled = [found for found in known if found[2]] or known[:1]
    if len(filled) > 1:
        # Rows are named by number alone; and taking only the first sheet would lose the others without a word.
        raise FileRefused("several_sheets", ", ".join(sheet.name for sheet, _, _ in filled)[:200])
    ((sheet, header, rows),) = filled
    return _parse_rows(rows, header, sheet.encoding, terms)


def _parse_rows(rows: list[Row], header: Header, encoding: str, terms: ShopTerms) -> ParsedFile:
    if len(rows) > MAX_ROWS:
        raise FileRefused("too_many_rows", f"At most {MAX_ROWS} rows.")
    orders: list[ParsedOrder] = []
    set_aside: list[SetAside] = []
    for order_no, group in _grouped(rows, header).items():
        numbers = tuple(row.number for row in group)
        if (reason := _no_order(group, order_no)) is not None:
            set_aside.append(SetAside(rows=numbers, order_no=order_no, code=reason[0], detail=reason[1]))
            continue
        told = read_order(group, order_no)
        if any(row.errors for row in group):
            continue
        try:
            orders.append(finish(told, terms, rows=numbers))
        except PayloadRefused as refused:
            group[0].fail("order_no", refused.code, refused.detail)
        except ValueError as error:
            # The contract's own limits: more digits than money can have, and the like.
            group[0].fail("order_no", "not_readable", plainly(error))
    return ParsedFile(
        dialect=header.dialect.name,
        encoding=encoding,
        orders=orders,
        set_aside=set_aside,
        row_errors=[error for row in rows for error in row.errors],
        row_count=len(rows),
    )


def _grouped(rows: list[Row], header: Header) -> dict[str, list[Row]]:
    """Rows by order. Shopify repeats only the name on an order's further rows: the id of its first row counts for all."""
    groups: dict[str, list[Row]] = {}
    by_name: dict[str, str] = {}
    for row in rows:
        number, name = row.number_text("order_no"), row.text("name")
        if name:
            number = by_name.setdefault(name, number or name)
        if not number and not row.errors:
            row.fail("order_no" if row.has("order_no") else "name", "order_number_missing")
        if number:
            groups.setdefault(number, []).append(row)
    # A row without a readable number belongs to no order; its other cells are still read, to name all errors at once.
    for row in rows:
        if row.errors:
            read_order([row], "")
    return groups


def _no_order(group: list[Row], order_no: str) -> tuple[str, str] | None:
    dialect = group[0].header.dialect
    if not dialect.credit_notes:
        return None
    quantities = [row.count("quantity") for row in group]
    told = [quantity for quantity in quantities if quantity is not None]
    if told and len(told) == len(group) and all(quantity < 0 for quantity in told):
        return "credit_note", f"All {len(group)} lines of {order_no} give goods back: a credit note, not an order."
    return None
