"""The review desk: answers, classes, following up bad ones, malicious ones (rule CARE-6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field, model_validator

from chassis.actor import Actor
from chassis.auth import requires
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router
from orders.api.bulk_actions import ActionRefusal
from orders.domain.care.buyer_review import BuyerReview, Malice
from orders.domain.care.policy import ComplaintKind
from orders.domain.care.review_action import MOST_REVIEWS, ReviewResult
from orders.domain.care.standard_answer import LONGEST_ANSWER, AnswerLanguage
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.care.buyer_reviews import (
    BuyerReviewDeskRow,
    BuyerReviewOut,
    ComplaintId,
    ReviewFilter,
    ReviewId,
    ReviewView,
    find_review,
    find_reviews,
)
from orders.queries.care.standard_answers import StandardAnswerId
from orders.queries.customers.levels import priorities_in_force
from orders.use_cases.care.answer_reviews import Wording, answer_reviews
from orders.use_cases.care.classify_reviews import classify_reviews
from orders.use_cases.care.follow_up_review import follow_up_review
from orders.use_cases.care.judge_malice import judge_malice

router = transactional_router("/v1/care/reviews", tag="buyer_reviews")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_BUYER_REVIEWS))]
Answerer = Annotated[Actor, Depends(requires(Permission.ANSWER_BUYER_REVIEWS))]
Ids = Annotated[list[ReviewId], Field(min_length=1, max_length=MOST_REVIEWS)]
ReasonText = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
EvidenceLine = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class BuyerReviewQuery(BaseModel):
    view: ReviewView = ReviewView.UNANSWERED
    stars: Annotated[int, Field(ge=1, le=5)] | None = None
    shop_id: Annotated[str, Field(max_length=64)] | None = None
    class_code: Annotated[str, Field(max_length=40)] | None = None
    q: Annotated[str, Field(max_length=64)] | None = None
    priority: bool = False
    """Only customers who are served first; not with `all`."""


class AnswerBuyerReviews(Body):
    """Either `text`, or `standard_answer_id`, whose places are filled in for each review."""

    ids: Ids
    text: Annotated[str, Field(max_length=LONGEST_ANSWER)] = ""
    standard_answer_id: StandardAnswerId | None = None
    language: AnswerLanguage = AnswerLanguage.ZH

    @model_validator(mode="after")
    def _one_of_both(self) -> "AnswerBuyerReviews":
        if bool(self.text.strip()) == (self.standard_answer_id is not None):
            raise ValueError("give either text or standard_answer_id")
        return self


class ClassifyBuyerReviews(Body):
    """`class_code` null: no problem. `sku` left out: the SKU stays as it is."""

    ids: Ids
    class_code: Annotated[str, Field(max_length=40)] | None
    sku: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class FollowUpBuyerReview(Body):
    """`complaint`: the kind of complaint that is opened; null: none is, for `reason`."""

    complaint: ComplaintKind | None = None
    reason: ReasonText


class MarkMalicious(Body):
    """`evidence`: what shows it, a line each: addresses of pictures, numbers of papers."""

    evidence: Annotated[list[EvidenceLine], Field(min_length=1, max_length=20)]
    reason: ReasonText


class MaliceReason(Body):
    reason: ReasonText


class AppealResult(Body):
    upheld: bool
    reason: ReasonText


class BuyerReviewStanding(BaseModel):
    id: ReviewId
    follow_up: str
    complaint_id: ComplaintId | None
    malice: str
    version: int


class BuyerReviewResultOut(BaseModel):
    """`refusal` null: it was done."""

    id: ReviewId
    number: str
    refusal: ActionRefusal | None


class BuyerReviewResults(BaseModel):
    done: int
    refused: int
    results: list[BuyerReviewResultOut]


@router.get("")
async def list_buyer_reviews(
    asked: Annotated[BuyerReviewQuery, Query()], reader: Reader, paging: Paging, actor: ReadingActor, now: Now
) -> Page[BuyerReviewDeskRow]:
    """Unanswered ones by deadline; all other views newest first. `q` is a whole number of a review or an order."""
    key = paging.after(datetime, UUID)
    after = None if key is None else (key[0], key[1])
    wanted = ReviewFilter(**asked.model_dump(), shops=shops_seen_by(actor), after=after, limit=paging.limit)
    rows = await find_reviews(reader, wanted, priorities=await priorities_in_force(reader, now=now))
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    at = None if last is None else last.answer_due_at if wanted.view == ReviewView.UNANSWERED else last.written_at
    return page_of(rows, limit=paging.limit, next_cursor=None if last is None else make_cursor(at, last.id))


@router.get("/{review_id}")
async def get_buyer_review(review_id: ReviewId, reader: Reader, actor: ReadingActor, response: Response) -> BuyerReviewOut:
    """With what its buyer had written before and what happened to it."""
    review = await find_review(reader, review_id=review_id, shops=shops_seen_by(actor))
    show_version(response, review.version)
    return review


@router.post("/answer", dependencies=[ONCE])
async def answer_buyer_reviews(body: AnswerBuyerReviews, request: Request, uow: Uow, _: Answerer) -> BuyerReviewResults:
    """Each review is answered once. One for which a standard answer lacks a fact is refused, and the others are answered."""
    wording = Wording(text=body.text.strip(), answer_id=body.standard_answer_id, language=body.language)
    return _results(await answer_reviews(uow, ids=body.ids, wording=wording), request)


@router.post("/classify", dependencies=[ONCE])
async def classify_buyer_reviews(body: ClassifyBuyerReviews, request: Request, uow: Uow, _: Answerer) -> BuyerReviewResults:
    """What a person says stays, also when the text is edited."""
    return _results(await classify_reviews(uow, ids=body.ids, class_code=body.class_code, sku=body.sku), request)


@router.post("/{review_id}/follow-up", dependencies=[ONCE])
async def follow_up_buyer_review(
    review_id: ReviewId, body: FollowUpBuyerReview, version: ExpectedVersion, uow: Uow, actor: Answerer
) -> BuyerReviewStanding:
    """A bad review becomes a complaint, or somebody writes why not."""
    if body.complaint is not None:
        actor.must(Permission.OPEN_COMPLAINTS)
    done = await follow_up_review(uow, review_id=review_id, version=version, complaint=body.complaint, reason=body.reason)
    return _standing(done)


@router.post("/{review_id}/malicious", dependencies=[ONCE])
async def mark_review_malicious(
    review_id: ReviewId, body: MarkMalicious, version: ExpectedVersion, uow: Uow, _: Answerer
) -> BuyerReviewStanding:
    """With evidence. It counts until its platform has taken it down."""
    done = await judge_malice(uow, review_id=review_id, version=version, malice=Malice.MARKED, evidence=body.evidence, reason=body.reason)
    return _standing(done)


@router.post("/{review_id}/malicious/take-back", dependencies=[ONCE])
async def take_back_malicious_mark(
    review_id: ReviewId, body: MaliceReason, version: ExpectedVersion, uow: Uow, _: Answerer
) -> BuyerReviewStanding:
    """Before it is appealed."""
    return _standing(await judge_malice(uow, review_id=review_id, version=version, malice=Malice.NONE, evidence=[], reason=body.reason))


@router.post("/{review_id}/malicious/appeal", dependencies=[ONCE])
async def appeal_malicious_review(
    review_id: ReviewId, body: MaliceReason, version: ExpectedVersion, uow: Uow, _: Answerer
) -> BuyerReviewStanding:
    """Somebody has appealed at the platform: `reason` says how, with its number there."""
    done = await judge_malice(uow, review_id=review_id, version=version, malice=Malice.APPEALED, evidence=None, reason=body.reason)
    return _standing(done)


@router.post("/{review_id}/malicious/result", dependencies=[ONCE])
async def note_result_of_review_appeal(
    review_id: ReviewId, body: AppealResult, version: ExpectedVersion, uow: Uow, _: Answerer
) -> BuyerReviewStanding:
    """What the platform said. Upheld, the review counts nowhere any more."""
    malice = Malice.UPHELD if body.upheld else Malice.REFUSED
    return _standing(await judge_malice(uow, review_id=review_id, version=version, malice=malice, evidence=None, reason=body.reason))


def _standing(review: BuyerReview) -> BuyerReviewStanding:
    return BuyerReviewStanding(
        id=review.id, follow_up=str(review.follow_up), complaint_id=review.complaint_id, malice=str(review.malice), version=review.version
    )


def _results(results: Sequence[ReviewResult], request: Request) -> BuyerReviewResults:
    language = language_of(request.headers.get("accept-language"))
    shown = [_shown(result, language) for result in results]
    refused = sum(result.refusal is not None for result in results)
    return BuyerReviewResults(done=len(results) - refused, refused=refused, results=shown)


def _shown(result: ReviewResult, language: str) -> BuyerReviewResultOut:
    refusal = result.refusal
    return BuyerReviewResultOut(
        id=result.review_id,
        number=result.number,
        refusal=None if refusal is None else ActionRefusal(code=refusal.code, rule=refusal.rule, detail=refusal.sentence(language)),
    )
