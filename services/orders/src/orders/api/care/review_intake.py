"""Reviews come in: told by shops and platforms, or in a file (rules CARE-6, SYS-3)."""

import asyncio
import csv
import io
from datetime import tzinfo
from typing import Annotated, Literal

from fastapi import Depends, File, Form, Query, Response, UploadFile
from pydantic import AwareDatetime, BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import ONCE, Body, Here, Uow, transactional_router
from chassis.rows import RowError
from chassis.sheets import XLSX, sheet_response, write_sheet
from chassis.tables import read_table
from orders.domain.care.review_file import COLUMNS, MOST_PICTURES, REQUIRED, FileReview, read_reviews
from orders.domain.care.review_told import ReviewSource, ReviewTold
from orders.permissions import Permission
from orders.queries.care.buyer_reviews import ReviewId
from orders.use_cases.care.import_reviews import import_reviews
from orders.use_cases.care.take_reviews import take_reviews

router = transactional_router("/v1/care", tag="buyer_reviews")
Teller = Annotated[Actor, Depends(requires(Permission.TELL_BUYER_REVIEWS))]
LARGEST_SET = 500
LARGEST_FILE = 20 * 1024 * 1024
EXAMPLE = ("PJ-0001", "2026112200001", "TEE-W", "5", "面料舒服，尺码合适", "https://example.com/1.jpg", "2026-11-22 20:15:00")
Number = Annotated[str, Field(max_length=64)]
Link = Annotated[str, Field(max_length=1000, pattern=r"^https?://\S+$")]


class BuyerReviewIn(Body):
    """A review as it stands at its platform now. `modified_at` left out: when it was written. `platform_line_no` or `sku` (the shop's code)
    names what was reviewed; with neither, an order of one product tells it.
    """

    shop_id: Annotated[str, Field(min_length=1, max_length=64)]
    platform_review_no: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^\S(.*\S)?$")]
    platform_order_no: Number = ""
    platform_line_no: Number = ""
    sku: Number = ""
    stars: Annotated[int, Field(ge=1, le=5)]
    text: Annotated[str, Field(max_length=5000)] = ""
    pictures: Annotated[list[Link], Field(max_length=MOST_PICTURES, default_factory=list[str])]
    written_at: AwareDatetime
    modified_at: AwareDatetime | None = None

    def told(self) -> ReviewTold:
        return ReviewTold(
            **self.model_dump(exclude={"modified_at", "text"}), text=self.text.strip(), modified_at=self.modified_at or self.written_at
        )


class TellBuyerReviews(Body):
    reviews: Annotated[list[BuyerReviewIn], Field(min_length=1, max_length=LARGEST_SET)]


class TakenReviewOut(BaseModel):
    """`outcome`: made, updated (its buyer edited it), unchanged, or stale (we have a newer version)."""

    id: ReviewId
    shop_id: str
    platform_review_no: str
    outcome: str


class TakenReviews(BaseModel):
    made: int
    updated: int
    results: list[TakenReviewOut]


class ReviewImportOut(BaseModel):
    """`changed` reviews are new or were edited; a check changes none. With errors nothing was taken in."""

    rows: int
    changed: int
    checked_only: bool
    errors: list[RowError]


@router.post("/reviews", dependencies=[ONCE])
async def tell_buyer_reviews(body: TellBuyerReviews, uow: Uow, _: Teller) -> TakenReviews:
    """Up to 500 at once; all or none, with every mistake named. Told again, a review changes nothing."""
    results = [
        TakenReviewOut(id=one.review_id, shop_id=one.told.shop_id, platform_review_no=one.told.platform_review_no, outcome=str(one.outcome))
        for one in await take_reviews(uow, told=[one.told() for one in body.reviews], source=_source(uow.actor))
    ]
    return TakenReviews(made=_count(results, "made"), updated=_count(results, "updated"), results=results)


def _source(actor: Actor) -> ReviewSource:
    return ReviewSource.HAND if actor.kind == "person" else ReviewSource.API


def _count(results: list[TakenReviewOut], outcome: str) -> int:
    return sum(one.outcome == outcome for one in results)


@router.post("/review-imports", dependencies=[ONCE], max_body_size=LARGEST_FILE)
async def import_review_file(
    uow: Uow,
    context: Here,
    _: Teller,
    file: Annotated[UploadFile, File()],
    shop_id: Annotated[str, Form(min_length=1, max_length=64)],
    mode: Annotated[Literal["check", "run"], Form()] = "check",
) -> ReviewImportOut:
    """xlsx or csv (UTF-8, GBK), at most 20,000 rows. Every wrong row is named; one wrong row, and nothing is taken in."""
    # A large file takes a second or two to read: meanwhile the service answers others.
    count, rows, errors = await asyncio.to_thread(_read, await file.read(), shop_id, context.clock.zone)
    done = await import_reviews(uow, shop_id=shop_id, rows=rows, errors=errors, check_only=mode == "check")
    return ReviewImportOut(rows=count, changed=done.changed, checked_only=mode == "check", errors=done.errors)


def _read(content: bytes, shop_id: str, zone: tzinfo) -> tuple[int, list[FileReview], list[RowError]]:
    rows = read_table(content, columns=COLUMNS, required=REQUIRED)
    return len(rows), *read_reviews(rows, shop_id=shop_id, zone=zone)


@router.get("/review-imports/template", response_class=Response, responses={200: {"content": {XLSX: {}, "text/csv": {}}}})
async def get_review_import_template(
    context: Here,
    _: Teller,
    format: Annotated[Literal["xlsx", "csv"], Query()] = "xlsx",
    lang: Annotated[Literal["zh-CN", "en-US"], Query()] = "zh-CN",
) -> Response:
    """An empty file with the right headings and one example row."""
    headings = [names[0 if lang == "zh-CN" else -1] for names in COLUMNS.values()]
    if format == "xlsx":
        content = write_sheet(title="Reviews", headings=headings, rows=[EXAMPLE], zone=context.clock.zone)
        return sheet_response(content, filename="review-template.xlsx")
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headings, EXAMPLE])
    # The byte order mark makes spreadsheet programs read it as UTF-8.
    disposition = {"Content-Disposition": 'attachment; filename="review-template.csv"'}
    return Response("\ufeff" + buffer.getvalue(), media_type="text/csv; charset=utf-8", headers=disposition)
