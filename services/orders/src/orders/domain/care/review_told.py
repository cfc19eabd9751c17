"""A buyer's review as a shop, a platform or a file tells it; and what two equal texts have in common (rule CARE-6)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SHORTEST_TEXT = 6
"""Letters and digits. Shorter texts are equal by chance: "好评", "不错"."""


class ReviewSource(StrEnum):
    API = "api"
    FILE = "file"
    HAND = "hand"


class TakenOutcome(StrEnum):
    MADE = "made"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    STALE = "stale"


@dataclass(frozen=True, kw_only=True)
class ReviewTold:
    """`modified_at` orders the versions of one review. "" and []: not told; `sku` and `platform_line_no` name what was reviewed."""

    shop_id: str
    platform_review_no: str
    platform_order_no: str
    platform_line_no: str
    sku: str
    stars: int
    text: str
    pictures: Sequence[str]
    written_at: datetime
    modified_at: datetime

    @property
    def key(self) -> tuple[str, str]:
        return self.shop_id, self.platform_review_no

    @property
    def content(self) -> tuple[object, ...]:
        """What a buyer can edit."""
        return self.stars, self.text, tuple(self.pictures)


def plain_words(text: str) -> str:
    """Letters and digits only, so that another space or sign makes no other text. "" when too little is left to compare."""
    kept = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
    return kept if len(kept) >= SHORTEST_TEXT else ""


def after_delivery_s(written_at: datetime, delivered_at: datetime | None) -> int | None:
    """Seconds from the parcel to the review; 0 when it was written first, None when no parcel has come."""
    return None if delivered_at is None else max(0, int((written_at - delivered_at).total_seconds()))
