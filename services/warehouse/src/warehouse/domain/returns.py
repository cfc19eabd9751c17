"""Goods that come back: what is expected, the parcels that arrive, and what they held (rule CARE-2).

A parcel may hold goods of several expectations, and an expectation may come in several parcels; a match joins the two, and is what the
others are told by its number. Until the parcel is closed, findings gather; closing books the stock and tells each match once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, desc, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.domain.expected_return import ExpectationState, ExpectedReturn
from warehouse.domain.model import Model
from warehouse.domain.return_refusals import (
    ExpectationIsOver,
    MoreThanExpected,
    NoteNeeded,
    NotExpectedHere,
    NothingInspected,
    ReturnIsClosed,
    ReturnIsMatched,
    ReturnIsUnknown,
)


class Verdict(StrEnum):
    """`wrong`: something else lay in its place; `missing`: nothing did."""

    GOOD = "good"
    DAMAGED = "damaged"
    WRONG = "wrong"
    MISSING = "missing"


class ReturnState(StrEnum):
    """`unknown`: in the pool, nothing is expected under its number. `dismissed`: it never was ours."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    INSPECTED = "inspected"
    DISMISSED = "dismissed"


class Rest(StrEnum):
    """What becomes of what was expected and not found: it is missing, or it comes in another parcel."""

    MISSING = "missing"
    AWAITED = "awaited"


