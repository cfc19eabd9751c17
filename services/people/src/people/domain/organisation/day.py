"""Days of the organisation: the past stays as it was."""

from chassis.refusals import Conflict


class DateInThePast(Conflict):
    code = "date_in_the_past"
    rule = "ORG-1"
    zh = "{day} 已经过去：历史保持不变，请选择今天或以后的日期。"
    en = "{day} is past: history stays as it was; choose today or a later day."
