"""Day clear and month close 日清月结 (rules WMS-3, WMS-4, WMS-13)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict
from warehouse.domain.model import Model


class MonthNotOver(Conflict):
    code = "month_not_over"
    rule = "WMS-3"
    zh = "{month} 尚未结束，不能结账；月底前可先看月报。"
    en = "{month} is not over yet and cannot be closed; its report can be read before."


class EarlierMonthOpen(Conflict):
    code = "earlier_month_open"
    rule = "WMS-3"
    zh = "{month} 还没有结账，请先结更早的月份。"
    en = "{month} is not closed yet; the earlier month comes first."


class MonthIsSealed(Conflict):
    code = "month_is_sealed"
    rule = "WMS-13"
    zh = "{month} 已由 {by} 结账。"
    en = "{month} was closed by {by}."


class DayIsSigned(Conflict):
    code = "day_is_signed"
    rule = "WMS-3"
    zh = "{day} 已由 {by} 签字。"
    en = "{day} was signed by {by}."


class DayNotCome(Conflict):
    code = "day_not_come"
    rule = "WMS-3"
    zh = "{day} 还没有到，不能签字。"
    en = "{day} has not come yet and cannot be signed."


class BooksDoNotAgree(Conflict):
    """Each break stands in `errors`."""

    code = "books_do_not_agree"
    rule = "WMS-3"
    zh = "账账、账物、账卡有 {count} 处不符，见 errors；查明之前不能签字或结账。"
    en = "Ledger, levels, bin cards and books differ in {count} places, see errors; nothing is signed or closed until that is found out."


class StockMonth(Model):
    """A month of a warehouse that is closed: `month` is its first day."""

    __tablename__ = "stock_month"

    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")


class StockMonthLine(Model):
    """Opening, in, out and closing of a SKU in one state, as sealed. A trigger refuses any change."""

    __tablename__ = "stock_month_line"
    __table_args__ = (
        ForeignKeyConstraint(["warehouse_id", "month"], ["stock_month.warehouse_id", "stock_month.month"]),
        CheckConstraint("opening + came_in - went_out = closing", name="adds_up"),
    )

    warehouse_id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    opening: Mapped[int] = mapped_column(BigInteger)
    came_in: Mapped[int] = mapped_column(BigInteger)
    went_out: Mapped[int] = mapped_column(BigInteger)
    closing: Mapped[int] = mapped_column(BigInteger)


class StockDay(Model):
    """Somebody signed that at the end of this day ledger, levels, bin cards and books agreed. `lines` were written for it."""

    __tablename__ = "stock_day"

    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    signed_at: Mapped[datetime]
    signed_by: Mapped[str]
    signed_by_id: Mapped[str]
    lines: Mapped[int]
    note: Mapped[str]


class StockBreak(Model):
    """A level that its bin cards or books did not prove, from when it was found until it was gone."""

    __tablename__ = "stock_break"
    __table_args__ = (Index("uq_stock_break_open", "warehouse_id", "sku", "what", unique=True, postgresql_where="gone_at IS NULL"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"))
    sku: Mapped[str]
    what: Mapped[str]
    kept: Mapped[int] = mapped_column(BigInteger)
    proved: Mapped[int] = mapped_column(BigInteger)
    found_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
