"""The service figures by person, shop or month, and the rows behind each (rule CARE-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed, show_id
from orders.domain.care.service_figures import DEFINITIONS, Definition, FactKind, Figure

OrderId = Annotated[UUID, *prefixed("ord")]
PREFIXES = {"contact": "ctc", "complaint": "cpl", "call_back": "cbk", "case": "asc"}
MOST_GROUPS = 500
COUNTS = """
    count(*) AS handled, count(first_answer_s) AS first_answer_of, sum(first_answer_s) AS first_answer_sum, count(solution_s) AS solution_of,
    sum(solution_s) AS solution_sum, count(satisfaction) AS satisfaction_of, sum(satisfaction) AS satisfaction_sum,
    count(repeated) AS repeat_of, count(*) FILTER (WHERE repeated) AS repeat_sum, count(in_time) AS in_time_of,
    count(*) FILTER (WHERE in_time) AS in_time_sum
"""
SCOPE = """
    month BETWEEN :first AND :last AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
    AND (CAST(:shop_id AS text) IS NULL OR shop_id = :shop_id) AND (CAST(:person_id AS text) IS NULL OR person_id = :person_id)
    AND (CAST(:kind AS text) IS NULL OR kind = :kind)
"""
ROW_COLUMNS = """
    kind, subject_id, number, shop_id, order_id, person_id, person, at, first_answer_s, solution_s, satisfaction, repeated, in_time
"""


class FigureGroup(StrEnum):
    PERSON = "person"
    SHOP = "shop"
    MONTH = "month"


# Of what is grouped: its column, the key, and the name that is shown of it.
GROUPS = {
    FigureGroup.PERSON: ("person_id", "person_id", "max(person)"),
    FigureGroup.SHOP: ("shop_id", "shop_id", "(SELECT name FROM shop WHERE shop.id = f.shop_id)"),
    FigureGroup.MONTH: ("month", "to_char(month, 'YYYY-MM')", "to_char(month, 'YYYY-MM')"),
}
# The rows are read once, for all groups and for their sum, which comes first.
FIND = """
    SELECT {key} AS key, {name} AS name, {counts} FROM service_fact f WHERE {scope}
    GROUP BY GROUPING SETS (({column}), ()) ORDER BY grouping({column}) DESC, {order} LIMIT :most
"""


@dataclass(frozen=True, kw_only=True)
class FigureScope:
    """Months by their first days, both counted. None: all of them; `person_id` "" is what nobody has taken on."""

    first: date
    last: date
    shop_id: str | None
    person_id: str | None
    kind: FactKind | None
    shops: list[str] | None

    def values(self) -> dict[str, Any]:
        return {
            "first": self.first, "last": self.last, "shop_id": self.shop_id, "person_id": self.person_id, "kind": self.kind, "shops": self.shops
        }  # fmt: skip


class FigureDefinition(BaseModel):
    """`unit` is count, seconds, score (1 to 5) or share (0 to 1)."""

    figure: Figure
    unit: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str


class FigureValue(BaseModel):
    """`value` null: there is nothing to work it out from; `counted` is how many rows it rests on."""

    figure: Figure
    value: float | None
    counted: int


class FigureRow(BaseModel):
    """`key` is the account, the shop or the month; `name` "" for what nobody has taken on."""

    key: str
    name: str
    figures: list[FigureValue]


class ServiceFigures(BaseModel):
    """`complete` False: there are more than 500 rows, and those with the most work are shown."""

    by: FigureGroup
    definitions: list[FigureDefinition]
    total: list[FigureValue]
    rows: list[FigureRow]
    complete: bool


class ServiceFactRow(BaseModel):
    """One contact, complaint, call-back or case. Null: not known, or not asked of its kind."""

    kind: str
    id: str
    number: str
    shop_id: str
    order_id: OrderId | None
    person_id: str
    person: str
    at: datetime
    first_answer_s: int | None
    solution_s: int | None
    satisfaction: int | None
    repeated: bool | None
    in_time: bool | None


SHOWN_DEFINITIONS = [
    FigureDefinition(
        figure=one.figure, unit=one.unit, zh=one.zh, en=one.en, definition_zh=one.definition_zh, definition_en=one.definition_en
    )
    for one in DEFINITIONS
]


async def find_service_figures(reader: AsyncSession, *, scope: FigureScope, by: FigureGroup) -> ServiceFigures:
    column, key, name = GROUPS[by]
    order = column if by == FigureGroup.MONTH else f"count(*) DESC, {column}"
    query = text(FIND.format(column=column, key=key, name=name, counts=COUNTS, scope=SCOPE, order=order))
    total, *rows = (await reader.execute(query, {**scope.values(), "most": MOST_GROUPS + 2})).mappings().all()
    return ServiceFigures(
        by=by,
        definitions=SHOWN_DEFINITIONS,
        total=[_value(total, one) for one in DEFINITIONS],
        rows=[
            FigureRow(key=row["key"], name=row["name"] or "", figures=[_value(row, one) for one in DEFINITIONS])
            for row in rows[:MOST_GROUPS]
        ],
        complete=len(rows) <= MOST_GROUPS,
    )


def _value(row: Any, definition: Definition) -> FigureValue:
    if definition.figure == Figure.HANDLED:
        return FigureValue(figure=definition.figure, value=float(row["handled"]), counted=row["handled"])
    counted: int = row[f"{definition.figure}_of"]
    places = 4 if definition.unit == "share" else 2
    value = round(float(row[f"{definition.figure}_sum"]) / counted, places) if counted else None
    return FigureValue(figure=definition.figure, value=value, counted=counted)


async def find_facts(
    reader: AsyncSession, *, scope: FigureScope, figure: Figure, after: tuple[datetime, UUID] | None, limit: int
) -> tuple[Sequence[ServiceFactRow], list[tuple[datetime, UUID]]]:
    """The rows that a figure rests on, newest first: up to `limit` + 1, with their keys."""
    column = next(one.column for one in DEFINITIONS if one.figure == figure)
    at, subject_id = after or (None, None)
    query = text(f"""
        SELECT {ROW_COLUMNS} FROM service_fact
        WHERE {SCOPE} AND {column} IS NOT NULL
            AND (CAST(:after_at AS timestamptz) IS NULL OR (at, subject_id) < (:after_at, CAST(:after_id AS uuid)))
        ORDER BY month DESC, at DESC, subject_id DESC LIMIT :limit
    """)
    values = {**scope.values(), "after_at": at, "after_id": subject_id, "limit": limit + 1}
    rows = (await reader.execute(query, values)).mappings().all()
    shown = [ServiceFactRow.model_validate({**row, "id": show_id(PREFIXES[row["kind"]], row["subject_id"])}) for row in rows]
    return shown, [(row["at"], row["subject_id"]) for row in rows]
