"""Units of the organisation: one tree, as it was, is and will be (rule ORG-1)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import NotFound
from people.domain.model import Model


class UnitNotFound(NotFound):
    code = "unit_not_found"
    zh = "找不到该部门。"
    en = "There is no such unit."


class Unit(Model):
    """What stays of a unit through every re-organisation. `version` counts changes of its periods."""

    __tablename__ = "unit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]


class UnitPeriod(Model):
    """Where a unit stands and who leads it, from `valid_from` up to, not including, `valid_until`. Periods of one unit never overlap.

    `parent_id` None: the top of the tree. `place` orders the children of one parent.
    """

    __tablename__ = "unit_period"
    __table_args__ = (Index(None, "parent_id"), Index(None, "head_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    head_id: Mapped[UUID | None] = mapped_column(ForeignKey("employee.id"))
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("employee.id"))
    place: Mapped[int]
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
