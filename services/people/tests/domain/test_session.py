from datetime import UTC, datetime, timedelta
from uuid import uuid4

from people.domain.session import RACE_GRACE, Presented, Session

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
IDLE = timedelta(days=7)


def a_session() -> Session:
    return Session(id=uuid4(), generation=5, rotated_at=NOON, idle_until=NOON + IDLE, expires_at=NOON + timedelta(days=30), ended_at=None)


def test_the_present_generation_moves_on() -> None:
    session = a_session()
    assert session.present(generation=5, idle=IDLE, now=NOON + timedelta(hours=1)) is Presented.NEXT
    assert session.generation == 6
    assert session.idle_until == NOON + timedelta(hours=1) + IDLE


def test_the_one_before_is_a_race_only_for_a_moment() -> None:
    session = a_session()
    assert session.present(generation=4, idle=IDLE, now=NOON + RACE_GRACE) is Presented.RACING
    assert session.generation == 5
    assert session.present(generation=4, idle=IDLE, now=NOON + RACE_GRACE + timedelta(microseconds=1)) is Presented.USED
    assert session.present(generation=3, idle=IDLE, now=NOON) is Presented.USED


def test_a_session_ends_once_and_says_why() -> None:
    session = a_session()
    assert session.end(reason="signed_out", now=NOON)
    assert not session.end(reason="other", now=NOON + timedelta(hours=1))
    assert (session.ended_at, session.end_reason) == (NOON, "signed_out")
    assert session.is_over(NOON)
