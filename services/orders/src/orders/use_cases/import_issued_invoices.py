"""Numbers and dates of issued invoices from a file: every wrong row is named, and with one wrong row nothing is noted (rule SYS-3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from chassis.rows import RowError
from chassis.tables import TableRow
from chassis.uow import UnitOfWork
from orders.domain.invoice import InvoiceRequest, InvoiceState, is_issue_number
from orders.store.invoices import lock_invoices_numbered, note, used_numbers


async def import_issued_invoices(uow: UnitOfWork, *, rows: Sequence[TableRow], check_only: bool) -> list[RowError]:
    """Empty: all is well, and, unless it was only a check, noted."""
    requests = await lock_invoices_numbered(uow, numbers={row.cells["request"] for row in rows})
    used = await used_numbers(uow, numbers={row.cells["number"] for row in rows})
    twice = {
        column: {text for text, times in Counter(row.cells[column] for row in rows).items() if text and times > 1}
        for column in ("request", "number")
    }
    errors = [
        RowError(row=row.number, column=row.headings.get(column, column), code=code, detail_zh=zh, detail_en=en)
        for row in rows
        for column, code, zh, en in _wrong(row, requests, used, twice, today=uow.today)
    ]
    if not errors and not check_only:
        for row in rows:
            invoice, number, on = requests[row.cells["request"]], row.cells["number"], _day(row.cells["date"]) or uow.today
            invoice.issue(number=number, on=on, today=uow.today, now=uow.now, by=uow.actor.name)
            note(uow, invoice, "issued", issued_number=number, issued_on=on.isoformat(), imported=True)
    return errors


def _wrong(
    row: TableRow, requests: Mapping[str, InvoiceRequest], used: Mapping[str, str], twice: Mapping[str, set[str]], *, today: date
) -> list[tuple[str, str, str, str]]:
    """Column, code and both sentences of everything that is wrong with it."""
    wrong: list[tuple[str, str, str, str]] = []
    cells = row.cells
    invoice = requests.get(cells["request"])
    if invoice is None:
        wrong.append(("request", "invoice_not_found", "没有这个发票申请，或不在您的店铺范围内", "there is no such request in your shops"))
    elif invoice.state != InvoiceState.REQUESTED:
        wrong.append(("request", "invoice_state_forbids", "该申请不在待开票状态", "this request does not wait for an invoice"))
    for column in ("request", "number"):
        if cells[column] in twice[column]:
            wrong.append((column, "twice", "在文件中出现多次", "stands in the file more than once"))
    if not is_issue_number(cells["number"]):
        wrong.append(("number", "number_wrong", "发票号码应为 8 位或 20 位数字", "an invoice number has 8 or 20 digits"))
    elif cells["number"] in used:
        holder = used[cells["number"]]
        wrong.append(("number", "invoice_number_used", f"已登记在 {holder} 上", f"is noted on {holder} already"))
    on = _day(cells["date"])
    earliest = date.min if invoice is None else invoice.order_day
    if on is None:
        wrong.append(("date", "date_unreadable", "日期应为 2026-11-22 这样的格式", "a date is written as 2026-11-22"))
    elif not earliest <= on <= today:
        wrong.append(("date", "date_wrong", "开票日期不能晚于今天、早于下单日", "is after today or before the order's day"))
    return wrong


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        return None
