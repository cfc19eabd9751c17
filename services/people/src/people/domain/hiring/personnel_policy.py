"""The company's policy of personnel: how often people are talked with, and what everybody who leaves hands over (rules ORG-6, ORG-12, SYS-6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import CheckConstraint, DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Invalid
from people.domain.hiring.leaving import ItemKind
from people.domain.model import Model

LineTitle = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
MOST_LINES = 50


class HandOverLine(BaseModel):
    """Stands on the list of everybody who leaves, after what is found in the house."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ItemKind
    title_zh: LineTitle
    title_en: LineTitle


FIRST_TALK_AFTER_DAYS = 90
FIRST_HAND_OVER = (
    HandOverLine(kind=ItemKind.TASK, title_zh="未完成的工作与客户事项", title_en="Open work and matters of customers"),
    HandOverLine(kind=ItemKind.PAPER, title_zh="工作文件与资料", title_en="Working files and papers"),
    HandOverLine(kind=ItemKind.PAPER, title_zh="店铺、平台及邮箱密码", title_en="Passwords of shops, platforms and mailboxes"),
    HandOverLine(kind=ItemKind.THING, title_zh="电脑、手机等设备", title_en="Computer, telephone and other devices"),
    HandOverLine(kind=ItemKind.THING, title_zh="工牌、门禁卡与钥匙", title_en="Badge, access card and keys"),
)


class PersonnelPolicyInThePast(Invalid):
    code = "personnel_policy_in_the_past"
    rule = "SYS-6"
    zh = "新政策的生效时间不能早于现在。"
    en = "A new policy cannot take effect in the past."


class PersonnelPolicy(Model):
    """A version is never changed, only followed by the next. Who has not been talked with for `talk_after_days` stands on the list of talks due."""

    __tablename__ = "personnel_policy"
    __table_args__ = (CheckConstraint("talk_after_days BETWEEN 1 AND 1000", name="talk_after_days"),)

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    talk_after_days: Mapped[int]
    hand_over: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    effective_from: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)

    def read_hand_over(self) -> list[HandOverLine]:
        return [HandOverLine.model_validate(line) for line in self.hand_over]


def written(lines: Sequence[HandOverLine]) -> list[dict[str, Any]]:
    return [line.model_dump(mode="json") for line in lines]
