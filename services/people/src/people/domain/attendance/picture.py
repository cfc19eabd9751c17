"""A picture that somebody sent: really one, small enough, and without what a camera writes beside it (rule ATT-5)."""

import io
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageOps, UnidentifiedImageError

from chassis.refusals import Conflict, Invalid, NotFound

LARGEST_BYTES = 10_000_000
LARGEST_PIXELS = 60_000_000
SMALLEST_SIDE = 64
LONGEST_SIDE = 1_280
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")


class PhotoUnreadable(Invalid):
    code = "photo_unreadable"
    rule = "ATT-5"
    zh = "这不是可用的照片：请使用 JPEG、PNG 或 WebP，边长不小于 64 像素。"
    en = "This is no picture that can be used: send a JPEG, PNG or WebP of at least 64 pixels a side."


class PhotoTooLarge(Invalid):
    status = 413
    code = "photo_too_large"
    rule = "ATT-5"
    zh = "照片过大：最多 10 MB、6000 万像素。"
    en = "The picture is too large: at most 10 MB and 60 million pixels."


class PhotoUsedBefore(Conflict):
    code = "photo_used_before"
    rule = "ATT-5"
    zh = "这张照片已经用过，请重新拍摄。"
    en = "This picture was used before; please take a new one."


class PhotoNotFound(NotFound):
    code = "photo_not_found"
    zh = "找不到该照片，或您无权查看。"
    en = "There is no such photo, or you may not see it."


class PhotoRemoved(NotFound):
    code = "photo_removed"
    rule = "ATT-5"
    zh = "照片已于 {day} 按保存期限删除，签到记录仍然有效。"
    en = "The picture was removed on {day} when its time was over; the sign-in stays."


@dataclass(frozen=True, kw_only=True)
class Picture:
    """`content` is a JPEG of ours: turned upright, made smaller, without place, time or maker. `digest` is of what was sent."""

    content: bytes
    digest: str
    width: int
    height: int


def read_picture(sent: bytes) -> Picture:
    """Raises PhotoUnreadable, PhotoTooLarge."""
    if len(sent) > LARGEST_BYTES:
        raise PhotoTooLarge
    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise PhotoTooLarge
            # Decodes every pixel: half a file is no picture.
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PhotoUnreadable from error
    if min(upright.size) < SMALLEST_SIDE:
        raise PhotoUnreadable
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # The pixels alone go into a new image, so that nothing else can come along.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Picture(content=written.getvalue(), digest=sha256(sent).hexdigest(), width=bare.width, height=bare.height)
