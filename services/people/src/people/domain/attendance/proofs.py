"""Which proof belongs to which edge of which session (rule ATT-5).

A proof is a punch 打卡 or a photo sign-in 照片签到, as one whole number: `second * 8 + photo * 4 + direction`. Sorting numbers sorts proofs.

How proofs are given to sessions, however many, doubled, or out of order they come:
1. A proof that says "in" belongs to the first session that is not over yet; one that says "out" to the last session that has begun.
2. Any other belongs to the session in whose stretch of the day it lies. Stretches meet in the middle of the break between two sessions;
   but where two presses or more lie in that break (out at 12:02, in again at 12:50), the first of them ends the earlier session.
3. Within a session the earliest proof is the sign-in and the latest is the sign-out. A single one (or one pressed twice within
   `double_seconds`) is whichever it is nearer to. What says "in" is never a sign-out, what says "out" never a sign-in.
"""

from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise

from people.domain.attendance.plan import JudgedSession

PHOTO = 4


class Direction(IntEnum):
    UNSAID = 0
    IN = 1
    OUT = 2


def punch(second: int, direction: Direction = Direction.UNSAID) -> int:
    return second * 8 + direction


def photo(second: int, direction: Direction) -> int:
    return second * 8 + PHOTO + direction


def second_of(proof: int) -> int:
    return proof >> 3


def is_photo(proof: int) -> bool:
    return bool(proof & PHOTO)


def direction_of(proof: int) -> Direction:
    return Direction(proof & 3)


def in_whole_minutes(proofs: Sequence[int]) -> list[int]:
    """Each as of its minute: 08:25:59 counts as 08:25:00."""
    return sorted((second_of(proof) // 60 * 60) * 8 + (proof & 7) for proof in proofs)


def by_session(proofs: Sequence[int], sessions: Sequence[JudgedSession], *, double_seconds: int) -> list[list[int]]:
    """`proofs` sorted. Rules 1 and 2 above; each session's own proofs, sorted."""
    ends = _stretch_ends(proofs, sessions, double_seconds)
    given: list[list[int]] = [[] for _ in sessions]
    for proof in proofs:
        given[_session_of(proof, sessions, ends)].append(proof)
    return given


def _session_of(proof: int, sessions: Sequence[JudgedSession], ends: Sequence[int]) -> int:
    second, direction = second_of(proof), direction_of(proof)
    last = len(sessions) - 1
    if direction is Direction.IN:
        return next((place for place, session in enumerate(sessions) if second < session.end), last)
    if direction is Direction.OUT:
        return next((place for place in range(last, -1, -1) if second > sessions[place].start), 0)
    return next((place for place, end in enumerate(ends) if second < end), last)


def _stretch_ends(proofs: Sequence[int], sessions: Sequence[JudgedSession], double_seconds: int) -> list[int]:
    """The second at which each session's stretch is over; the last one's is not over before the day."""
    ends: list[int] = []
    for earlier, later in pairwise(sessions):
        presses = [second_of(proof) for proof in proofs if not proof & 3 and earlier.end <= second_of(proof) <= later.start]
        apart = next((press for press in presses if press - presses[0] > double_seconds), None)
        ends.append((earlier.end + later.start) // 2 if apart is None else apart)
    return ends


def edges_of(proofs: Sequence[int], session: JudgedSession, *, double_seconds: int) -> tuple[int | None, int | None]:
    """Rule 3: the sign-in and the sign-out among `proofs` (sorted) of one session."""
    first = next((proof for proof in proofs if direction_of(proof) is not Direction.OUT), None)
    last = next((proof for proof in reversed(proofs) if direction_of(proof) is not Direction.IN), None)
    if first is None or last is None or not 0 <= second_of(last) - second_of(first) <= double_seconds:
        return first, last
    says_in, says_out = direction_of(first) is Direction.IN, direction_of(last) is Direction.OUT
    if says_in and says_out:
        return first, last
    if says_in or (not says_out and nearer_to_start(first, session)):
        return first, None
    return None, last


def nearer_to_start(proof: int, session: JudgedSession) -> bool:
    return second_of(proof) * 2 < session.start + session.end


def first_of_kind(proofs: Sequence[int], session: JudgedSession, *, photos: bool, besides: int | None) -> int | None:
    """What this kind of proof alone says about the sign-in; the proof of the sign-out (`besides`) says nothing about it."""
    return next((proof for proof in proofs if is_photo(proof) is photos and proof != besides and _may_be_in(proof, session)), None)


def last_of_kind(proofs: Sequence[int], session: JudgedSession, *, photos: bool, besides: int | None) -> int | None:
    found = (proof for proof in reversed(proofs) if is_photo(proof) is photos and proof != besides and _may_be_out(proof, session))
    return next(found, None)


def _may_be_in(proof: int, session: JudgedSession) -> bool:
    direction = direction_of(proof)
    return direction is Direction.IN or (direction is Direction.UNSAID and nearer_to_start(proof, session))


def _may_be_out(proof: int, session: JudgedSession) -> bool:
    direction = direction_of(proof)
    return direction is Direction.OUT or (direction is Direction.UNSAID and not nearer_to_start(proof, session))
