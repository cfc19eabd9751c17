"""API clients: programs of shops and developers, with client credentials (RFC 6749, section 4.4)."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.grants import Shops
from people.domain.ids import shown_account
from people.domain.model import Model

SECRET_PREFIX = "dzs_"  # noqa: S105 - the prefix lets a secret that leaked into a repository be found


class ApiClientNotFound(NotFound):
    code = "api_client_not_found"
    zh = "找不到该 API 客户端。"
    en = "There is no such API client."


class ApiClientNameTaken(Conflict):
    code = "api_client_name_taken"
    zh = "已有名为“{name}”的 API 客户端。"
    en = 'There is an API client named "{name}" already.'


class OwnerUnusable(Invalid):
    code = "owner_unusable"
    rule = "ORG-6"
    zh = "负责人须是一个在用的账号。"
    en = "The owner must be an account that is in use."


def new_secret() -> str:
    """256 random bits: nobody can try them out, so a fast keyed digest keeps it as safe as a slow hash, and costs each token nothing."""
    return SECRET_PREFIX + secrets.token_urlsafe(32)


class ApiClient(Model):
    """`family` stands in its tokens in place of a session: ending it ends all of them. A new one is given when it may act again.

    With its owner's leaving it is disabled (rule ORG-6).
    """

    __tablename__ = "api_client"
    __table_args__ = (Index(None, "owner_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    shop_ids: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    rate_limit_per_minute: Mapped[int]
    secret_digest: Mapped[str] = mapped_column(Text)
    previous_digest: Mapped[str | None] = mapped_column(Text)
    previous_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    family: Mapped[UUID]
    disabled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    @property
    def disabled(self) -> bool:
        return self.disabled_at is not None

    def accepts(self, digest: str, *, now: datetime) -> bool:
        """The present secret, or the one before within its overlap."""
        matches = hmac.compare_digest(self.secret_digest, digest)
        if self.previous_digest is not None and self.previous_until is not None and now < self.previous_until:
            matches = hmac.compare_digest(self.previous_digest, digest) or matches
        return matches and not self.disabled

    def rotate(self, digest: str, *, overlap: timedelta, now: datetime) -> None:
        """The secret so far goes on being accepted for `overlap`."""
        self.previous_digest, self.previous_until = (self.secret_digest, now + overlap) if overlap else (None, None)
        self.secret_digest = digest
        self.version += 1

    def change(
        self, *, name: str | None, permissions: Sequence[str] | None, shops: Shops | None, rate_limit_per_minute: int | None
    ) -> None:
        self.name = name if name is not None else self.name
        self.permissions = sorted(set(permissions)) if permissions is not None else self.permissions
        if shops is not None:
            self.shop_ids = None if shops.ids is None else sorted(set(shops.ids))
        self.rate_limit_per_minute = rate_limit_per_minute if rate_limit_per_minute is not None else self.rate_limit_per_minute
        self.version += 1

    def set_disabled(self, *, disabled: bool, now: datetime) -> None:
        if disabled != self.disabled:
            self.disabled_at = now if disabled else None

    def start_family(self, family: UUID) -> UUID:
        """Returns the family that is over."""
        ended, self.family = self.family, family
        return ended

    def facts(self) -> dict[str, object]:
        return {
            "name": self.name,
            "permissions": self.permissions,
            "shop_ids": self.shop_ids,
            "rate_limit_per_minute": self.rate_limit_per_minute,
            "disabled": self.disabled,
            "owner": None if self.owner_id is None else shown_account(self.owner_id),
        }
