"""Paper: pick lists and parcel labels as PDF, in Chinese and Latin letters, with barcodes.

Imported by the routes when somebody prints: drawing takes 10 MB that a process which prints nothing need not spend.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from warehouse.domain.receiver import address_of
from warehouse.queries.pick_lists import PickListOut, Stop
from warehouse.queries.shipments import FoundShipment

# A font every PDF reader brings along: nothing has to be embedded, and Chinese names print.
FONT = "STSong-Light"
registerFont(UnicodeCIDFont(FONT))
LABEL = (100 * mm, 150 * mm)
LEFT, RIGHT, TOP, BOTTOM = 15 * mm, A4[0] - 15 * mm, A4[1] - 15 * mm, 18 * mm
STOP_HEIGHT, SHARE_HEIGHT = 17 * mm, 3.5 * mm


def fitted(text: str, *, width: float, size: float) -> str:
    """Cut to `width`, with an ellipsis."""
    if stringWidth(text, FONT, size) <= width:
        return text
    while text and stringWidth(text + "…", FONT, size) > width:
        text = text[:-1]
    return text + "…"


def draw_barcode(page: Canvas, text: str, *, x: float, y: float, width: float, height: float) -> None:
    """Code 128, as wide as it may be. What it cannot say (letters outside ASCII) is left to the text beside it."""
    if not text or not text.isascii() or not text.isprintable():
        return
    plain = Code128(text, barHeight=height, barWidth=1, quiet=0)
    Code128(text, barHeight=height, barWidth=min(width / plain.width, 0.5 * mm), quiet=0).drawOn(page, x, y)


def pick_list_pdf(found: PickListOut, *, zone: tzinfo) -> bytes:
    """Stops in the order of the walk, then the shipments."""
    buffer = io.BytesIO()
    page = Canvas(buffer, pagesize=A4)
    page.setTitle(found.pick_list.number)
    y = _head(page, found, zone)
    for stop in found.stops:
        shares = wrapped_words([f"{share.shipment[-6:]} × {share.quantity}" for share in stop.shares], width=RIGHT - LEFT, size=8)
        height = STOP_HEIGHT + (len(shares) - 1) * SHARE_HEIGHT
        if y - height < BOTTOM:
            page.showPage()
            y = _head(page, found, zone)
        _draw_stop(page, stop, shares, y)
        y -= height
    for shipment in found.shipments:
        if y - 7 * mm < BOTTOM:
            page.showPage()
            y = _head(page, found, zone)
        page.setFont(FONT, 9)
        line = f"{shipment.number}   {shipment.shown_number}   {shipment.shop_name}   {shipment.note}"
        page.drawString(LEFT, y - 5 * mm, fitted(line, width=RIGHT - LEFT, size=9))
        y -= 6 * mm
    page.save()
    return buffer.getvalue()


def _head(page: Canvas, found: PickListOut, zone: tzinfo) -> float:
    """Returns where the first stop goes."""
    row = found.pick_list
    page.setFont(FONT, 16)
    page.drawString(LEFT, TOP - 6 * mm, f"拣货单 Pick list {row.number}")
    page.setFont(FONT, 10)
    pieces = sum(stop.quantity for stop in found.stops)
    where = f"{row.warehouse} {row.warehouse_zh} {row.warehouse_en}"
    page.drawString(LEFT, TOP - 12 * mm, fitted(where, width=100 * mm, size=10))
    counts = f"发货单 {row.shipment_count} 张 shipments · 共 {pieces} 件 pieces · {_moment(row.created_at, zone)} · {row.created_by}"
    page.drawString(LEFT, TOP - 17 * mm, fitted(counts, width=RIGHT - LEFT, size=10))
    draw_barcode(page, row.number, x=RIGHT - 60 * mm, y=TOP - 12 * mm, width=60 * mm, height=11 * mm)
    page.setFont(FONT, 9)
    page.drawRightString(RIGHT, 10 * mm, f"{row.number} · {page.getPageNumber()}")
    page.line(LEFT, TOP - 20 * mm, RIGHT, TOP - 20 * mm)
    return TOP - 21 * mm


def _draw_stop(page: Canvas, stop: Stop, shares: Sequence[str], y: float) -> None:
    page.setFont(FONT, 14)
    page.drawString(LEFT, y - 6 * mm, fitted(stop.bin, width=32 * mm, size=14))
    page.drawRightString(LEFT + 48 * mm, y - 6 * mm, f"× {stop.quantity}")
    page.setFont(FONT, 10)
    page.drawString(LEFT + 52 * mm, y - 5 * mm, fitted(stop.sku, width=66 * mm, size=10))
    page.drawString(LEFT + 52 * mm, y - 9.5 * mm, fitted(_named(stop), width=66 * mm, size=10))
    page.setFont(FONT, 8)
    for number, line in enumerate(shares):
        page.drawString(LEFT, y - 13.5 * mm - number * SHARE_HEIGHT, line)
    draw_barcode(page, stop.barcode or stop.sku, x=RIGHT - 58 * mm, y=y - 10 * mm, width=58 * mm, height=8 * mm)
    bottom = y - 15.5 * mm - (len(shares) - 1) * SHARE_HEIGHT
    page.line(LEFT, bottom, RIGHT, bottom)


def _named(stop: Stop) -> str:
    """With the lot to be taken, where pieces can be told apart."""
    name = stop.name_zh or stop.name_en
    return f"批次 {stop.lot} · {name}" if stop.lot else name


def label_pdf(found: FoundShipment, receiver: Mapping[str, str]) -> bytes:
    """100 × 150 mm: for the parcel, so the receiver stands on it in full."""
    shipment, buffer = found.shipment, io.BytesIO()
    page = Canvas(buffer, pagesize=LABEL)
    page.setTitle(shipment.number)
    width = LABEL[0] - 12 * mm
    page.setFont(FONT, 16)
    page.drawString(6 * mm, LABEL[1] - 11 * mm, fitted(shipment.carrier_code or shipment.warehouse, width=width, size=16))
    if shipment.tracking_number:
        draw_barcode(page, shipment.tracking_number, x=6 * mm, y=LABEL[1] - 34 * mm, width=width, height=18 * mm)
        page.setFont(FONT, 12)
        page.drawCentredString(LABEL[0] / 2, LABEL[1] - 40 * mm, shipment.tracking_number)
    y = LABEL[1] - 52 * mm
    page.setFont(FONT, 14)
    page.drawString(6 * mm, y, fitted(f"{receiver.get('name', '')}  {receiver.get('phone', '')}", width=width, size=14))
    page.setFont(FONT, 11)
    address = " ".join(part for part in (address_of(receiver), receiver.get("postcode", ""), receiver.get("country", "")) if part)
    for line in wrapped(address, width=width, size=11)[:5]:
        y -= 6 * mm
        page.drawString(6 * mm, y, line)
    _draw_contents(page, found, width=width)
    draw_barcode(page, shipment.number, x=6 * mm, y=10 * mm, width=width, height=10 * mm)
    page.setFont(FONT, 9)
    page.drawString(6 * mm, 5 * mm, fitted(f"{shipment.number}  {shipment.shown_number}", width=width, size=9))
    page.save()
    return buffer.getvalue()


def _draw_contents(page: Canvas, found: FoundShipment, *, width: float) -> None:
    page.setFont(FONT, 9)
    y = 60 * mm
    page.line(6 * mm, y + 4 * mm, LABEL[0] - 6 * mm, y + 4 * mm)
    for line in found.lines[:7]:
        page.drawString(6 * mm, y, fitted(f"{line.sku}  {line.name_zh or line.name_en}  × {line.quantity}", width=width, size=9))
        y -= 4.5 * mm
    if len(found.lines) > 7:
        page.drawString(6 * mm, y, f"… {len(found.lines)} SKU")
    page.drawString(6 * mm, 23 * mm, fitted(f"{found.shipment.shop_name}  {found.shipment.note}", width=width, size=9))


def wrapped_words(words: Sequence[str], *, width: float, size: float) -> list[str]:
    """Lines that fit `width`, with two blanks between words; at least one line."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]}  {word}".strip()
        if lines[-1] and stringWidth(longer, FONT, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def wrapped(text: str, *, width: float, size: float) -> list[str]:
    """Lines that fit `width`; Chinese may break anywhere."""
    lines = [""]
    for character in text:
        if lines[-1] and stringWidth(lines[-1] + character, FONT, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


def _moment(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
