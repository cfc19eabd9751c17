"""When two policies judge a day alike: the same kind of day, and each edge in the same class, before leave and after (rule ATT-11)."""

from people.domain.attendance.day import DayResult, EdgeResult


def comparable(result: DayResult) -> dict[str, object]:
    """Classes only: minutes late are not a class of their own."""
    return {
        "kind": result.plan.kind.name.lower(),
        "edges": [_edge(edge) for one in result.sessions for edge in (one.sign_in, one.sign_out)],
    }


def _edge(edge: EdgeResult) -> dict[str, object]:
    return {"verdict": edge.verdict.name.lower(), "without_leave": edge.without_leave.name.lower(), "second": edge.second, "due": edge.due}


def differs(before: DayResult, after: DayResult) -> bool:
    return _classes(before) != _classes(after)


def _classes(result: DayResult) -> tuple[object, ...]:
    edges = [(edge.verdict, edge.without_leave) for one in result.sessions for edge in (one.sign_in, one.sign_out)]
    return (result.plan.kind, tuple(edges))