class ReturnParcel(Model):
    """A parcel at the receiving desk. Its tracking number is scanned without its carrier, so the number alone is unique."""

    __tablename__ = "return_parcel"
    __table_args__ = (
        Index("ix_return_parcel_number", "number", unique=True, postgresql_ops={"number": "text_pattern_ops"}),
        Index("ix_return_parcel_tracking_number", "tracking_number", unique=True, postgresql_ops={"tracking_number": "text_pattern_ops"}),
        Index("ix_return_parcel_state", "state", desc("arrived_at"), desc("id")),
        Index("ix_return_parcel_arrived_at", desc("arrived_at"), desc("id")),
        CheckConstraint("(state IN ('inspected', 'dismissed')) = (closed_at IS NOT NULL)", name="closed_has_time"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"))
    tracking_number: Mapped[str]
    carrier_code: Mapped[str | None] = mapped_column(ForeignKey("carrier.code"))
    state: Mapped[str]
    sender: Mapped[str]
    note: Mapped[str]
    arrived_at: Mapped[datetime]
    arrived_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    closed_reason: Mapped[str | None]
    version: Mapped[int]

    matches: Mapped[list["ReturnMatch"]] = relationship(lazy="raise", order_by="ReturnMatch.place")
    findings: Mapped[list["ReturnFinding"]] = relationship(lazy="raise", order_by="ReturnFinding.id", cascade="all, delete-orphan")

    def must_be_open(self) -> None:
        """Raises ReturnIsClosed."""
        if self.state in (ReturnState.INSPECTED, ReturnState.DISMISSED):
            raise ReturnIsClosed(number=self.number, state=self.state)

    def must_be_matched(self) -> None:
        """Raises ReturnIsClosed, ReturnIsUnknown."""
        self.must_be_open()
        if self.state == ReturnState.UNKNOWN:
            raise ReturnIsUnknown(number=self.number)

    def match(self, expected: ExpectedReturn, *, match_id: UUID, by: str, now: datetime) -> "ReturnMatch | None":
        """None when the two are matched already. Raises ReturnIsClosed, ExpectationIsOver."""
        if any(one.expected_return_id == expected.id for one in self.matches):
            return None
        self.must_be_open()
        if not expected.is_open:
            raise ExpectationIsOver(number=expected.number or expected.reference, state=expected.state)
        place = len(self.matches) + 1
        made = ReturnMatch(id=match_id, number=f"{self.number}-{place}", place=place, matched_at=now, matched_by=by, told_at=None)
        made.expected = expected
        self.matches.append(made)
        self.state = ReturnState.WAITING
        expected.state = ExpectationState.ARRIVED
        self.version += 1
        return made

    def find(self, *, sku: str, quantity: int, verdict: Verdict, note: str) -> list[tuple["ReturnMatch", int]]:
        """Pieces go to the matches in their order, as long as each still expects some. Raises NotExpectedHere, MoreThanExpected, NoteNeeded."""
        self.must_be_matched()
        if verdict in (Verdict.DAMAGED, Verdict.WRONG) and not note.strip():
            raise NoteNeeded
        lines = [(match, line) for match in self.matches if (line := match.expected.line_of(sku)) is not None]
        if not lines:
            raise NotExpectedHere(code=sku)
        left = sum(line.left for _, line in lines)
        if quantity > left:
            raise MoreThanExpected(sku=sku, left=left)
        taken: list[tuple[ReturnMatch, int]] = []
        for match, line in lines:
            pieces = min(quantity, line.left)
            if pieces:
                line.found_quantity += pieces
                quantity -= pieces
                taken.append((match, pieces))
        self.version += 1
        return taken

    def forget_findings(self) -> None:
        """The inspection starts over. Raises ReturnIsClosed, ReturnIsUnknown."""
        self.must_be_matched()
        expected = {match.expected_return_id: match.expected for match in self.matches}
        for finding in self.findings:
            line = expected[finding.expected_return_id].line_of(finding.sku)
            assert line is not None, "a finding is of an expected line"
            line.found_quantity -= finding.quantity
        self.findings.clear()
        self.version += 1

    def dismiss(self, *, reason: str, by: str, now: datetime) -> None:
        """Out of the pool: it is not ours. Raises ReturnIsClosed, ReturnIsMatched."""
        self.must_be_open()
        if self.state != ReturnState.UNKNOWN:
            raise ReturnIsMatched(number=self.number)
        self._close(ReturnState.DISMISSED, reason=reason, by=by, now=now)

    def close(self, *, by: str, now: datetime) -> None:
        """Raises ReturnIsClosed, ReturnIsUnknown, NothingInspected."""
        self.must_be_matched()
        if not self.findings:
            raise NothingInspected
        self._close(ReturnState.INSPECTED, reason=None, by=by, now=now)

    def _close(self, state: ReturnState, *, reason: str | None, by: str, now: datetime) -> None:
        self.state = state
        self.closed_at, self.closed_by, self.closed_reason = now, by, reason
        self.version += 1


class ReturnMatch(Model):
    """One expectation in one parcel. `number` is what the others are told: each is inspected once, at `told_at`."""

    __tablename__ = "return_match"
    __table_args__ = (
        UniqueConstraint("return_parcel_id", "expected_return_id"),
        Index("ix_return_match_expected_return_id", "expected_return_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    return_parcel_id: Mapped[UUID] = mapped_column(ForeignKey("return_parcel.id"))
    expected_return_id: Mapped[UUID] = mapped_column(ForeignKey("expected_return.id"))
    place: Mapped[int]
    matched_at: Mapped[datetime]
    matched_by: Mapped[str]
    told_at: Mapped[datetime | None]

    expected: Mapped[ExpectedReturn] = relationship(lazy="raise")


class ReturnFinding(Model):
    """Pieces of one SKU with one verdict."""

    __tablename__ = "return_finding"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"), Index("ix_return_finding_return_parcel_id", "return_parcel_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    return_parcel_id: Mapped[UUID] = mapped_column(ForeignKey("return_parcel.id"))
    expected_return_id: Mapped[UUID] = mapped_column(ForeignKey("expected_return.id"))
    sku: Mapped[str]
    quantity: Mapped[int] = mapped_column(BigInteger)
    verdict: Mapped[str]
    note: Mapped[str]
    found_at: Mapped[datetime]
    found_by: Mapped[str]


class ReturnPicture(Model):
    """Evidence, sealed: a label in the picture may name people (rule ORD-5). The same picture again is the same one.

    `image_sealed` is null once its time is over or whose parcel it was is erased.
    """

    __tablename__ = "return_picture"
    __table_args__ = (
        UniqueConstraint("return_parcel_id", "content_digest"),
        Index("ix_return_picture_taken_at", "taken_at", postgresql_where=literal_column("image_sealed IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    return_parcel_id: Mapped[UUID] = mapped_column(ForeignKey("return_parcel.id"))
    image_sealed: Mapped[str | None]
    content_digest: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    taken_at: Mapped[datetime]
    taken_by: Mapped[str]
    removed_at: Mapped[datetime | None]


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What the inspected pieces of a SKU do to its stock. Wrong and missing ones do nothing."""

    good: int
    damaged: int


def bookings_of(findings: Sequence[ReturnFinding]) -> dict[str, Booking]:
    """By SKU, of those that change a stock."""
    booked: dict[str, Booking] = {}
    for sku in sorted({finding.sku for finding in findings}):
        pieces = {verdict: sum(one.quantity for one in findings if (one.sku, one.verdict) == (sku, verdict)) for verdict in Verdict}
        if pieces[Verdict.GOOD] or pieces[Verdict.DAMAGED]:
            booked[sku] = Booking(good=pieces[Verdict.GOOD], damaged=pieces[Verdict.DAMAGED])
    return booked
