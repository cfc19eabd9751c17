"""Changes over time, property by property: what a day says does not depend on the order in which changes were planned."""

import itertools
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.domain.organisation.forbidden_requirement import forbidden_words
from people.domain.organisation.headcount import Held, Plan, first_full_day
from people.domain.organisation.timeline import Span, UnitFacts, changed, span_on, withdrawn
from people.domain.organisation.tree import SeveralTops, UnitsInACircle, check_tree

FIRST = date(2026, 1, 1)


def facts(name: str = "甲", parent: UUID | None = None, place: int = 0) -> UnitFacts:
    return UnitFacts(parent_id=parent, name_zh=name, name_en=name, head_id=None, deputy_id=None, place=place)


def spans(parent: UUID | None = None) -> list[Span]:
    return [Span(valid_from=FIRST, valid_until=None, facts=facts(parent=parent))]


CHANGE = st.tuples(st.integers(1, 40), st.sampled_from(["name_zh", "place"]), st.integers(0, 3))


@given(st.lists(CHANGE, max_size=8))
def test_spans_follow_each_other_without_gap_and_the_past_stays(changes: list[tuple[int, str, int]]) -> None:
    known = spans()
    for ahead, name, value in changes:
        on = FIRST + timedelta(days=ahead)
        before = [span_on(known, FIRST + timedelta(days=number)) for number in range(ahead)]
        known = changed(known, on=on, wish={name: str(value) if name == "name_zh" else value}, today=FIRST)
        after = [span_on(known, FIRST + timedelta(days=number)) for number in range(ahead)]
        assert [span and span.facts for span in before] == [span and span.facts for span in after]
        here = span_on(known, on)
        assert here is not None
        assert getattr(here.facts, name) == (str(value) if name == "name_zh" else value)
        assert known[0].valid_from == FIRST
        assert known[-1].valid_until is None
        assert all(one.valid_until == other.valid_from for one, other in itertools.pairwise(known))


@given(st.lists(CHANGE, max_size=5), CHANGE)
def test_what_was_planned_last_is_withdrawn_without_a_trace(changes: list[tuple[int, str, int]], last: tuple[int, str, int]) -> None:
    known = spans()
    for ahead, name, value in changes:
        known = changed(known, on=FIRST + timedelta(days=ahead), wish={name: str(value) if name == "name_zh" else value}, today=FIRST)
    day = FIRST + timedelta(days=50 + last[0])
    planned = changed(known, on=day, wish={"name_zh": "计划", "place": 9}, today=FIRST)
    assert withdrawn(planned, day=day, today=FIRST) == known


@pytest.mark.rule("ORG-1")
def test_a_circle_or_a_second_top_is_found_on_the_day_it_comes() -> None:
    top, a, b = uuid4(), uuid4(), uuid4()
    tree = {top: spans(), a: spans(top), b: spans(top)}
    check_tree(tree, since=FIRST)
    tree[a] = changed(tree[a], on=FIRST + timedelta(days=9), wish={"parent_id": b}, today=FIRST)
    check_tree(tree, since=FIRST)
    turned = changed(tree[b], on=FIRST + timedelta(days=5), wish={"parent_id": a}, today=FIRST)
    with pytest.raises(UnitsInACircle) as refusal:
        check_tree({**tree, b: turned}, since=FIRST)
    assert refusal.value.facts["day"] == FIRST + timedelta(days=9)
    with pytest.raises(SeveralTops):
        check_tree({**tree, b: changed(tree[b], on=FIRST + timedelta(days=5), wish={"parent_id": None}, today=FIRST)}, since=FIRST)


@pytest.mark.rule("ORG-3")
def test_one_more_fits_only_where_every_day_has_room() -> None:
    plans = [Plan(valid_from=FIRST, planned=2), Plan(valid_from=FIRST + timedelta(days=30), planned=1)]
    held = [Held(valid_from=FIRST, valid_until=None)]
    assert first_full_day(plans, held, since=FIRST, until=FIRST + timedelta(days=30)) is None
    full = first_full_day(plans, held, since=FIRST, until=None)
    assert full is not None
    assert (full.day, full.planned, full.staff) == (FIRST + timedelta(days=30), 1, 1)
    before = first_full_day(plans, [], since=FIRST - timedelta(days=1), until=FIRST)
    assert before is not None
    assert before.planned == 0


@pytest.mark.rule("ORG-10")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("两年以上刷单经验", "刷单"),
        ("刷 单", "刷单"),
        ("刷*單", "刷單"),
        ("会补单、刷好评", "补单"),
        ("Brushing experience", "brushing"),
        ("fake-order operations", "fake order"),
        ("Experience in shua dan", "shua dan"),
        ("brush orders on Taobao", "brush orders"),
        ("虚假交易操盘", "虚假交易"),
    ],
)
def test_forbidden_words_are_found_however_they_are_written(text: str, found: str) -> None:
    assert forbidden_words(text) == found


@pytest.mark.rule("ORG-10")
@pytest.mark.parametrize(
    "text",
    [
        "识别刷单",
        "防范各类刷单",
        "不得参与刷单",
        "anti brushing",
        "detects fake orders",
        "Prevents brushing",
        "刷新页面",
        "单品刷选",
        "paint brush skills",
    ],
)
def test_honest_words_pass(text: str) -> None:
    assert forbidden_words(text) is None
