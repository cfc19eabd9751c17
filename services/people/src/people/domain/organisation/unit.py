"""Units of the organisation: one tree, as it was, is and will be (rule ORG-1)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from people.domain.model import Model


class UnitNotFound(NotFound):
    code = "unit_not_found"
    zh = "找不到该部门。"
    en = "There is no such unit."


class UnitCodeTaken(Conflict):
    code = "unit_code_taken"
    rule = "ORG-1"
    zh = "部门编码“{unit}”已被使用。"
    en = 'The unit code "{unit}" is taken.'


class UnitHasUnits(Conflict):
    code = "unit_has_units"
    rule = "ORG-1"
    zh = "{day} 时该部门还有下级部门（{names}），请先移走或撤销。"
    en = "On {day} there are still units below it ({names}); move or close them first."


class UnitHasPositions(Conflict):
    code = "unit_has_positions"
    rule = "ORG-1"
    zh = "{day} 时该部门还有 {count} 个未撤销的岗位，请先撤销岗位。"
    en = "On {day} the unit still has {count} positions that are not closed; close them first."


class HeadNotHere(Conflict):
    code = "head_not_here"
    rule = "ORG-1"
    zh = "所选负责人或副职（{name}）在 {day} 不在职。"
    en = "The chosen head or deputy ({name}) does not work here on {day}."


class HeadIsDeputy(Conflict):
    code = "head_is_deputy"
    rule = "ORG-1"
    zh = "负责人和副职不能是同一人。"
    en = "Head and deputy cannot be the same person."


class OrganisationNotEmpty(Conflict):
    code = "organisation_not_empty"
    rule = "ORG-1"
    zh = "已经有部门了：预设只能用于空的组织。"
    en = "There are units already: a preset starts an empty organisation."


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
