"""From a day's plan and its facts to its result: who was on time, late, gone early, absent, by which proof (rules ATT-3, ATT-4, ATT-5).

The facts stay as they are, layered; the result is always derived from them, and the same facts give the same result bit for bit (ATT-10).
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b
from typing import NamedTuple

from people.domain.attendance.plan import DayKind, DayPlan, JudgedSession
from people.domain.attendance.proofs import by_session, edges_of, first_of_kind, in_whole_minutes, is_photo, last_of_kind, second_of

DIGEST_BYTES = 16


class Verdict(IntEnum):
    """NONE: nothing was asked. LEAVE_CASE 请假: beyond the band, needs a leave form, else it is absence 旷工. MISSING: no proof of this edge.

    PENDING: the day is not that far yet.
    """

    NONE = 0
    FINE = 1
    LATE = 2
    EARLY = 3
    LEAVE_CASE = 4
    MISSING = 5
    PENDING = 6


GOOD = (Verdict.NONE, Verdict.FINE, Verdict.PENDING)


class Source(IntEnum):
    NONE = 0
    PUNCH = 1
    PHOTO = 2
    BOTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOnDay:
    """Approved leave, as seconds of the day. `reference` opens the request."""

    start: int
    end: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """`proofs` in any order (proofs.py says what a number means). `until`: how far the day has come, None when it is over."""

    proofs: Sequence[int]
    leaves: Sequence[LeaveOnDay] = ()
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeResult:
    """`without_leave` is what the proofs alone say; `verdict` heeds approved leave. `due` is what `second` was compared with.

    `punch` and `photo`: what each source alone says, in seconds. A contradiction is two sources whose verdicts differ: the better one
    counts, for either proves a sign-in, and both are shown.
    """

    verdict: Verdict
    without_leave: Verdict
    due: int
    second: int | None
    minutes: int
    source: Source
    punch: int | None
    photo: int | None
    contradiction: bool

    @property
    def excused(self) -> bool:
        return self.without_leave not in GOOD and self.verdict in GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResult:
    session: JudgedSession
    sign_in: EdgeResult
    sign_out: EdgeResult
    absent: bool
    leave_minutes: int
    on_leave: bool


class Figures(NamedTuple):
    """What is stored and added up. Edges of an absent session count once, as `absent`."""

    late: int = 0
    early: int = 0
    leave_cases: int = 0
    missing: int = 0
    absent: int = 0
    excused: int = 0
    photo_proved: int = 0
    contradictions: int = 0
    late_minutes: int = 0
    early_minutes: int = 0
    leave_minutes: int = 0
    work_minutes: int = 0
    rest_worked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayResult:
    plan: DayPlan
    sessions: tuple[SessionResult, ...]
    figures: Figures
    digest: bytes


def derive_day(plan: DayPlan, facts: DayFacts) -> DayResult:
    proofs = in_whole_minutes(facts.proofs) if plan.whole_minutes else sorted(facts.proofs)
    leaves = sorted(facts.leaves, key=lambda leave: (leave.start, leave.end, leave.reference))
    digest = digest_of(plan, proofs, leaves)
    asked = plan.kind is DayKind.WORK or (plan.kind is DayKind.UNPLANNED and bool(proofs))
    if not asked:
        return DayResult(plan=plan, sessions=(), figures=Figures(rest_worked=int(bool(proofs))), digest=digest)
    given = by_session(proofs, plan.sessions, double_seconds=plan.double_seconds)
    next_dues = [*(session.due for session in plan.sessions[1:]), None]
    sessions = tuple(
        _session(session, own, leaves, double_seconds=plan.double_seconds, until=facts.until, next_due=next_due)
        for session, own, next_due in zip(plan.sessions, given, next_dues, strict=True)
    )
    return DayResult(plan=plan, sessions=sessions, figures=_figures(plan, sessions), digest=digest)


def digest_of(plan: DayPlan, proofs: Sequence[int], leaves: Sequence[LeaveOnDay]) -> bytes:
    """Of everything the result depends on. `proofs` and `leaves` sorted."""
    content = plan.mark + struct.pack(f"<{len(proofs)}i", *proofs)
    if leaves:
        content += b"".join(struct.pack("<ii", leave.start, leave.end) + leave.reference.encode() for leave in leaves)
    return blake2b(content, digest_size=DIGEST_BYTES).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What leave leaves of a session: by when to sign in, from when one may go."""

    due: int
    late_until: int
    early_from: int
    end: int
    whole: bool


Judge = Callable[[int, _Asked], Verdict]


def _asked_of(session: JudgedSession, leaves: Sequence[LeaveOnDay]) -> _Asked:
    """Leave over the start: due when it ends, without the lead. Leave over the end: one may go when it begins."""
    start, end = session.start, session.end
    for leave in leaves:
        if leave.start <= start < leave.end:
            start = leave.end
    for leave in sorted(leaves, key=lambda leave: leave.end, reverse=True):
        if leave.start < end <= leave.end:
            end = leave.start
    due = session.due if start == session.start else start
    return _Asked(
        due=due,
        late_until=due + session.late_until - session.due,
        early_from=end - (session.end - session.early_from),
        end=end,
        whole=start >= session.end or end <= session.start or start >= end,
    )


