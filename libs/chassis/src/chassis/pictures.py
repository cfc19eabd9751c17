"""A picture that somebody sent as evidence: really one, small enough, and without what a camera writes beside it."""

import base64
import io
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageOps, UnidentifiedImageError

from chassis.refusals import Invalid
from chassis.sealing import Sealer

LARGEST_BYTES = 10_000_000
LARGEST_PIXELS = 60_000_000
SMALLEST_SIDE = 64
LONGEST_SIDE = 1_280
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")


class PictureUnreadable(Invalid):
    code = "picture_unreadable"
    zh = "这不是可用的图片：请使用 JPEG、PNG 或 WebP，边长不小于 64 像素。"
    en = "This is no picture that can be used: send a JPEG, PNG or WebP of at least 64 pixels a side."


class PictureTooLarge(Invalid):
    status = 413
    code = "picture_too_large"
    zh = "图片过大：最多 10 MB、6000 万像素。"
    en = "The picture is too large: at most 10 MB and 60 million pixels."


@dataclass(frozen=True, kw_only=True)
class Picture:
    """`content` is a JPEG of ours: turned upright, made smaller, without place, time or maker. `digest` is of what was sent."""

    content: bytes
    digest: str
    width: int
    height: int


def read_picture(sent: bytes) -> Picture:
    """Raises PictureUnreadable, PictureTooLarge."""
    if len(sent) > LARGEST_BYTES:
        raise PictureTooLarge
    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise PictureTooLarge
            # Decodes every pixel: half a file is no picture.
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureUnreadable from error
    if min(upright.size) < SMALLEST_SIDE:
        raise PictureUnreadable
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # The pixels alone go into a new image, so that nothing else can come along.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Picture(content=written.getvalue(), digest=sha256(sent).hexdigest(), width=bare.width, height=bare.height)


def seal_picture(sealer: Sealer, picture: Picture) -> str:
    return sealer.seal({"jpeg": base64.b64encode(picture.content).decode()})


def open_picture(sealer: Sealer, sealed: str) -> bytes:
    return base64.b64decode(sealer.open(sealed)["jpeg"])
