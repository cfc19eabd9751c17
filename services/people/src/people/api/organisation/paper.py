"""The position description 岗位说明书 on paper, in Chinese and Latin letters. Imported by the route when somebody prints."""

import io
from collections.abc import Sequence
from datetime import tzinfo
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus.doctemplate import BaseDocTemplate

from people.domain.organisation.description import AttendanceGroup, DescriptionText, Education, Qualifications
from people.queries.organisation.positions import DescriptionRow, PositionRow, Titled

# A font every PDF reader brings along: nothing has to be embedded, and Chinese names print.
FONT = "STSong-Light"
registerFont(UnicodeCIDFont(FONT))
PLAIN = ParagraphStyle("plain", fontName=FONT, fontSize=9.5, leading=14, wordWrap="CJK")
TERM = ParagraphStyle("term", parent=PLAIN, textColor=colors.HexColor("#444444"))
HEAD = ParagraphStyle("head", parent=PLAIN, fontSize=12, leading=18, spaceBefore=4 * mm, spaceAfter=1.5 * mm)
TITLE = ParagraphStyle("title", parent=PLAIN, fontSize=18, leading=26)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.4, colors.HexColor("#999999")), ("VALIGN", (0, 0), (-1, -1), "TOP")])
WIDTH = A4[0] - 36 * mm
EDUCATION = {
    Education.NONE: "不限 any",
    Education.SECONDARY: "高中/中专 secondary",
    Education.JUNIOR_COLLEGE: "大专 junior college",
    Education.BACHELOR: "本科 bachelor",
    Education.MASTER: "硕士 master",
    Education.DOCTOR: "博士 doctor",
}
GROUPS = {
    AttendanceGroup.MANAGEMENT: "管理 management",
    AttendanceGroup.TECHNICAL: "技术 technical",
    AttendanceGroup.OPERATIONS: "运营 operations",
    AttendanceGroup.ADMINISTRATION: "行政 administration",
    AttendanceGroup.MARKETING: "营销 marketing",
    AttendanceGroup.CUSTOMER_SERVICE: "客服 customer service",
}


def description_pdf(
    row: DescriptionRow, position: PositionRow, *, superior: PositionRow | None, below: Sequence[Titled], zone: tzinfo
) -> bytes:
    """All parts that rule ORG-2 names."""
    text = DescriptionText.model_validate({name: getattr(row, name) for name in DescriptionText.model_fields})
    buffer = io.BytesIO()
    title = f"岗位说明书 {text.title_zh}"
    document = SimpleDocTemplate(
        buffer, pagesize=A4, title=title, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=16 * mm, bottomMargin=18 * mm
    )
    state = (
        f"自 {row.effective_from} 起生效 in force from {row.effective_from}" if row.effective_from else "草稿，未生效 draft, not in force"
    )
    story: list[Flowable] = [
        _said(f"岗位说明书 Position description · {text.title_zh} {text.title_en}", TITLE),
        _said(f"{position.code} · 第 {row.number} 版 version {row.number} · {state}", TERM),
        Spacer(0, 3 * mm),
        _facts(text, position, superior=superior, below=below),
        _said("岗位简述 Summary", HEAD),
        _said(text.summary or "–"),
        _said("职责详述 Duties", HEAD),
        *(_said(f"{number}. {duty.text}") for number, duty in enumerate(text.duties, start=1)),
        _said("关键考核指标 Key indicators", HEAD),
        _indicators(text),
        _said("任职资格 Qualifications", HEAD),
        _qualifications(text.qualifications),
    ]
    published = f"{row.published_by} {row.published_at.astimezone(zone):%Y-%m-%d %H:%M}" if row.published_at else "–"
    foot = f"{position.code} · v{row.number} · 起草 written by {row.written_by} · 发布 published by {published}"

    def number_page(page: Canvas, _: BaseDocTemplate) -> None:
        page.setFont(FONT, 8)
        page.drawString(18 * mm, 10 * mm, foot)
        page.drawRightString(A4[0] - 18 * mm, 10 * mm, str(page.getPageNumber()))

    document.build(story, onFirstPage=number_page, onLaterPages=number_page)
    return buffer.getvalue()


def _said(text: str, style: ParagraphStyle = PLAIN) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _facts(text: DescriptionText, position: PositionRow, *, superior: PositionRow | None, below: Sequence[Titled]) -> Table:
    planned = "未定 not planned" if position.planned is None else f"{position.planned} 人"
    facts = [
        ("部门 Department", f"{position.unit_zh} {position.unit_en}"),
        ("岗位名称 Title", f"{text.title_zh} {text.title_en}"),
        ("岗位等级 Grade", text.grade or "–"),
        ("直接上级 Direct superior", f"{superior.title_zh} {superior.title_en}" if superior else "–"),
        ("直接下级 Direct subordinates", "、".join(f"{one.title_zh} {one.title_en}" for one in below) or "–"),
        ("编制 Headcount", planned),
        ("考勤分组 Attendance group", GROUPS[text.attendance_group]),
    ]
    return _table([[_said(term, TERM), _said(value)] for term, value in facts], [45 * mm, WIDTH - 45 * mm])


def _indicators(text: DescriptionText) -> Table | Paragraph:
    if not text.indicators:
        return _said("–")
    rows = [[_said("指标 Indicator", TERM), _said("计量 Measure", TERM), _said("目标 Target", TERM)]]
    rows += [[_said(one.name), _said(one.measure or "–"), _said(one.target or "–")] for one in text.indicators]
    return _table(rows, [50 * mm, WIDTH - 85 * mm, 35 * mm])


def _qualifications(asked: Qualifications) -> Table:
    ages = "–" if asked.age_from is None and asked.age_to is None else f"{asked.age_from or ''}–{asked.age_to or ''}（仅供参考 shown only）"
    facts = [
        ("学历 Education", EDUCATION[asked.education]),
        ("专业 Major", "、".join(asked.majors) or "–"),
        ("工作经验 Experience", "\n".join(f"{one.years} 年 years · {one.subject}" for one in asked.experience) or "–"),
        ("证书 Certificates", "、".join(asked.certificates) or "–"),
        ("能力 Abilities", "\n".join(asked.abilities) or "–"),
        ("其他 Other", "\n".join(asked.other) or "–"),
        ("年龄 Age", ages),
    ]
    return _table([[_said(term, TERM), _said(value)] for term, value in facts], [45 * mm, WIDTH - 45 * mm])


def _table(rows: list[list[Paragraph]], widths: list[float]) -> Table:
    return Table(rows, colWidths=widths, style=GRID)
