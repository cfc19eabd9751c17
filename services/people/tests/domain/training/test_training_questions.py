"""Questions and answers, without a house."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from people.domain.training.attempt import Attempt, AttemptOver, AttemptState, MarksWrong, TimeIsUp
from people.domain.training.enrolment import valid_until_after
from people.domain.training.paper import Paper
from people.domain.training.questions import AnswersWrong, Option, PaperWrong, Question, QuestionKind, check_questions, draw_questions

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def question(key: str, kind: str = "single", right: str = "a", options: str = "abc", points: int = 10) -> Question:
    return Question(
        id=key, kind=QuestionKind(kind), text="?", options=[Option(id=one, text=one) for one in options], right=list(right), points=points
    )


def true_or_false(key: str, *, right: str = "true") -> Question:
    return Question(id=key, kind=QuestionKind.TRUE_FALSE, text="?", options=[], right=[right], points=10)


def free_text(key: str) -> Question:
    return Question(id=key, kind=QuestionKind.FREE_TEXT, text="?", options=[], right=[], points=10)


def paper(*questions: Question, pass_mark: int = 60, minutes: int | None = None) -> Paper:
    rows = [one.model_dump(mode="json") for one in questions]
    return Paper(number=1, pass_mark=pass_mark, attempts=2, minutes=minutes, draw=None, questions=rows)


def attempt(asked: Paper, due_at: datetime | None = None) -> Attempt:
    drawn = draw_questions(asked.asked, draw=None, seed=1)
    return Attempt(number=1, state=AttemptState.OPEN, drawn=drawn, answers={}, marks={}, due_at=due_at, most=asked.most, version=1)


def test_every_mistake_of_a_paper_is_named() -> None:
    wrong = [
        question("q1", right="z"),
        question("q1", kind="single", right="ab"),
        question("q3", options="a"),
        question("q4", kind="multiple", right=""),
        question("q5", kind="free_text", right="", options="ab"),
    ]
    with pytest.raises(PaperWrong) as refused:
        check_questions(wrong, draw=9)
    assert [error.pointer for error in refused.value.errors] == [
        "/questions/0/right",
        "/questions/1/right",
        "/questions/1/id",
        "/questions/2/options",
        "/questions/3/right",
        "/questions/4/options",
        "/draw",
    ]


def test_drawn_questions_have_equal_points() -> None:
    with pytest.raises(PaperWrong, match="1 mistakes"):
        check_questions([question("q1", points=5), question("q2", points=10)], draw=1)
    check_questions([question("q1"), question("q2")], draw=1)


def test_the_same_seed_draws_the_same_in_the_same_order() -> None:
    asked = [question(f"q{number}", options="abcdef") for number in range(20)]
    assert draw_questions(asked, draw=5, seed=7) == draw_questions(asked, draw=5, seed=7)
    seen = Counter(one["question"] for seed in range(300) for one in draw_questions(asked, draw=5, seed=seed))
    assert len(seen) == 20
    assert all(sorted(one["options"]) == list("abcdef") for one in draw_questions(asked, draw=None, seed=3))


@pytest.mark.parametrize(("answer", "points"), [("a", 0), ("ab", 10), ("ba", 10), ("abc", 0), ("", 0)])
def test_several_choices_are_all_or_nothing(answer: str, points: int) -> None:
    assert question("q", kind="multiple", right="ab").marked(list(answer)) == points


@pytest.mark.rule("ORG-5")
@pytest.mark.parametrize(("right", "passed"), [(6, True), (5, False)])
def test_the_pass_mark_is_reached_exactly(right: int, passed: bool) -> None:
    asked = paper(*[question(f"q{number}") for number in range(10)])
    one = attempt(asked)
    one.take({f"q{number}": ["a" if number < right else "b"] for number in range(10)}, paper=asked, now=NOW)
    one.hand_in(paper=asked, now=NOW)
    assert (one.state, one.score, one.most, one.passed) == (AttemptState.MARKED, right * 10, 100, passed)


def test_a_free_text_waits_for_a_person_and_an_empty_one_does_not() -> None:
    asked = paper(question("q1"), free_text("q2"), free_text("q3"))
    one = attempt(asked)
    one.take({"q1": ["a"], "q2": ["因为真实发货"], "q3": ["  "]}, paper=asked, now=NOW)
    one.hand_in(paper=asked, now=NOW)
    assert (one.state, one.waiting_for(), one.score) == (AttemptState.WAITING, {"q2"}, None)
    for marks in ({}, {"q2": (11, "")}, {"q2": (5, ""), "q1": (3, "")}):
        with pytest.raises(MarksWrong):
            one.mark(marks, paper=asked, marker="Li")
    one.mark({"q2": (8, "好")}, paper=asked, marker="Li")
    assert (one.state, one.score, one.passed) == (AttemptState.MARKED, 18, True)
    assert one.marks["q2"] == {"points": 8, "comment": "好", "by": "Li"}


@pytest.mark.parametrize(
    ("key", "answer"), [("q1", ["z"]), ("q1", ["a", "b"]), ("q2", ["maybe"]), ("q9", ["a"]), ("q3", ["x", "y"]), ("q1", ["a", "a"])]
)
def test_an_answer_that_does_not_fit_is_refused(key: str, answer: list[str]) -> None:
    asked = paper(question("q1"), true_or_false("q2"), free_text("q3"))
    one = attempt(asked)
    with pytest.raises(AnswersWrong):
        one.take({key: answer}, paper=asked, now=NOW)
    assert one.answers == {}


def test_when_the_time_is_up_only_what_was_saved_counts() -> None:
    asked = paper(question("q1"), question("q2"), minutes=10)
    one = attempt(asked, due_at=NOW)
    one.take({"q1": ["a"]}, paper=asked, now=NOW + timedelta(seconds=30))
    with pytest.raises(TimeIsUp):
        one.take({"q2": ["a"]}, paper=asked, now=NOW + timedelta(seconds=31))
    one.hand_in(paper=asked, now=NOW + timedelta(minutes=5))
    assert one.score == 10
    with pytest.raises(AttemptOver):
        one.take({"q2": ["a"]}, paper=asked, now=NOW)
    with pytest.raises(AttemptOver):
        one.hand_in(paper=asked, now=NOW)


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-11-30", 1, "2026-12-30"),
    ],
)
def test_a_certificate_ends_on_the_same_day_of_a_later_month(day: str, months: int, until: str) -> None:
    assert valid_until_after(date.fromisoformat(day), months) == date.fromisoformat(until)


def test_a_certificate_of_no_months_has_no_end() -> None:
    assert valid_until_after(date(2026, 11, 22), 0) is None
