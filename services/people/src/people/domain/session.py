"""Sessions of people. A refresh token is used once; its successor is of the next generation (rule ORG-8)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Kind, NotFound, Refusal
from people.domain.access_token import LIFE
from people.domain.model import Model

# Two tabs that wake at the same moment both present the same token: within this time the second gets what the first got.
RACE_GRACE = timedelta(seconds=10)
TOKEN_MAY_LIVE = LIFE + RACE_GRACE


class SessionNotFound(NotFound):
    code = "session_not_found"
    zh = "找不到该登录会话。"
    en = "There is no such session."


class RefreshRefused(Refusal):
    kind = Kind.FORBIDDEN
    status: ClassVar[int] = 401
    code = "refresh_refused"
    rule = "ORG-8"
    zh = "登录已失效，请重新登录。"
    en = "The session is over; please sign in again."


class RefreshReused(RefreshRefused):
    code = "refresh_reused"
    zh = "登录凭据被重复使用，为安全起见该会话已结束，请重新登录。"
    en = "A used credential came back, so the session was ended for safety; please sign in again."


class Presented(StrEnum):
    """What a refresh token turned out to be: its turn, its turn a moment ago, or one that was used before."""

    NEXT = "next"
    RACING = "racing"
    USED = "used"


class Session(Model):
    """`permissions` are those of its living tokens: a session ends when they become more than the account may do (rule ORG-7)."""

    __tablename__ = "session"
    __table_args__ = (Index(None, "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    generation: Mapped[int]
    rotated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    idle_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ip: Mapped[str] = mapped_column(Text)
    user_agent: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    end_reason: Mapped[str | None] = mapped_column(Text)
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text))

    def is_over(self, now: datetime) -> bool:
        return self.ended_at is not None or now >= self.expires_at or now >= self.idle_until

    def present(self, *, generation: int, idle: timedelta, now: datetime) -> Presented:
        """A genuine token of `generation` came in; when it is its turn, the session moves on to the next generation."""
        if generation == self.generation:
            self.generation += 1
            self.rotated_at = self.last_seen_at = now
            self.idle_until = now + idle
            return Presented.NEXT
        if generation == self.generation - 1 and now - self.rotated_at <= RACE_GRACE:
            return Presented.RACING
        return Presented.USED

    def note_token(self, permissions: Sequence[str], *, presented: Presented) -> None:
        """What its tokens hold; of two that were given for one refresh token, both."""
        kept = self.permissions if presented is Presented.RACING else ()
        self.permissions = sorted({*permissions, *kept})

    def token_may_live(self, now: datetime) -> bool:
        return now - self.rotated_at < TOKEN_MAY_LIVE

    def end(self, *, reason: str, now: datetime) -> bool:
        """Whether it was still going on."""
        if self.ended_at is not None:
            return False
        self.ended_at, self.end_reason = now, reason
        return True


Index(None, Session.account_id, Session.id, postgresql_where=Session.ended_at.is_(None))
Index(None, Session.rotated_at, postgresql_where=Session.ended_at.is_(None))
