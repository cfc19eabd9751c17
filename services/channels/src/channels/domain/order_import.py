"""A file of orders that was checked or carried out, and what became of each order in it (rules ORD-1, SYS-3)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from channels.domain.files.rows import RowError
from channels.domain.model import Model
from chassis.refusals import FieldError, Invalid, NotFound, Unavailable

LARGEST_FILE = 10 * 1024 * 1024
MOST_NAMED_ERRORS = 1000

ROW_WORDS = {
    "order_number_missing": ("订单编号缺失", "the order number is missing"),
    "number_mangled": ("长数字已被表格软件截断，请按文本格式重新导出", "a spreadsheet shortened this number: export it as text"),
    "unreadable_amount": ("金额无法识别", "not an amount"),
    "unreadable_time": ("时间无法识别", "not a time"),
    "unreadable_quantity": ("数量无法识别", "not a whole number"),
    "unreadable_currency": ("币种应为三位字母", "a currency has three letters"),
    "quantity_not_positive": ("数量应大于 0", "the quantity must be above zero"),
    "order_rows_differ": ("同一订单各行的金额不一致", "the rows of one order tell different amounts"),
    "value_missing": ("必填项为空", "a required value is empty"),
    "unknown_state": ("状态不在可选范围内", "not one of the states"),
    "amount_too_large": ("金额过大", "the amount is too large"),
    "not_readable": ("内容超出允许范围", "the content is beyond what can be stored"),
}
FILE_WORDS = {
    "file_empty": ("文件是空的", "the file is empty"),
    "headers_unknown": (
        "无法识别表头，请使用平台导出的文件或系统模板",
        "the headings are not known: use a platform's export or our template",
    ),
    "several_sheets": ("有多个工作表含订单，请分别另存后上传", "more than one sheet holds orders: upload each as a file of its own"),
    "encoding_unknown": ("文件编码无法识别，请另存为 CSV UTF-8 或 xlsx", "the encoding is not known: save as CSV UTF-8 or xlsx"),
    "workbook_unreadable": ("工作簿无法打开", "the workbook cannot be opened"),
    "csv_unreadable": ("文件不是有效的表格", "the file is no table"),
    "too_many_rows": ("行数或列数过多", "too many rows or columns"),
    "file_too_large": ("文件过大", "the file is too large"),
}


class ImportNotFound(NotFound):
    code = "order_import_not_found"
    zh = "找不到该导入记录，或您无权查看。"
    en = "There is no such import, or you may not see it."


class FileNotReadable(Invalid):
    code = "file_not_readable"
    rule = "SYS-3"
    zh = "文件无法导入：{reason_zh}。{detail}"
    en = "The file cannot be imported: {reason_en}. {detail}"


class RowsRefused(Invalid):
    """All or nothing: one bad row keeps the whole file out, and every bad row is named at once."""

    code = "rows_refused"
    rule = "SYS-3"
    zh = "共有 {count} 处错误，文件未导入。请按 errors 修正后重新上传。"
    en = "There are {count} mistakes; nothing was imported. Mend what errors names and upload again."


class OrdersUnavailable(Unavailable):
    code = "orders_unavailable"
    zh = "订单服务暂时不可用，文件未导入；稍后重新上传即可，不会重复。"
    en = "The orders service is not available; the import was not recorded. Upload the file again later: no order is made twice."


class OrderImport(Model):
    __tablename__ = "order_import"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id"))
    filename: Mapped[str]
    file_digest: Mapped[str]
    dialect: Mapped[str]
    encoding: Mapped[str]
    mode: Mapped[str]
    row_count: Mapped[int]
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)
    reasons: Mapped[dict[str, int]] = mapped_column(JSONB)
    created_by: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_order_import_created_at", "created_at", "id"),
        Index("ix_order_import_shop_id_created_at", "shop_id", "created_at", "id"),
    )


class ImportedOrder(Model):
    """What became of one order of a file, in the file's order.

    `outcome` is what orders said (made, updated, unchanged, stale, refused), sent (it tells too little, and waits
    in orders for a person), set_aside for what is no order, or readable in a mere check.
    `reasons` are why it was refused or set aside, and what the reading found worth telling.
    """

    __tablename__ = "imported_order"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("order_import.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    platform_order_no: Mapped[str]
    rows: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    outcome: Mapped[str]
    order_id: Mapped[str | None]
    number: Mapped[str | None]
    status: Mapped[str | None]
    hold_reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))
    attention_reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))


def row_field_errors(errors: list[RowError]) -> list[FieldError]:
    """Each mistake with its place: "row 7, 金额"."""
    named: list[FieldError] = []
    for error in errors[:MOST_NAMED_ERRORS]:
        zh, en = ROW_WORDS.get(error.code, (error.code, error.code))
        seen = f" ({error.detail})" if error.detail else ""
        named.append(FieldError(pointer=f"row {error.row}, {error.column}", code=error.code, zh=zh + seen, en=en + seen))
    return named
