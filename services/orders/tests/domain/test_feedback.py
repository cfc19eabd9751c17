"""Reviews, classes of problems, standard answers and contacts, without a database (rules CARE-6, CARE-7)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from chassis.tables import TableRow
from orders.domain.care.contact import ChatContact, ContactTold, in_future
from orders.domain.care.feedback_policy import DEFAULT_FEEDBACK
from orders.domain.care.problem_classes import DEFAULT_CLASSES, Classes, ProblemClass, TreeNotWhole, check_tree
from orders.domain.care.quality import months_back
from orders.domain.care.review_file import read_reviews
from orders.domain.care.review_told import after_delivery_s, plain_words
from orders.domain.care.standard_answer import (
    AnswerContent,
    AnswerLanguage,
    NothingForPlaceholder,
    StandardAnswer,
    StandardAnswerRetired,
    StandardAnswerWrong,
)

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def answer(**changes: Any) -> StandardAnswer:
    content = {
        "class_code": "quality",
        "title": "质量致歉",
        "keys": [],
        "zh": "您好，订单 {order_no} 的 {product}",
        "en": "",
        "active": True,
    }
    rest = {"id": uuid4(), "uses": 0, "last_used_at": None, "version": 1, "changed_at": NOW, "changed_by": ""}
    return StandardAnswer(**{**content, **rest, **changes})


def test_the_shipped_tree_is_whole_and_finds_classes() -> None:
    check_tree(DEFAULT_CLASSES)
    classes = Classes(DEFAULT_CLASSES)
    assert classes.of_text("质量差，穿一次就开线") == "quality"
    assert classes.of_text("发错货了，不是我买的") == "wrong_goods"
    assert classes.of_text("一般般") is None
    assert classes.of_case_reason("quality") == "quality"
    assert classes.of_complaint_kind("service") == "attitude"
    assert classes.below("product") == ["product", "quality", "not_as_described", "size_or_colour"]


def test_every_mistake_of_a_tree_is_named_at_once() -> None:
    wrong = [
        ProblemClass(code="aa", parent="bb", zh="甲", en="A", words=["坏"]),
        ProblemClass(code="bb", parent="aa", zh="乙", en="B", words=["坏"]),
        ProblemClass(code="cc", parent="none", zh="丙", en="C"),
        ProblemClass(code="cc", zh="丁", en="D"),
    ]
    with pytest.raises(TreeNotWhole) as refused:
        check_tree(wrong)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [
        ("/classes/0/parent", "too_deep"),
        ("/classes/1/parent", "too_deep"),
        ("/classes/2/code", "twice"),
        ("/classes/2/parent", "no_parent"),
        ("/classes/3/code", "twice"),
        ("/classes/1/words", "in_two_classes"),
    ]


def test_a_standard_answer_is_filled_once_and_only_with_what_is_known() -> None:
    facts = {"order_no": "P1", "product": "杯子 {order_no}"}
    assert answer().fill(AnswerLanguage.ZH, facts) == "您好，订单 P1 的 杯子 {order_no}"
    with pytest.raises(NothingForPlaceholder, match="order_no"):
        answer().fill(AnswerLanguage.ZH, {"product": "杯子"})
    with pytest.raises(StandardAnswerRetired):
        answer(active=False).fill(AnswerLanguage.ZH, facts)


def test_an_unknown_placeholder_and_a_lonely_brace_are_refused() -> None:
    content = AnswerContent(class_code="quality", title="x", keys=[], zh="{name} 您好", en="your {order_no", active=True)
    with pytest.raises(StandardAnswerWrong) as refused:
        content.check()
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/zh", "placeholder_unknown"), ("/en", "brace_alone")]


def test_equal_texts_are_told_by_letters_and_digits_and_short_ones_are_not_compared() -> None:
    assert plain_words("很好用！ 物流也快。") == plain_words("很好用,物流也快")
    assert plain_words("好评") == ""


def test_praise_before_the_parcel_is_no_time_after_it() -> None:
    assert after_delivery_s(NOW, NOW - timedelta(seconds=40)) == 40
    assert after_delivery_s(NOW, NOW + timedelta(hours=1)) == 0
    assert after_delivery_s(NOW, None) is None


def test_a_file_tells_every_wrong_cell_at_once() -> None:
    rows = [
        TableRow(number=2, cells={"platform_review_no": "R1", "stars": "差评", "text": "坏", "written_at": "2026-11-20 12:00"}),
        TableRow(number=3, cells={"platform_review_no": "", "stars": "9", "pictures": "not-a-link", "written_at": "昨天"}),
    ]
    found, errors = read_reviews(rows, shop_id="shp", zone=SHANGHAI)
    assert [(one.told.stars, one.told.written_at) for one in found] == [(1, NOW)]
    assert [(error.row, error.column, error.code) for error in errors] == [
        (3, "评价时间", "not_a_time"),
        (3, "评价编号", "missing"),
        (3, "星级", "not_stars"),
        (3, "图片", "not_links"),
    ]


def contact(**changes: Any) -> ChatContact:
    known = {"id": uuid4(), "shop_id": "shp", "contact_no": "C1", "agent_id": "acc_1", "agent_name": "小王", "buyer": None}
    rest = {"platform_order_no": "", "order_id": None, "started_at": NOW, "first_answer_at": None, "ended_at": None, "satisfaction": None}
    return ChatContact(**{**known, **rest, "answer_seconds": 180, "policy_version": 0, "told_at": NOW, **changes})


def told(**changes: Any) -> ContactTold:
    plain = {"shop_id": "shp", "contact_no": "C1", "agent_id": "", "agent_name": "", "buyer_id": "", "platform_order_no": ""}
    rest = {"started_at": NOW, "first_answer_at": None, "ended_at": None, "satisfaction": None}
    return ContactTold(**{**plain, **rest, **changes})


@pytest.mark.parametrize(
    ("answered", "ended", "in_time"),
    [(180, None, True), (181, None, False), (None, 60, False), (None, None, None)],
)
def test_a_contact_is_in_time_when_it_was_answered_within_the_seconds(
    answered: int | None, ended: int | None, in_time: bool | None
) -> None:
    one = contact(
        first_answer_at=None if answered is None else NOW + timedelta(seconds=answered),
        ended_at=None if ended is None else NOW + timedelta(seconds=ended),
    )
    assert one.in_time is in_time


def test_later_facts_complete_a_contact_and_an_empty_one_takes_nothing_away() -> None:
    one = contact()
    assert one.complete(told(first_answer_at=NOW + timedelta(seconds=9), satisfaction=4), buyer=None, order_id=None)
    assert not one.complete(told(), buyer=None, order_id=None)
    assert (one.first_answer_s, one.satisfaction, one.agent_name) == (9, 4, "小王")


def test_impossible_times_of_a_contact_are_all_named() -> None:
    one = contact(agent_id="", first_answer_at=NOW - timedelta(seconds=1), ended_at=NOW - timedelta(seconds=5))
    assert [(error.pointer, error.code) for error in one.mistakes("/contacts/0")] == [
        ("/contacts/0/first_answer_at", "before_the_start"),
        ("/contacts/0/ended_at", "before_the_start"),
        ("/contacts/0/first_answer_at", "after_the_end"),
        ("/contacts/0/agent_id", "missing"),
    ]
    late = told(ended_at=NOW + timedelta(minutes=6))
    assert [error.pointer for error in in_future(late, "/contacts/0", now=NOW)] == ["/contacts/0/ended_at"]


def test_deadlines_and_months() -> None:
    assert DEFAULT_FEEDBACK.answer_due(3, received_at=NOW) == NOW + timedelta(hours=24)
    assert DEFAULT_FEEDBACK.answer_due(4, received_at=NOW) == NOW + timedelta(hours=72)
    assert months_back(NOW.date().replace(month=1, day=1), 1).isoformat() == "2025-12-01"
