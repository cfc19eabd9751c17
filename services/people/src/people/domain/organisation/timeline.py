"""What a unit is over time: spans that follow each other, changed from a day on, planned ahead, and withdrawn before they come (rule ORG-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from chassis.refusals import Conflict
from people.domain.ids import shown_employee, shown_unit
from people.domain.organisation.day import DateInThePast


class UnitNotThere(Conflict):
    code = "unit_not_there"
    rule = "ORG-1"
    zh = "部门在 {day} 不存在（尚未成立或已撤销）。"
    en = "The unit does not exist on {day}: it has not begun yet, or is closed."


class UnitCloses(Conflict):
    code = "unit_closes"
    rule = "ORG-1"
    zh = "部门已定于 {day} 撤销；如需改期，请先撤回。"
    en = "The unit closes on {day} already; withdraw that first to choose another day."


class ChangesPlanned(Conflict):
    code = "changes_planned"
    rule = "ORG-1"
    zh = "部门在 {day} 还有已计划的变更，请先撤回。"
    en = "A change of the unit is planned for {day}; withdraw it first."


class PlannedChangeNotFound(Conflict):
    code = "planned_change_not_found"
    rule = "ORG-1"
    zh = "部门在 {day} 没有计划中的变更。"
    en = "Nothing is planned for the unit on {day}."


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """`place` orders the children of one parent; without a parent it is the top."""

    parent_id: UUID | None
    name_zh: str
    name_en: str
    head_id: UUID | None
    deputy_id: UUID | None
    place: int

    @property
    def leaders(self) -> list[UUID]:
        return [employee_id for employee_id in (self.head_id, self.deputy_id) if employee_id is not None]

    def shown(self) -> dict[str, object]:
        """For the audit trail."""
        return {
            "parent_id": shown_unit(self.parent_id) if self.parent_id else None,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "head_id": shown_employee(self.head_id) if self.head_id else None,
            "deputy_id": shown_employee(self.deputy_id) if self.deputy_id else None,
            "place": self.place,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Holds from its first day up to, not including, `valid_until`."""

    valid_from: date
    valid_until: date | None
    facts: UnitFacts

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def span_on(spans: Sequence[Span], day: date) -> Span | None:
    return next((span for span in spans if span.covers(day)), None)


def changed(spans: Sequence[Span], *, on: date, wish: Mapping[str, Any], today: date) -> list[Span]:
    """What `wish` says holds from `on` until the next change of the same field that is planned already.

    Raises DateInThePast, UnitNotThere.
    """
    if on < today:
        raise DateInThePast(day=on)
    here = span_on(spans, on)
    if here is None:
        raise UnitNotThere(day=on)
    cut = _cut(spans, on)
    for name, value in wish.items():
        cut = _carried(cut, start=on, name=name, old=getattr(here.facts, name), new=value)
    return _joined(cut, since=on)


def closed(spans: Sequence[Span], *, on: date, today: date) -> list[Span]:
    """Raises DateInThePast, UnitNotThere, UnitCloses, ChangesPlanned."""
    if on < today:
        raise DateInThePast(day=on)
    last = spans[-1]
    if last.valid_until is not None:
        raise UnitCloses(day=last.valid_until)
    if on <= spans[0].valid_from:
        raise UnitNotThere(day=on)
    if last.valid_from >= on:
        raise ChangesPlanned(day=last.valid_from)
    return [*spans[:-1], replace(last, valid_until=on)]


def withdrawn(spans: Sequence[Span], *, day: date, today: date) -> list[Span]:
    """As if what begins on `day` had never been planned; empty when it is the unit itself. Raises DateInThePast, PlannedChangeNotFound."""
    if day <= today:
        raise DateInThePast(day=day)
    if spans[-1].valid_until == day:
        return [*spans[:-1], replace(spans[-1], valid_until=None)]
    place = next((number for number, span in enumerate(spans) if span.valid_from == day), None)
    if place is None:
        raise PlannedChangeNotFound(day=day)
    if place == 0:
        if len(spans) > 1:
            raise ChangesPlanned(day=spans[1].valid_from)
        return []
    before, after = asdict(spans[place - 1].facts), asdict(spans[place].facts)
    result = list(spans)
    for name, old in after.items():
        if old != before[name]:
            result = _carried(result, start=day, name=name, old=old, new=before[name])
    return _joined(result, since=day)


def _cut(spans: Sequence[Span], on: date) -> list[Span]:
    result: list[Span] = []
    for span in spans:
        if span.covers(on) and span.valid_from < on:
            result += [replace(span, valid_until=on), replace(span, valid_from=on)]
        else:
            result.append(span)
    return result


def _carried(spans: Sequence[Span], *, start: date, name: str, old: object, new: object) -> list[Span]:
    """`new` in place of `old` from `start` on, until a span says otherwise."""
    result, going = list(spans), True
    for number, span in enumerate(result):
        if span.valid_from < start or not going:
            continue
        going = getattr(span.facts, name) == old
        if going:
            result[number] = replace(span, facts=replace(span.facts, **{name: new}))
    return result


def _joined(spans: Sequence[Span], *, since: date) -> list[Span]:
    """Spans that say the same become one; what was before `since` stays cut as it was."""
    result: list[Span] = []
    for span in spans:
        last = result[-1] if result else None
        if last and span.valid_from >= since and last.facts == span.facts and last.valid_until == span.valid_from:
            result[-1] = replace(last, valid_until=span.valid_until)
        else:
            result.append(span)
    return result
