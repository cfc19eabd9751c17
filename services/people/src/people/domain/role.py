"""Roles: named sets of permissions. Accounts, positions and grants give them (rule ORG-7)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.model import Model

ADMINISTRATOR = "administrator"


class RoleNotFound(NotFound):
    code = "role_not_found"
    zh = "找不到该角色。"
    en = "There is no such role."


class RoleUnknown(Invalid):
    code = "role_unknown"
    zh = "指定的角色不存在：{roles}。"
    en = "These roles do not exist: {roles}."


class RoleFixed(Conflict):
    code = "role_fixed"
    rule = "ORG-7"
    zh = "管理员角色是内置的，不能修改。"
    en = "The administrator role is built in and cannot be changed."


class Role(Model):
    """`code` names a standard role (domain/standard_roles.py); roles that people made have none. `reach`: see domain/rights.py."""

    __tablename__ = "role"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(Text, unique=True)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reach: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def change(self, *, name_zh: str | None, name_en: str | None, permissions: list[str] | None, reach: str | None) -> None:
        """Raises RoleFixed."""
        if self.code == ADMINISTRATOR:
            raise RoleFixed
        self.name_zh = name_zh if name_zh is not None else self.name_zh
        self.name_en = name_en if name_en is not None else self.name_en
        self.permissions = sorted(set(permissions)) if permissions is not None else self.permissions
        self.reach = reach if reach is not None else self.reach
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {"name_zh": self.name_zh, "name_en": self.name_en, "permissions": self.permissions, "reach": self.reach}
