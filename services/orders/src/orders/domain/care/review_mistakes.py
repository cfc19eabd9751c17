"""What is wrong with reviews that were told: all of it at once, by the place of each (rules CARE-6, SYS-3)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.refusals import FieldError
from chassis.rows import RowError
from orders.domain.care.review_told import ReviewTold

CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """`place` counts from 0; `field` is our name of it."""

    place: int
    field: str
    code: str
    zh: str
    en: str

    def in_body(self) -> FieldError:
        return FieldError(pointer=f"/reviews/{self.place}/{self.field}", code=self.code, zh=self.zh, en=self.en)

    def in_file(self, row: int, heading: str) -> RowError:
        return RowError(row=row, column=heading, code=self.code, detail_zh=self.zh, detail_en=self.en)


def mistakes_in(told: Sequence[ReviewTold], *, shops: Collection[str], now: datetime) -> list[Mistake]:
    """`shops` are those that there are."""
    times = Counter(one.key for one in told)
    found: list[Mistake] = []
    for place, one in enumerate(told):
        if one.shop_id not in shops:
            found.append(Mistake(place=place, field="shop_id", code="shop_unknown", zh="没有这家店铺", en="there is no such shop"))
        if times[one.key] > 1:
            zh, en = "同一条评价出现多次", "the same review stands there more than once"
            found.append(Mistake(place=place, field="platform_review_no", code="twice", zh=zh, en=en))
        if one.written_at > now + CLOCKS_DIFFER:
            found.append(Mistake(place=place, field="written_at", code="in_the_future", zh="晚于现在", en="lies in the future"))
        if one.modified_at > now + CLOCKS_DIFFER:
            found.append(Mistake(place=place, field="modified_at", code="in_the_future", zh="晚于现在", en="lies in the future"))
        if one.modified_at < one.written_at:
            zh, en = "修改时间早于评价时间", "is before it was written"
            found.append(Mistake(place=place, field="modified_at", code="before_written", zh=zh, en=en))
    return found
