"""Why a day's result is what it is, as codes with the facts behind them; screens put them into sentences (rule ATT-10)."""

from collections.abc import Iterator
from dataclasses import dataclass

from people.domain.attendance.day import DayResult, EdgeResult, SessionResult, Source, Verdict
from people.domain.attendance.plan import DayKind

KINDS = {
    DayKind.REST: "rest_day",
    DayKind.HOLIDAY: "holiday",
    DayKind.MOVABLE_REST: "movable_rest",
    DayKind.ROTA_REST: "rota_rest",
    DayKind.UNPLANNED: "rota_missing",
    DayKind.OFF_BY_NOTICE: "off_by_notice",
}
RULES = {
    "late": "ATT-3",
    "early": "ATT-4",
    "leave_case": "ATT-3",
    "missing": "ATT-3",
    "absent": "ATT-3",
    "excused": "ATT-9",
    "on_leave": "ATT-9",
    "photo_proved": "ATT-5",
    "contradiction": "ATT-5",
    "changed_hours": "ATT-8",
    "off_by_notice": "ATT-8",
    "worked_on_rest": "ATT-12",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """`session` counts from 1; `edge` is in or out; `second` was compared with `limit`."""

    code: str
    rule: str
    session: int | None = None
    edge: str | None = None
    second: int | None = None
    limit: int | None = None
    minutes: int | None = None


def reasons_of(result: DayResult) -> list[Reason]:
    """The day first, then its sessions in order; nothing for what was as it should be."""
    return list(_reasons(result))


def _reasons(result: DayResult) -> Iterator[Reason]:
    code = KINDS.get(result.plan.kind)
    if code is not None:
        yield Reason(code=code, rule=RULES.get(code, "ATT-2"))
    if result.plan.notice is not None and code != "off_by_notice":
        yield Reason(code="changed_hours", rule=RULES["changed_hours"])
    if result.figures.rest_worked:
        yield Reason(code="worked_on_rest", rule=RULES["worked_on_rest"])
    for place, one in enumerate(result.sessions, start=1):
        yield from _session_reasons(one, place)


def _session_reasons(one: SessionResult, place: int) -> Iterator[Reason]:
    if one.on_leave:
        yield Reason(code="on_leave", rule=RULES["on_leave"], session=place, minutes=one.leave_minutes)
    elif one.absent:
        yield Reason(code="absent", rule=RULES["absent"], session=place)
    for edge, name in ((one.sign_in, "in"), (one.sign_out, "out")):
        yield from _edge_reasons(edge, name, place, absent=one.absent)


def _edge_reasons(edge: EdgeResult, name: str, place: int, *, absent: bool) -> Iterator[Reason]:
    def reason(code: str, rule: str | None = None) -> Reason:
        return Reason(
            code=code, rule=rule or RULES[code], session=place, edge=name, second=edge.second, limit=edge.due, minutes=edge.minutes or None
        )

    if edge.verdict in (Verdict.LATE, Verdict.EARLY, Verdict.LEAVE_CASE) or (edge.verdict is Verdict.MISSING and not absent):
        yield reason(edge.verdict.name.lower(), "ATT-4" if name == "out" else "ATT-3")
    if edge.excused:
        yield reason("excused")
    if edge.source is Source.PHOTO:
        yield reason("photo_proved")
    if edge.contradiction:
        yield reason("contradiction")