def _session(
    session: JudgedSession, proofs: Sequence[int], leaves: Sequence[LeaveOnDay], *, double_seconds: int, until: int | None,
    next_due: int | None,
) -> SessionResult:  # fmt: skip
    first, last = edges_of(proofs, session, double_seconds=double_seconds)
    plain = _asked_of(session, ())
    asked = _asked_of(session, leaves) if leaves else plain
    ins = [first_of_kind(proofs, session, photos=photos, besides=last) for photos in (False, True)]
    outs = [last_of_kind(proofs, session, photos=photos, besides=first) for photos in (False, True)]
    early_days = until is not None and until <= asked.due
    # Whoever has not signed out yet still may, until it is time to sign in again.
    still_there = until is not None and until <= (next_due if next_due is not None else until)
    sign_in = _edge(first, ins, plain, asked, judge=judge_in, pending=early_days)
    sign_out = _edge(last, outs, plain, asked, judge=judge_out, pending=still_there)
    minutes = sum(max(0, min(leave.end, session.end) - max(leave.start, session.start)) for leave in _merged(leaves)) // 60
    return SessionResult(
        session=session,
        sign_in=sign_in,
        sign_out=sign_out,
        absent=sign_in.verdict is Verdict.MISSING and sign_out.verdict is Verdict.MISSING,
        leave_minutes=minutes,
        on_leave=asked.whole,
    )


def _merged(leaves: Sequence[LeaveOnDay]) -> list[LeaveOnDay]:
    """Two that overlap are one: no minute counts twice."""
    made: list[LeaveOnDay] = []
    for leave in leaves:
        if made and leave.start <= made[-1].end:
            made[-1] = LeaveOnDay(start=made[-1].start, end=max(leave.end, made[-1].end), reference="")
        else:
            made.append(leave)
    return made


def judge_in(second: int, asked: _Asked) -> Verdict:
    if second <= asked.due:
        return Verdict.FINE
    return Verdict.LATE if second <= asked.late_until else Verdict.LEAVE_CASE


def judge_out(second: int, asked: _Asked) -> Verdict:
    if second >= asked.end:
        return Verdict.FINE
    return Verdict.EARLY if second >= asked.early_from else Verdict.LEAVE_CASE


def _edge(chosen: int | None, alone: Sequence[int | None], plain: _Asked, asked: _Asked, *, judge: Judge, pending: bool) -> EdgeResult:
    """`alone`: what punches and what photos say for themselves."""
    seconds = [None if proof is None else second_of(proof) for proof in alone]
    if chosen is not None:
        # A lone proof, on the far side of the session, was chosen all the same.
        seconds[is_photo(chosen)] = second_of(chosen)
    second = None if chosen is None else second_of(chosen)
    raw, heeded = (Verdict.MISSING if second is None else judge(second, terms) for terms in (plain, asked))
    if asked.whole:
        heeded = Verdict.NONE
    elif pending and heeded not in GOOD:
        raw = heeded = Verdict.PENDING
    said = [judge(one, asked) for one in seconds if one is not None]
    limit = asked.due if judge is judge_in else asked.end
    return EdgeResult(
        verdict=heeded,
        without_leave=raw,
        due=limit,
        second=second,
        minutes=0 if second is None or heeded in GOOD else -(-abs(second - limit) // 60),
        source=Source((seconds[0] is not None) + 2 * (seconds[1] is not None)),
        punch=seconds[0],
        photo=seconds[1],
        contradiction=not asked.whole and len(said) == 2 and said[0] is not said[1],
    )


def _figures(plan: DayPlan, sessions: Sequence[SessionResult]) -> Figures:
    present = [edge for one in sessions if not one.absent for edge in (one.sign_in, one.sign_out)]
    every = [edge for one in sessions for edge in (one.sign_in, one.sign_out)]
    verdicts = [edge.verdict for edge in present]
    return Figures(
        late=verdicts.count(Verdict.LATE),
        early=verdicts.count(Verdict.EARLY),
        leave_cases=verdicts.count(Verdict.LEAVE_CASE),
        missing=verdicts.count(Verdict.MISSING),
        absent=sum(one.absent for one in sessions),
        excused=sum(edge.excused for edge in every),
        photo_proved=sum(edge.source is Source.PHOTO for edge in every),
        contradictions=sum(edge.contradiction for edge in every),
        late_minutes=sum(edge.minutes for edge in present if edge.verdict is Verdict.LATE),
        early_minutes=sum(edge.minutes for edge in present if edge.verdict is Verdict.EARLY),
        leave_minutes=sum(one.leave_minutes for one in sessions),
        work_minutes=plan.work_minutes,
    )
