"""Our own template, to be filled in by hand or by another system: headings, one example, and what each column wants."""

import csv
import io
from dataclasses import dataclass

import xlsxwriter

from channels.domain.files.dialects import OURS

_EXAMPLE = {"zh": "示例-请勿删除此前缀", "en": "EXAMPLE-keep this prefix"}


@dataclass(frozen=True, slots=True)
class Column:
    field: str
    example_zh: str
    example_en: str
    note_zh: str
    note_en: str

    def heading(self, language: str) -> str:
        """As a person reads it; reading the file back folds case and blanks away."""
        zh, en = OURS.columns[self.field][0], OURS.columns[self.field][-1]
        return zh.replace("(sku)", "(SKU)") if language == "zh" else en.capitalize().replace("Sku", "SKU")


COLUMNS = (
    Column("order_no", "", "", "必填。同一订单的多行商品填同一编号", "Required. Lines of one order carry the same number"),
    Column("status", "待发货", "Ready", "待付款、待发货、暂不发货、已发货、已完成、已取消；空 = 待发货",
           "Awaiting payment, Ready, Do not ship, Shipped, Finished, Cancelled; empty = Ready"),
    Column("placed_at", "2026-01-05 09:03:00", "2026-01-05 09:03:00", "店铺所在时区的时间", "In the shop's time zone"),
    Column("paid_at", "2026-01-05 09:04:00", "2026-01-05 09:04:00", "", ""),
    Column("modified_at", "", "", "用于识别新旧版本；空 = 取最晚的时间", "Tells newer from older versions; empty = the latest time given"),
    Column("buyer_id", "buyer-01", "buyer-01", "", ""),
    Column("receiver_name", "张三", "Zhang San", "", ""),
    Column("phone", "13800138000", "13800138000", "请用文本格式", "As text"),
    Column("country", "CN", "CN", "两位国家代码", "Two letters"),
    Column("province", "浙江省", "Zhejiang", "用于选择最近的仓库", "Chooses the nearest warehouse"),
    Column("city", "杭州市", "Hangzhou", "", ""),
    Column("district", "西湖区", "Xihu", "", ""),
    Column("town", "", "", "", ""),
    Column("street", "文三路 1 号", "Wensan Road 1", "", ""),
    Column("postcode", "310000", "310000", "", ""),
    Column("template", "SKU-0001", "SKU-0001", "必填。系统中的 SKU 编号", "Required. The SKU number in the system"),
    Column("title", "商品名称", "Product name", "", ""),
    Column("quantity", "2", "2", "必填。正整数", "Required. A whole number above zero"),
    Column("unit", "", "", "空 = 件", "Empty = pieces"),
    Column("unit_price", "50.00", "50.00", "折扣前单价", "Before discounts"),
    Column("line_paid", "", "", "该行实付，可空", "Paid for this line, may be empty"),
    Column("goods", "100.00", "100.00", "同一订单各行填相同金额", "The same on each line of an order"),
    Column("discount", "10.00", "10.00", "", ""),
    Column("freight", "0.00", "0.00", "", ""),
    Column("paid", "90.00", "90.00", "必填（待付款除外）。整单实付，各行相同",
           "Required (except awaiting payment). Of the whole order, the same on each line"),
    Column("currency", "CNY", "CNY", "空 = 店铺币种", "Empty = the shop's currency"),
    Column("buyer_remark", "", "", "", ""),
    Column("seller_remark", "", "", "", ""),
)  # fmt: skip


def template_csv(language: str) -> bytes:
    """With a BOM, so that a spreadsheet shows Chinese without asking."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(column.heading(language)) for column in COLUMNS])
    writer.writerow([guarded(cell) for cell in _example(language)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def template_xlsx(language: str) -> bytes:
    """Every column is text, so that a spreadsheet neither rounds order numbers nor rewrites dates."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    as_text = book.add_format({"num_format": "@"})
    bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    grey = book.add_format({"font_color": "#808080", "num_format": "@"})
    sheet = book.add_worksheet("订单" if language == "zh" else "Orders")
    sheet.freeze_panes(1, 1)
    for place, (column, example) in enumerate(zip(COLUMNS, _example(language), strict=True)):
        sheet.set_column(place, place, 20 if place == 0 else 14, as_text)
        sheet.write_string(0, place, column.heading(language), bold)
        sheet.write_string(1, place, example, grey)
    notes = book.add_worksheet("说明" if language == "zh" else "Notes")
    notes.set_column(0, 0, 22)
    notes.set_column(1, 1, 80)
    for place, column in enumerate(COLUMNS):
        notes.write_string(place, 0, column.heading(language), bold)
        notes.write_string(place, 1, column.note_zh if language == "zh" else column.note_en)
    book.close()
    return buffer.getvalue()


def _example(language: str) -> list[str]:
    cells = [column.example_zh if language == "zh" else column.example_en for column in COLUMNS]
    return [_EXAMPLE[language], *cells[1:]]


def guarded(text: str) -> str:
    """For csv: a leading = + - @ or tab would be run as a formula by a spreadsheet; an apostrophe stops it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
