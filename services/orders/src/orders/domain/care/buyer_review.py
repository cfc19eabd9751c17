"""A buyer's review: how it stands, and what may be done with it (rule CARE-6)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, SmallInteger, UniqueConstraint, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Forbidden, Invalid, NotFound
from orders.domain.care.feedback_policy import FeedbackParameters
from orders.domain.care.review_told import ReviewTold
from orders.domain.model import Model, TextList

REVIEW = "rvw"
"""Prefix of a review's id outside."""
UNANSWERED = "answered_at IS NULL"
TO_FOLLOW_UP = "follow_up = 'needed'"
"""In words, so that PostgreSQL sees that a partial index holds exactly what is asked for."""


class FollowUp(StrEnum):
    """`none`: it is not bad. `complaint`: a complaint was opened for it. `noted`: a person wrote why none was."""

    NONE = "none"
    NEEDED = "needed"
    COMPLAINT = "complaint"
    NOTED = "noted"


class Malice(StrEnum):
    """`marked` with evidence, `appealed` at the platform, then `upheld` (it counts nowhere) or `refused` there."""

    NONE = "none"
    MARKED = "marked"
    APPEALED = "appealed"
    UPHELD = "upheld"
    REFUSED = "refused"


class ReviewHappened(StrEnum):
    TAKEN = "taken"
    EDITED = "edited"
    ANSWERED = "answered"
    CLASSIFIED = "classified"
    COMPLAINT_OPENED = "complaint_opened"
    FOLLOW_UP_NOTED = "follow_up_noted"
    MARKED_MALICIOUS = "marked_malicious"
    MARK_TAKEN_BACK = "mark_taken_back"
    APPEALED = "appealed"
    APPEAL_UPHELD = "appeal_upheld"
    APPEAL_REFUSED = "appeal_refused"


class ReviewNotFound(NotFound):
    code = "buyer_review_not_found"
    rule = "CARE-6"
    zh = "没有这条评价，或它不在您的店铺范围内。"
    en = "There is no such review, or it is not of one of your shops."


class ReviewsRefused(Invalid):
    code = "buyer_reviews_wrong"
    rule = "CARE-6"
    zh = "评价有 {count} 处错误，全部未收录。"
    en = "The reviews have {count} mistakes; none was taken."


class ReviewShopNotYours(Forbidden):
    code = "shop_not_yours"
    rule = "CARE-6"
    zh = "店铺“{shop_id}”不在您的范围内。"
    en = "{shop_id} is not one of your shops."


class AnsweredAlready(Conflict):
    code = "review_answered_already"
    rule = "CARE-6"
    zh = "该评价已由 {by} 回复。"
    en = "{by} has answered this review already."


class NothingToFollowUp(Conflict):
    code = "nothing_to_follow_up"
    rule = "CARE-6"
    zh = "该评价不需要跟进，或已经跟进。"
    en = "This review needs no following up, or was followed up already."


class ReviewHasNoOrder(Conflict):
    code = "review_has_no_order"
    rule = "CARE-6"
    zh = "该评价没有对应的订单。"
    en = "There is no order to this review."


class MaliceStepNotAllowed(Conflict):
    code = "malice_step_not_allowed"
    rule = "CARE-6"
    zh = "恶意评价当前状态为“{state}”，不能这样处理。"
    en = "As a malicious review it stands as {state}; this cannot be done with it."


STEPS = {
    Malice.MARKED: {Malice.NONE},
    Malice.NONE: {Malice.MARKED},
    Malice.APPEALED: {Malice.MARKED, Malice.REFUSED},
    Malice.UPHELD: {Malice.APPEALED},
    Malice.REFUSED: {Malice.APPEALED},
}
"""What it may become from what. A refused appeal can be made again, with better evidence."""


