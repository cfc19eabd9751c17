"""Who takes which seat of a step (rule APR-5)."""

from uuid import UUID

from people.domain.approvals.seat import can_be_filled, choose_seat

A, B, C = (UUID(int=number) for number in (1, 2, 3))


def test_two_seats_need_two_persons() -> None:
    assert can_be_filled([[A], [B]])
    assert not can_be_filled([[A], [A]])
    assert can_be_filled([[A, B], [A]])
    assert not can_be_filled([[A, B], [A], [B]])
    assert can_be_filled([[A, B, C], [A], [B]])


def test_one_takes_the_seat_that_fewest_others_could_take() -> None:
    assert choose_seat({0: [A, B], 1: [A]}, mine=[A], used=[]) == (1, A)
    assert choose_seat({0: [A, B], 1: [A]}, mine=[B], used=[]) == (0, B)


def test_who_sits_already_takes_no_second_seat() -> None:
    assert choose_seat({1: [A, B]}, mine=[A], used=[A]) is None
    assert choose_seat({1: [B]}, mine=[A, B], used=[B]) is None


def test_one_decides_as_oneself_before_one_decides_for_another() -> None:
    assert choose_seat({0: [A, B]}, mine=[A, B], used=[]) == (0, A)
    assert choose_seat({0: [B]}, mine=[A, B], used=[]) == (0, B)
