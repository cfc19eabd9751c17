"""Participation and results of trainings as a spreadsheet: what the asker sees in the list, and written down who took it (rule ORG-5)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from chassis.languages import language_of
from chassis.refusals import Invalid
from chassis.routes import Here, Reader, transactional_router
from chassis.sheets import XLSX, Cell, sheet_response, write_sheet
from people.api.organisation.parts import Today
from people.api.training.parts import MayRead
from people.api.training.results import AskedEnrolments
from people.permissions import Permission
from people.queries.organisation.visibility import visible_to
from people.queries.training.results import EnrolmentRow, EnrolmentSearch, list_enrolment_rows
from people.use_cases.training.note_results_export import note_results_export

router = transactional_router("/v1/training-enrolments", tag="training_enrolments")
MOST_ROWS = 20_000
READ_ROWS = 1_000
HEADINGS = {
    "zh": ["培训编码", "培训", "类别", "场次开始", "场次结束", "地点", "讲师", "参加人类别", "工号/外部编号", "姓名", "出席", "缺席或退出原因",
           "报名时间", "考试次数", "结果", "得分", "满分", "评语", "登记时间", "登记人", "证书编号", "证书有效期至"],
    "en": ["Training code", "Training", "Kind", "Session begins", "Session ends", "Place", "Trainer", "Staff or outside",
           "Number or reference", "Name", "Took part", "Why absent or withdrawn", "Enrolled at", "Attempts", "Result", "Score", "Most", "Comment",
           "Decided at", "Decided by", "Certificate", "Valid until"],
}  # fmt: skip
WORDS = {
    "new_hire": ("新员工", "new hires"), "skill": ("技能", "skill"), "business": ("业务", "business"), "rules": ("制度规则", "rules"),
    "visit": ("考察交流", "visit and exchange"), "other": ("其他", "other"),
    "enrolled": ("已报名", "enrolled"), "present": ("出席", "present"), "late": ("迟到", "late"), "absent": ("缺席", "absent"),
    "withdrawn": ("已退出", "withdrawn"), "passed": ("通过", "passed"), "failed": ("未通过", "not passed"),
    "employee": ("员工", "staff"), "outside": ("外部", "outside"), "forever": ("长期", "without an end"), "alone": ("自学", "by oneself"),
}  # fmt: skip


class ResultsTooMany(Invalid):
    code = "training_results_too_many"
    rule = "ORG-5"
    zh = "符合条件的记录超过 {most} 条，请缩小筛选范围后再导出。"
    en = "More than {most} records match; please narrow the filter and export again."


@router.get("/export", response_class=Response, responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}})
async def export_training_results(
    request: Request, reader: Reader, actor: MayRead, here: Here, today: Today, asked: Annotated[AskedEnrolments, Depends()]
) -> Response:
    """The filtered list as xlsx, at most 20,000 rows: oneself and one's people, or all. The last line says who took it and when."""
    search = asked.search(await visible_to(reader, actor=actor, sees_all=Permission.READ_TRAINING_RESULTS, on=today))
    tongue = "zh" if language_of(request.headers.get("accept-language")).startswith("zh") else "en"
    # Only the cells are kept: a row as the database gives it weighs five times as much.
    rows = [cells_of(row, tongue) async for row in _all_rows(reader, search)]
    if len(rows) > MOST_ROWS:
        raise ResultsTooMany(most=MOST_ROWS)
    async with here.new_uow(actor) as uow:
        await note_results_export(uow, rows=len(rows), asked=asked.told())
        await uow.commit()
    moment = here.clock.now().astimezone(here.clock.zone)
    mark = f"{actor.name} · {actor.id} · {moment:%Y-%m-%d %H:%M:%S} · " + (
        "内部资料，请勿外传" if tongue == "zh" else "internal, do not pass on"
    )
    content = await asyncio.to_thread(
        write_sheet,
        title="培训结果" if tongue == "zh" else "Training results",
        headings=HEADINGS[tongue],
        rows=[*rows, [mark]],
        zone=here.clock.zone,
    )
    return sheet_response(content, filename=f"training-results-{moment:%Y%m%d-%H%M%S}.xlsx")


async def _all_rows(reader: Reader, search: EnrolmentSearch) -> AsyncIterator[EnrolmentRow]:
    """A thousand at a time, and one more than may be taken."""
    after: UUID | None = None
    left = MOST_ROWS + 1
    while left > 0:
        rows = await list_enrolment_rows(reader, search=search, after=after, limit=min(READ_ROWS, left))
        for row in rows:
            yield row
        if len(rows) < READ_ROWS:
            return
        after, left = rows[-1].id, left - len(rows)


def cells_of(row: EnrolmentRow, tongue: str) -> list[Cell]:
    def word(key: str | None) -> str | None:
        pair = WORDS.get(key or "")
        return key if pair is None else pair[tongue != "zh"]

    until = row.valid_until.isoformat() if row.valid_until else word("forever")
    return [
        row.code,
        row.title,
        word(row.kind),
        row.starts_at or word("alone"),
        row.ends_at,
        row.place,
        row.trainer,
        word("employee" if row.employee_id else "outside"),
        row.employee_number or row.outside_reference,
        row.name,
        word(row.state),
        row.reason,
        row.enrolled_at,
        row.attempts,
        word(row.outcome),
        row.score,
        row.most,
        row.comment,
        row.decided_at,
        row.decided_by,
        row.certificate_number,
        until if row.certificate_number else None,
    ]