class BuyerReview(Model):
    """`class_code` null: not classified. `sku` "": not known. `edits` counts what its buyer changed."""

    __tablename__ = "buyer_review"
    __table_args__ = (
        UniqueConstraint("platform_review_no", "shop_id"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        CheckConstraint("follow_up IN ('none', 'needed', 'complaint', 'noted')", name="follow_up"),
        CheckConstraint("malice IN ('none', 'marked', 'appealed', 'upheld', 'refused')", name="malice"),
        Index("ix_buyer_review_written_at", "written_at", "id"),
        Index(
            "ix_buyer_review_shop_class_code",
            "shop_id",
            "class_code",
            "written_at",
            "id",
            postgresql_where=literal_column("class_code IS NOT NULL"),
        ),
        Index("ix_buyer_review_shop_id", "shop_id", "written_at", "id"),
        Index("ix_buyer_review_answer_due_at", "answer_due_at", "id", postgresql_where=literal_column(UNANSWERED)),
        Index("ix_buyer_review_shop_answer_due_at", "shop_id", "answer_due_at", "id", postgresql_where=literal_column(UNANSWERED)),
        Index("ix_buyer_review_follow_up", "written_at", "id", postgresql_where=literal_column(TO_FOLLOW_UP)),
        Index("ix_buyer_review_malice", "written_at", "id", postgresql_where=literal_column("malice <> 'none'")),
        Index("ix_buyer_review_order_id", "order_id", postgresql_where=literal_column("order_id IS NOT NULL")),
        Index("ix_buyer_review_words", "written_at", postgresql_where=literal_column("words_removed_at IS NULL")),
        Index("ix_buyer_review_class_code", "class_code", "written_at", "id", postgresql_where=literal_column("class_code IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str]
    platform_review_no: Mapped[str]
    platform_order_no: Mapped[str]
    order_id: Mapped[UUID | None]
    sku: Mapped[str]
    product: Mapped[str]
    stars: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str]
    pictures: Mapped[TextList]
    written_at: Mapped[datetime]
    modified_at: Mapped[datetime]
    received_at: Mapped[datetime]
    source: Mapped[str]
    edits: Mapped[int]
    bad: Mapped[bool]
    policy_version: Mapped[int]
    class_code: Mapped[str | None]
    classified_by: Mapped[str]
    """"": by the words of the class."""
    answer: Mapped[str]
    answer_id: Mapped[UUID | None]
    answer_due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str]
    follow_up: Mapped[str]
    follow_up_note: Mapped[str]
    followed_up_at: Mapped[datetime | None]
    followed_up_by: Mapped[str]
    complaint_id: Mapped[UUID | None]
    malice: Mapped[str]
    malice_evidence: Mapped[TextList]
    words_removed_at: Mapped[datetime | None]
    """When its time was over or its buyer was erased: text and pictures are gone, and no newer version brings them back."""
    version: Mapped[int]

    @property
    def counts(self) -> bool:
        """One that its platform has taken down as malicious counts nowhere."""
        return self.malice != Malice.UPHELD

    @property
    def answered_in_time(self) -> bool:
        return self.answered_at is not None and self.answered_at <= self.answer_due_at

    def judge(self, policy: FeedbackParameters) -> None:
        """After the stars were told or changed. One that is no longer bad needs nobody; one that has turned bad needs somebody again."""
        was_bad, self.bad = self.bad, policy.is_bad(self.stars)
        if not self.bad and self.follow_up == FollowUp.NEEDED:
            self.follow_up = FollowUp.NONE
        if self.bad and not was_bad:
            self.follow_up = FollowUp.NEEDED

    def edit(self, told: ReviewTold, policy: FeedbackParameters) -> None:
        """A newer version from its buyer."""
        self.stars, self.text, self.pictures = told.stars, told.text, list(told.pictures)
        self.modified_at = told.modified_at
        self.edits += 1
        self.version += 1
        self.judge(policy)

    def give_answer(self, text: str, *, answer_id: UUID | None, by: str, now: datetime) -> None:
        """Raises AnsweredAlready."""
        if self.answered_at is not None:
            raise AnsweredAlready(by=self.answered_by)
        self.answer, self.answer_id, self.answered_at, self.answered_by = text, answer_id, now, by
        self.version += 1

    def follow_up_as(self, outcome: FollowUp, *, note: str, complaint_id: UUID | None, by: str, now: datetime) -> None:
        """Raises NothingToFollowUp."""
        self.must_need_follow_up()
        self.follow_up, self.follow_up_note, self.complaint_id = outcome, note, complaint_id
        self.followed_up_at, self.followed_up_by = now, by
        self.version += 1

    def must_need_follow_up(self) -> None:
        """Raises NothingToFollowUp."""
        if self.follow_up != FollowUp.NEEDED:
            raise NothingToFollowUp

    def classify(self, code: str | None, *, sku: str | None, by: str) -> None:
        """`sku` None leaves the SKU as it is."""
        self.class_code, self.classified_by = code, by
        if sku is not None:
            self.sku = sku
        self.version += 1

    def become(self, malice: Malice, *, evidence: list[str] | None = None) -> None:
        """Raises MaliceStepNotAllowed."""
        if self.malice not in STEPS[malice]:
            raise MaliceStepNotAllowed(state=self.malice)
        self.malice = malice
        if evidence is not None:
            self.malice_evidence = evidence
        self.version += 1


class BuyerReviewVersion(Model):
    """What a buyer had written, version by version; the newest stands here too."""

    __tablename__ = "buyer_review_version"

    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    edit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stars: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str]
    pictures: Mapped[TextList]
    modified_at: Mapped[datetime]
    received_at: Mapped[datetime]


class BuyerReviewEntry(Model):
    """Only ever added to."""

    __tablename__ = "buyer_review_entry"

    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str]
    by_kind: Mapped[str]
    by_name: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
