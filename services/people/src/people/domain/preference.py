"""What a person arranged for themselves: columns, saved views, sounds."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.model import Model

LARGEST_BYTES = 64 * 1024
MOST_PER_ACCOUNT = 200
KEY_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$"


class PreferenceNotFound(NotFound):
    code = "preference_not_found"
    zh = "没有该项偏好设置。"
    en = "There is no such preference."


class PreferenceTooLarge(Invalid):
    code = "preference_too_large"
    zh = "偏好设置的内容不能超过 64 kB。"
    en = "A preference may hold at most 64 kB."


class PreferenceNotStorable(Invalid):
    code = "preference_not_storable"
    zh = "偏好设置的内容不是可保存的 JSON。"
    en = "The value is no JSON that can be stored."


class TooManyPreferences(Conflict):
    code = "too_many_preferences"
    zh = "偏好设置最多 200 项，请先删除不用的。"
    en = "There may be at most 200 preferences; please delete some first."


class Preference(Model):
    __tablename__ = "preference"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB(none_as_null=False))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


def storable(value: object) -> str:
    """As JSON text. Raises PreferenceTooLarge, PreferenceNotStorable (not a number, half a surrogate pair, nested too deeply)."""
    try:
        content = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size = len(content.encode())
    except (ValueError, RecursionError) as error:
        raise PreferenceNotStorable from error
    if size > LARGEST_BYTES:
        raise PreferenceTooLarge
    return content
