import pytest

from people.domain.grants import covers, narrows


@pytest.mark.rule("ORG-7")
@pytest.mark.parametrize(
    ("held", "wanted", "answer"),
    [
        (["*"], "*", True),
        (["*"], "orders.*", True),
        (["orders.*"], "orders.*", True),
        (["orders.*"], "orders.orders.read", True),
        (["orders.*"], "*", False),
        (["orders.*"], "warehouse.*", False),
        (["orders.orders.read"], "orders.*", False),
        (["orders.orders.read"], "orders.orders.read", True),
        ([], "orders.orders.read", False),
        (["order.*"], "orders.orders.read", False),
    ],
)
def test_what_covers_what(held: list[str], wanted: str, answer: bool) -> None:
    assert covers(held, wanted) is answer


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [(None, None, False), (["a"], None, False), (None, ["a"], True), (["a"], ["a", "b"], False), (["a", "b"], ["a"], True)],
)
def test_when_a_scope_narrows(before: list[str] | None, after: list[str] | None, answer: bool) -> None:
    assert narrows(before, after) is answer
