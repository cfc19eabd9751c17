"""What a run may be asked to derive: days that are over, and not more of them than somebody can mean."""

from datetime import date

from chassis.refusals import Invalid, NotFound

MOST_DAYS = 400


class RunNotFound(NotFound):
    code = "attendance_run_not_found"
    zh = "找不到该次计算。"
    en = "There is no such run."


class SpanNotOver(Invalid):
    code = "span_not_over"
    rule = "ATT-10"
    zh = "只能计算已结束的日期：{last} 尚未结束。"
    en = "Only days that are over can be computed: {last} is not."


class SpanTooLong(Invalid):
    code = "span_too_long"
    rule = "ATT-10"
    zh = "日期范围不成立：须从早到晚，最多 {most} 天。"
    en = "The range does not hold: from an earlier day to a later one, at most {most} days."


def check_span(first: date, last: date, *, today: date) -> None:
    """Raises SpanNotOver, SpanTooLong."""
    if last < first or (last - first).days >= MOST_DAYS:
        raise SpanTooLong(most=MOST_DAYS)
    if last >= today:
        raise SpanNotOver(last=last.isoformat())
