"""The papers of the personnel file: contracts, and who has signed which text of confidentiality (rule ORG-6)."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.model import Model


class Section(StrEnum):
    """Of the personnel file; each look at one is logged."""

    CONTRACTS = "contracts"
    CONFIDENTIALITY = "confidentiality"
    EMPLOYMENT = "employment"
    CONDUCT = "conduct"
    DISSENTS = "dissents"
    TALKS = "talks"
    TRAININGS = "trainings"


class ContractKind(StrEnum):
    LABOUR = "labour"
    SERVICE = "service"
    INTERNSHIP = "internship"
    NON_COMPETE = "non_compete"
    OTHER = "other"


class Signing(StrEnum):
    ON_SCREEN = "on_screen"
    ON_PAPER = "on_paper"


class ContractNotFound(NotFound):
    code = "contract_not_found"
    zh = "找不到该合同。"
    en = "There is no such contract."


class ContractDaysWrong(Invalid):
    code = "contract_days_wrong"
    rule = "ORG-6"
    zh = "合同的截止日不能早于起始日。"
    en = "A contract ends no earlier than it begins."


class ContractOver(Conflict):
    code = "contract_over"
    rule = "ORG-6"
    zh = "该合同已于 {day} 终止。"
    en = "The contract ended on {day} already."


class TextNotFound(NotFound):
    code = "confidentiality_text_not_found"
    zh = "没有这一版保密承诺。"
    en = "There is no such version of the confidentiality text."


class TextInThePast(Invalid):
    code = "confidentiality_text_in_the_past"
    rule = "ORG-6"
    zh = "新版保密承诺从今天或以后生效。"
    en = "A new confidentiality text takes effect today or later."


class TextNotInForce(Conflict):
    code = "confidentiality_text_not_in_force"
    rule = "ORG-6"
    zh = "第 {number} 版保密承诺不是现行版本（现行为第 {current} 版）。"
    en = "Version {number} of the confidentiality text is not the one in force (that is {current})."


class SignedAnother(Conflict):
    code = "signed_another_text"
    rule = "ORG-6"
    zh = "您看到的文本与第 {number} 版不符，请刷新后重新阅读。"
    en = "What you read is not version {number}; please reload and read it again."


class SignedLater(Invalid):
    code = "signed_later"
    rule = "ORG-6"
    zh = "签署日期不能晚于今天。"
    en = "Nobody has signed on a day that has not come."


class SignedAlready(Conflict):
    code = "signed_already"
    rule = "ORG-6"
    zh = "{name} 已签署第 {number} 版保密承诺。"
    en = "{name} has signed version {number} already."


class Contract(Model):
    __tablename__ = "contract"
    __table_args__ = (Index("ix_contract_employee_id", "employee_id", "valid_from"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    number: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    signed_on: Mapped[date] = mapped_column(Date)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    terms_sealed: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]

    def end(self, *, on: date, reason: str) -> None:
        """Raises ContractOver, ContractDaysWrong."""
        if self.ended_on is not None:
            raise ContractOver(day=self.ended_on)
        if on < self.valid_from:
            raise ContractDaysWrong
        self.ended_on, self.ended_reason = on, reason
        self.version += 1

    def facts(self) -> dict[str, object]:
        """For the audit trail: not the terms."""
        until = self.valid_until.isoformat() if self.valid_until else None
        return {"number": self.number, "kind": self.kind, "valid_from": self.valid_from.isoformat(), "valid_until": until}


class ConfidentialityText(Model):
    """In force: the one with the latest `effective_from` that has come, the higher number among equals. Never changed."""

    __tablename__ = "confidentiality_text"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date] = mapped_column(Date)
    published_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ConfidentialitySignature(Model):
    """Who signed which text, when and how; `text_digest` is of what they had before them."""

    __tablename__ = "confidentiality_signature"

    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    text_number: Mapped[int] = mapped_column(ForeignKey("confidentiality_text.number"), primary_key=True)
    text_digest: Mapped[str] = mapped_column(Text)
    signed_on: Mapped[date] = mapped_column(Date)
    how: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


def digest_of(title: str, body: str) -> str:
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()
