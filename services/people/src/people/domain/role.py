"""Roles: named sets of permissions. Positions give them later (rule ORG-7); until then an account holds them."""

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
    """`code` names a standard role (domain/standard_roles.py); roles that people made have none."""

    __tablename__ = "role"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(Text, unique=True)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def change(self, *, name_zh: str | None, name_en: str | None, permissions: list[str] | None) -> frozenset[str]:
        """Returns the permissions that were taken away. Raises RoleFixed."""
        if self.code == ADMINISTRATOR:
            raise RoleFixed
        before = frozenset(self.permissions)
        self.name_zh = name_zh if name_zh is not None else self.name_zh
        self.name_en = name_en if name_en is not None else self.name_en
        self.permissions = sorted(set(permissions)) if permissions is not None else self.permissions
        self.version += 1
        return before - frozenset(self.permissions)

    def facts(self) -> dict[str, object]:
        return {"name_zh": self.name_zh, "name_en": self.name_en, "permissions": self.permissions}
