"""A parcel on its way: what the carrier says of it, and when it has stood still too long (rule ORD-4).

Carriers tell late, twice and out of order. Each thing they said is kept once; the state follows from all of it, sorted by time; and nothing
said late takes a parcel out of delivered or returned.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import NotFound
from warehouse.domain.model import Model


class ParcelState(StrEnum):
    CREATED = "created"
    COLLECTED = "collected"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    EXCEPTION = "exception"
    RETURNING = "returning"
    RETURNED = "returned"
    LOST = "lost"


FINAL = frozenset({ParcelState.DELIVERED, ParcelState.RETURNED})
STANDS_STILL_RIGHTLY = FINAL | {ParcelState.LOST}


class ParcelNotFound(NotFound):
    code = "parcel_not_found"
    zh = "没有运单 {tracking_number}。"
    en = "There is no parcel {tracking_number}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One thing a carrier said of a parcel. `overall`: the state is the whole parcel's, which may change while its newest line stays."""

    at: datetime
    text: str
    state: ParcelState
    overall: bool = False

    @property
    def text_hash(self) -> bytes:
        return sha256(self.text.encode()).digest()[:16]

    @property
    def text_and_state_hash(self) -> bytes:
        return sha256(f"{self.state}\n{self.text}".encode()).digest()[:16]


def state_after(sightings: Iterable[Sighting]) -> ParcelState:
    """In the order of their times; among equal times the one that says more stands."""
    state = ParcelState.CREATED
    for sighting in sorted(sightings, key=lambda sighting: (sighting.at, list(ParcelState).index(sighting.state))):
        if state not in FINAL:
            state = sighting.state
    return state


class Parcel(Model):
    """`carrier_code` is the carrier's own code where we do not know it. `shipment_id` None: the carrier told of a number that is not ours yet."""

    __tablename__ = "parcel"
    __table_args__ = (
        UniqueConstraint("carrier_code", "tracking_number"),
        Index("ix_parcel_created_at", "created_at", "id"),
        Index("ix_parcel_tracking_number", "tracking_number", postgresql_ops={"tracking_number": "text_pattern_ops"}),
        Index(
            "ix_parcel_moving",
            "last_moved_at",
            postgresql_where="shipment_id IS NOT NULL AND stuck_raised_at IS NULL AND state NOT IN ('delivered', 'returned', 'lost')",
        ),
        Index("ix_parcel_stuck", "stuck_raised_at", "id", postgresql_where="stuck_raised_at IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    carrier_code: Mapped[str]
    tracking_number: Mapped[str]
    shipment_id: Mapped[UUID | None] = mapped_column(ForeignKey("shipment.id"), unique=True)
    reference: Mapped[str | None]
    owner: Mapped[str | None]
    state: Mapped[str]
    last_text: Mapped[str]
    last_event_at: Mapped[datetime | None]
    last_moved_at: Mapped[datetime]
    stuck_raised_at: Mapped[datetime | None]
    stuck_policy_version: Mapped[int | None]
    created_at: Mapped[datetime]
    version: Mapped[int]

    def note_sightings(self, sightings: list[Sighting], *, now: datetime) -> bool:
        """`sightings` is everything ever said of it. Returns whether the state changed or an alert is over."""
        newest = max(sightings, key=lambda sighting: sighting.at)
        before, was_stuck = self.state, self.stuck_raised_at is not None
        self.state = state_after(sightings)
        # A carrier's clock may run ahead: nothing moves in the future.
        moved_at = min(newest.at, now)
        if moved_at > self.last_moved_at:
            self.last_moved_at = moved_at
            self.stuck_raised_at = self.stuck_policy_version = None
        if self.state in STANDS_STILL_RIGHTLY:
            self.stuck_raised_at = self.stuck_policy_version = None
        self.last_event_at, self.last_text = newest.at, newest.text
        self.version += 1
        return self.state != before or (was_stuck and self.stuck_raised_at is None)

    def note_shipped(self, *, shipment_id: UUID, reference: str, owner: str, now: datetime) -> None:
        """It is ours: the carrier may have told of it before."""
        self.shipment_id, self.reference, self.owner = shipment_id, reference, owner
        self.last_moved_at = max(self.last_moved_at, now) if self.last_event_at else now
        self.version += 1

    def is_stuck(self, *, after: timedelta, now: datetime) -> bool:
        waits = self.shipment_id is not None and self.stuck_raised_at is None and self.state not in STANDS_STILL_RIGHTLY
        return waits and now - self.last_moved_at >= after

    def raise_alert(self, *, policy_version: int, now: datetime) -> None:
        """Once, until it moves again."""
        self.stuck_raised_at, self.stuck_policy_version = now, policy_version
        self.version += 1


class ParcelEvent(Model):
    """Each thing a carrier said, without the people in it."""

    __tablename__ = "parcel_event"
    __table_args__ = (UniqueConstraint("carrier_code", "tracking_number", "at", "text_hash"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    carrier_code: Mapped[str]
    tracking_number: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str]
    text_hash: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str]
    source: Mapped[str]
    received_at: Mapped[datetime]


class CarrierPush(Model):
    """A carrier's message as it came, sealed: it may name people. The digest of its bytes keeps each once. `error` says why it was not understood."""

    __tablename__ = "carrier_push"
    __table_args__ = (Index("ix_carrier_push_not_understood", "received_at", postgresql_where="error IS NOT NULL"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    raw_sealed: Mapped[str]
    received_at: Mapped[datetime]
    error: Mapped[str | None]
