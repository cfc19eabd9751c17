"""Lock-out (rule ORG-8): failures are counted per login, known or not, and per address. Times follow real time."""

from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ARRAY, DateTime, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Kind, Refusal
from people.domain.model import Model

WINDOW = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
MOST_FAILURES_PER_LOGIN = 5
# An office shares one address, so it is given more room; a machine that tries many logins still meets it soon.
MOST_FAILURES_PER_ADDRESS = 50


class SignInRefused(Refusal):
    """The same for an unknown login, a wrong password and a disabled account."""

    kind = Kind.FORBIDDEN
    status: ClassVar[int] = 401
    code = "sign_in_refused"
    rule = "ORG-8"
    zh = "登录名或密码不正确，或账号不可用。"
    en = "The login or the password is not right, or the account cannot be used."


class SignInLocked(Refusal):
    kind = Kind.FORBIDDEN
    status: ClassVar[int] = 429
    code = "sign_in_locked"
    rule = "ORG-8"
    zh = "连续登录失败次数过多，请在 {minutes} 分钟后再试。"
    en = "Too many failed attempts; please try again in {minutes} minutes."


class SignInGuard(Model):
    """`subject` is a keyed digest of a login or of an address: a stolen table tells neither."""

    __tablename__ = "sign_in_guard"
    __table_args__ = (Index(None, "touched_at"),)

    subject: Mapped[str] = mapped_column(Text, primary_key=True)
    failures: Mapped[list[datetime]] = mapped_column(ARRAY(DateTime(timezone=True)))
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    touched_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    def locked_for(self, now: datetime) -> timedelta | None:
        """How much longer, or None."""
        return None if self.locked_until is None or self.locked_until <= now else self.locked_until - now

    def note_failure(self, *, most: int, now: datetime) -> bool:
        """Whether this failure locked it."""
        recent = [at for at in self.failures if at > now - WINDOW] + [now]
        self.touched_at = now
        if len(recent) < most:
            self.failures = recent
            return False
        self.failures, self.locked_until = [], now + LOCKED_FOR
        return True

    def note_success(self, now: datetime) -> None:
        self.failures, self.locked_until, self.touched_at = [], None, now


def locked(remaining: timedelta) -> SignInLocked:
    seconds = max(int(remaining.total_seconds()), 1)
    return SignInLocked(minutes=-(-seconds // 60), retry_after=seconds)
