"""A certificate as PDF, in Chinese and English. Imported when somebody prints: drawing takes memory that others need not spend."""

import io
from datetime import tzinfo

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from people.queries.training.results import EnrolmentRow

# A font every PDF reader brings along: nothing has to be embedded, and Chinese names print.
FONT = "STSong-Light"
registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = landscape(A4)


def certificate_pdf(row: EnrolmentRow, *, zone: tzinfo) -> bytes:
    assert row.certificate_number is not None, "only a passed training gave one"
    assert row.decided_at is not None
    buffer = io.BytesIO()
    page = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    page.setTitle(row.certificate_number)
    page.rect(12 * mm, 12 * mm, WIDTH - 24 * mm, HEIGHT - 24 * mm)
    _centred(page, "培训合格证书 Certificate of training", y=HEIGHT - 45 * mm, size=30)
    _centred(page, row.name, y=HEIGHT - 75 * mm, size=26)
    _centred(page, row.employee_number or row.outside_reference or "", y=HEIGHT - 85 * mm, size=12)
    _centred(page, "已完成下列培训并考核合格 has completed this training and passed", y=HEIGHT - 102 * mm, size=14)
    _centred(page, f"{row.title}（{row.code}）", y=HEIGHT - 117 * mm, size=20)
    if row.score is not None:
        _centred(page, f"得分 score {row.score}" + (f" / {row.most}" if row.most else ""), y=HEIGHT - 129 * mm, size=12)
    until = f"{row.valid_until:%Y-%m-%d}" if row.valid_until else "长期 without an end"
    _centred(page, f"发证日期 given on {row.decided_at.astimezone(zone):%Y-%m-%d}    有效期至 valid until {until}", y=38 * mm, size=12)
    _centred(page, f"证书编号 number {row.certificate_number}", y=28 * mm, size=12)
    page.save()
    return buffer.getvalue()


def _centred(page: Canvas, text: str, *, y: float, size: float) -> None:
    """Smaller, where it would not fit the frame."""
    room = WIDTH - 40 * mm
    width = stringWidth(text, FONT, size)
    page.setFont(FONT, size if width <= room else size * room / width)
    page.drawCentredString(WIDTH / 2, y, text)
