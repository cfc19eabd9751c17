"""What is refused about the sheets of a month (rules ATT-6, ATT-7)."""

from chassis.refusals import Conflict, Kind, NotFound, Refusal


class SheetNotFound(NotFound):
    code = "attendance_sheet_not_found"
    zh = "找不到该考勤表，或您无权查看。"
    en = "There is no such attendance sheet, or you may not see it."


class RunNotFound(NotFound):
    code = "attendance_run_not_found"
    zh = "找不到该汇总任务。"
    en = "There is no such run."


class MonthNotOver(Conflict):
    code = "month_not_over"
    rule = "ATT-6"
    zh = "{month} 还没有结束，不能汇总。"
    en = "{month} is not over and cannot be compiled yet."


class NobodyToCompile(Conflict):
    code = "nobody_to_compile"
    rule = "ATT-6"
    zh = "所选部门在 {month} 没有人员。"
    en = "Nobody belongs to the chosen units in {month}."


class RunUnderWay(Conflict):
    code = "attendance_run_under_way"
    rule = "ATT-10"
    zh = "{month} 的汇总正在进行，请等待其完成。"
    en = "{month} is being compiled; please wait until it is done."


class SheetClosed(Conflict):
    code = "attendance_sheet_closed"
    rule = "ATT-7"
    zh = "该月考勤已经结账，只能通过更正单修改。"
    en = "The month is closed: only a correction entry changes it."


class SheetNotClosed(Conflict):
    code = "attendance_sheet_not_closed"
    rule = "ATT-7"
    zh = "该月考勤尚未结账：请直接重新汇总，或处理异议。"
    en = "The month is not closed: compile it again, or settle the objection."


class SheetStateWrong(Conflict):
    code = "attendance_sheet_state"
    rule = "ATT-6"
    zh = "考勤表的状态是 {state}，不能这样处理。"
    en = "The sheet is {state}; this cannot be done with it."


class SheetUnsigned(Conflict):
    code = "attendance_sheet_unsigned"
    rule = "ATT-6"
    zh = "考勤表尚未签字、人事也未接收，不能结账。"
    en = "The sheet is neither signed nor taken over by HR: it cannot be closed."


class SheetNotTakenOver(Conflict):
    code = "attendance_sheet_not_taken_over"
    rule = "ATT-6"
    zh = "考勤表已签字，但人事尚未接收，不能结账。"
    en = "The sheet is signed, but HR has not taken it over: it cannot be closed."


class SheetOutdated(Conflict):
    code = "attendance_sheet_outdated"
    rule = "ATT-6"
    zh = "汇总之后有 {count} 人的考勤发生变化，请重新汇总再签。"
    en = "Facts of {count} people have changed since it was compiled; compile it again before you sign."


class NotTheHead(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_the_head"
    rule = "ATT-6"
    zh = "考勤表由部门负责人审核签字。"
    en = "The sheet is reviewed and signed by who leads the unit."


class ObjectionsOpen(Conflict):
    code = "objections_open"
    rule = "ATT-7"
    zh = "还有 {count} 条异议未处理，不能结账。"
    en = "{count} objections are not settled; the month cannot be closed."


class ObjectionTimeRuns(Conflict):
    code = "objection_time_runs"
    rule = "ATT-7"
    zh = "异议期到 {until} 结束前（含当天），之后才能结账。"
    en = "Objections are taken until the end of {until}; it can be closed after that."


class CorrectionChangesNothing(Conflict):
    code = "correction_changes_nothing"
    rule = "ATT-7"
    zh = "重新计算后没有变化，不生成新版本。"
    en = "Computed again, nothing differs: there is no new version."
