"""Accounts of people. An account belongs to one person (rule ORG-8)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from people.domain.model import Model

LOGIN_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$"


class AccountNotFound(NotFound):
    code = "account_not_found"
    zh = "找不到该账号。"
    en = "There is no such account."


class LoginTaken(Conflict):
    code = "login_taken"
    zh = "登录名“{login}”已被使用。"
    en = 'The login "{login}" is taken.'


class LastAdministrator(Conflict):
    code = "last_administrator"
    rule = "ORG-7"
    zh = "这是最后一个可用的管理员账号：不能停用、取消其管理员角色或登记离职，请先任命另一位管理员。"
    en = "This is the last administrator who can sign in, and can neither be disabled, nor lose that role, nor leave; name another one first."


def plain_login(login: str) -> str:
    """Logins differ by more than case."""
    return login.strip().lower()


class Account(Model):
    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    password_changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    shop_ids: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    disabled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_login_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    @property
    def disabled(self) -> bool:
        return self.disabled_at is not None

    def rename(self, *, name: str | None, locale: str | None) -> None:
        self.name = name if name is not None else self.name
        self.locale = locale if locale is not None else self.locale

    def limit_to_shops(self, shop_ids: Sequence[str] | None) -> None:
        self.shop_ids = None if shop_ids is None else sorted(set(shop_ids))

    def set_disabled(self, *, disabled: bool, now: datetime) -> None:
        if disabled != self.disabled:
            self.disabled_at = now if disabled else None

    def set_password(self, password_hash: str, *, now: datetime) -> None:
        self.password_hash = password_hash
        self.password_changed_at = now

    def note_signed_in(self, now: datetime) -> None:
        self.last_login_at = now

    def note_changed(self) -> None:
        self.version += 1

    def facts(self) -> dict[str, object]:
        """What the audit trail keeps of it."""
        return {"login": self.login, "name": self.name, "locale": self.locale, "shop_ids": self.shop_ids, "disabled": self.disabled}


class AccountRole(Model):
    __tablename__ = "account_role"
    __table_args__ = (Index(None, "role_id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"), primary_key=True)
