"""A file of reviews, as platforms export them: its columns, and every mistake that can be seen in its rows alone (rules CARE-6, SYS-3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from chassis.rows import RowError
from chassis.tables import TableRow
from orders.domain.care.review_told import ReviewTold

COLUMNS: dict[str, tuple[str, ...]] = {
    "platform_review_no": ("评价编号", "评价ID", "Review number"),
    "platform_order_no": ("订单编号", "订单号", "Order number"),
    "sku": ("商家编码", "SKU", "Merchant code"),
    "stars": ("星级", "评分", "Stars"),
    "text": ("评价内容", "内容", "Text"),
    "pictures": ("图片", "晒图", "Pictures"),
    "written_at": ("评价时间", "时间", "Written at"),
}
"""Our name of a column, and what it may be called in a file: the Chinese heading first, the English one last."""
REQUIRED = ("platform_review_no", "stars", "written_at")
LONGEST = {"platform_review_no": 64, "platform_order_no": 64, "sku": 64, "text": 5000}
WORDS = {"好评": 5, "中评": 3, "差评": 1, "good": 5, "neutral": 3, "bad": 1}
"""Platforms without stars."""
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
MOST_PICTURES = 20
LINK = re.compile(r"https?://\S{1,990}")
BETWEEN_LINKS = re.compile(r"[\s,;，；]+")


@dataclass(frozen=True, kw_only=True)
class FileReview:
    """`row` and `headings` as in the file."""

    row: int
    told: ReviewTold
    headings: dict[str, str]

    def heading(self, field: str) -> str:
        return self.headings.get(field, COLUMNS.get(field, (field,))[0])


class _Reader:
    """Reads one row and gathers what is wrong with it."""

    def __init__(self, row: TableRow, zone: tzinfo) -> None:
        self._row = row
        self._zone = zone
        self.errors: list[RowError] = []

    def refuse(self, column: str, code: str, *, zh: str, en: str) -> None:
        heading = self._row.headings.get(column, COLUMNS[column][0])
        self.errors.append(RowError(row=self._row.number, column=heading, code=code, detail_zh=zh, detail_en=en))

    def text(self, column: str) -> str:
        value = self._row.cells.get(column, "").strip()
        longest = LONGEST[column]
        if len(value) > longest:
            self.refuse(column, "too_long", zh=f"超过 {longest} 个字符", en=f"longer than {longest} characters")
        if not value and column in REQUIRED:
            self.refuse(column, "missing", zh="不能为空", en="must not be empty")
        return value

    def stars(self) -> int:
        value = self._row.cells.get("stars", "").strip()
        if value.casefold() in WORDS:
            return WORDS[value.casefold()]
        if value not in ("1", "2", "3", "4", "5"):
            self.refuse(
                "stars",
                "not_stars",
                zh=f"“{value[:20]}”应为 1–5 或 好评/中评/差评",
                en=f"{value[:20]!r} is not 1 to 5, nor good, neutral or bad",
            )
            return 1
        return int(value)

    def moment(self) -> datetime | None:
        value = self._row.cells.get("written_at", "").strip()
        try:
            told = datetime.fromisoformat(value)
            return told if told.tzinfo is not None else told.replace(tzinfo=self._zone)
        except ValueError:
            pass
        for form in FORMATS:
            try:
                return datetime.strptime(value, form).replace(tzinfo=self._zone)
            except ValueError:
                continue
        self.refuse("written_at", "not_a_time", zh=f"“{value[:40]}”不是日期时间", en=f"{value[:40]!r} is no date and time")
        return None

    def pictures(self) -> list[str]:
        links = [one for one in BETWEEN_LINKS.split(self._row.cells.get("pictures", "")) if one]
        if len(links) > MOST_PICTURES or any(LINK.fullmatch(one) is None for one in links):
            self.refuse(
                "pictures",
                "not_links",
                zh=f"应为至多 {MOST_PICTURES} 个图片链接",
                en=f"is not at most {MOST_PICTURES} addresses of pictures",
            )
            return []
        return links


def read_reviews(rows: Sequence[TableRow], *, shop_id: str, zone: tzinfo) -> tuple[list[FileReview], list[RowError]]:
    """Times without a zone are the company's. A row whose time cannot be read is told as a mistake only."""
    found: list[FileReview] = []
    errors: list[RowError] = []
    for row in rows:
        reader = _Reader(row, zone)
        moment = reader.moment()
        told = ReviewTold(
            shop_id=shop_id,
            platform_review_no=reader.text("platform_review_no"),
            platform_order_no=reader.text("platform_order_no"),
            platform_line_no="",
            sku=reader.text("sku"),
            stars=reader.stars(),
            text=reader.text("text"),
            pictures=reader.pictures(),
            written_at=moment or datetime.fromtimestamp(0, zone),
            modified_at=moment or datetime.fromtimestamp(0, zone),
        )
        errors += reader.errors
        if moment is not None:
            found.append(FileReview(row=row.number, told=told, headings=dict(row.headings)))
    return found, errors
