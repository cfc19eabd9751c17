"""Units form one tree, on every day there is and will be (rule ORG-1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from chassis.refusals import Conflict
from people.domain.organisation.timeline import Span, UnitFacts, span_on

DEEPEST = 20


class UnitsInACircle(Conflict):
    code = "units_in_a_circle"
    rule = "ORG-1"
    zh = "自 {day} 起，部门“{zh_name}”会处于自己的下级之中，组织将不再是一棵树。"
    en = 'From {day} on the unit "{en_name}" would stand below itself; units form one tree.'


class SeveralTops(Conflict):
    code = "several_tops"
    rule = "ORG-1"
    zh = "自 {day} 起会有多个最高级部门（{zh_names}）；组织只有一棵树，请选择上级部门。"
    en = "From {day} on there would be several tops ({en_names}); units form one tree: choose a unit above."


class ParentNotThere(Conflict):
    code = "parent_not_there"
    rule = "ORG-1"
    zh = "部门“{zh_name}”的上级部门在 {day} 不存在。"
    en = 'The unit above "{en_name}" does not exist on {day}.'


class TreeTooDeep(Conflict):
    code = "tree_too_deep"
    rule = "ORG-1"
    zh = "组织层级最多 {most} 级。"
    en = "The tree has at most {most} levels."


def check_tree(units: Mapping[UUID, Sequence[Span]], *, since: date) -> None:
    """On `since` and on every later day on which something changes. Raises SeveralTops, UnitsInACircle, ParentNotThere, TreeTooDeep."""
    ends = {day for spans in units.values() for span in spans for day in (span.valid_from, span.valid_until) if day is not None}
    for day in sorted({since} | {day for day in ends if day > since}):
        standing = {unit_id: span.facts for unit_id, spans in units.items() if (span := span_on(spans, day)) is not None}
        _check_day(standing, day)


def _check_day(standing: Mapping[UUID, UnitFacts], day: date) -> None:
    tops = [facts for facts in standing.values() if facts.parent_id is None]
    if len(tops) > 1:
        raise SeveralTops(day=day, zh_names="、".join(top.name_zh for top in tops), en_names=", ".join(top.name_en for top in tops))
    reaches_top: set[UUID] = set()
    for unit_id, facts in standing.items():
        way, here = [unit_id], facts
        while here.parent_id is not None and here.parent_id not in reaches_top:
            if here.parent_id not in standing:
                raise ParentNotThere(day=day, zh_name=here.name_zh, en_name=here.name_en)
            if here.parent_id in way:
                raise UnitsInACircle(day=day, zh_name=facts.name_zh, en_name=facts.name_en)
            way.append(here.parent_id)
            here = standing[here.parent_id]
        reaches_top.update(way)
    _check_depth(standing)


def _check_depth(standing: Mapping[UUID, UnitFacts]) -> None:
    for facts in standing.values():
        depth, here = 1, facts
        while here.parent_id is not None:
            depth, here = depth + 1, standing[here.parent_id]
        if depth > DEEPEST:
            raise TreeTooDeep(most=DEEPEST)
