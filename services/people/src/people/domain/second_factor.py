"""The second factor (rule ORG-8): codes of RFC 6238 from a person's own device, and recovery codes for the day it is lost."""

import secrets
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import segno
from pyotp import random_base32
from pyotp.hotp import HOTP
from pyotp.totp import TOTP
from sqlalchemy import BigInteger, DateTime, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, Kind, Refusal
from people.domain.model import Model

ISSUER = "Dianzhang 店长"
STEP_SECONDS = 30
# A phone's clock may be off by a step either way.
STEPS_AROUND = (0, -1, 1)
RECOVERY_CODES = 10
# No letters or digits that are taken for one another.
RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class SecondFactorNeeded(Refusal):
    kind = Kind.FORBIDDEN
    status: ClassVar[int] = 401
    code = "second_factor_needed"
    rule = "ORG-8"
    zh = "请输入验证器应用显示的 6 位验证码，或一个恢复码。"
    en = "Enter the 6 digits that your authenticator shows, or a recovery code."


class SecondFactorRefused(Refusal):
    kind = Kind.FORBIDDEN
    status: ClassVar[int] = 401
    code = "second_factor_refused"
    rule = "ORG-8"
    zh = "验证码不正确、已过期或已使用过，请等下一个验证码。"
    en = "The code is wrong, too old, or was used already; wait for the next one."


class CodeWrong(Invalid):
    """As SecondFactorRefused, for somebody who is signed in."""

    code = "second_factor_code_wrong"
    rule = "ORG-8"
    zh = "验证码不正确、已过期或已使用过，请等下一个验证码。"
    en = "The code is wrong, too old, or was used already; wait for the next one."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError(pointer="/code", code=self.code, zh=self.zh, en=self.en)])


class SecondFactorOn(Conflict):
    code = "second_factor_on"
    rule = "ORG-8"
    zh = "第二因素已启用；更换设备请先停用。"
    en = "The second factor is on already; switch it off before you set up another device."


class SecondFactorOff(Conflict):
    code = "second_factor_off"
    rule = "ORG-8"
    zh = "第二因素尚未启用。"
    en = "The second factor is not on."


class SecondFactorRequired(Conflict):
    code = "second_factor_required"
    rule = "ORG-8"
    zh = "公司政策要求您的角色使用第二因素，不能停用。"
    en = "The company requires a second factor for your roles, so it cannot be switched off."


class SecondFactor(Model):
    """`secret_sealed` holds the shared secret. It counts once it was confirmed; `last_step` is the newest step whose code was taken."""

    __tablename__ = "second_factor"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret_sealed: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_step: Mapped[int] = mapped_column(BigInteger)

    @property
    def on(self) -> bool:
        return self.confirmed_at is not None

    def take(self, code: str, *, secret: str, now: datetime) -> bool:
        """Whether the code is right. One that was taken, and any older one, is never taken again."""
        present = int(now.timestamp()) // STEP_SECONDS
        for step in (present + around for around in STEPS_AROUND):
            if step > self.last_step and secrets.compare_digest(code_at(secret, step), code):
                self.last_step = step
                return True
        return False


class RecoveryCode(Model):
    """Kept as a keyed digest: 50 random bits behind a lock-out."""

    __tablename__ = "recovery_code"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("second_factor.account_id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


def new_totp_secret() -> str:
    return random_base32()


def code_at(secret: str, step: int) -> str:
    return HOTP(secret).at(step)


def address_of(secret: str, *, login: str) -> str:
    """What authenticators read from the picture."""
    return TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def picture_of(address: str) -> str:
    """The QR code as SVG, to be shown as an image: it holds no script and needs no other site."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=3, dark="#000", light="#fff")


def new_recovery_codes() -> list[str]:
    def half() -> str:
        return "".join(secrets.choice(RECOVERY_LETTERS) for _ in range(5))

    return [f"{half()}-{half()}" for _ in range(RECOVERY_CODES)]


def plain_code(typed: str) -> str:
    """As people type it: with spaces, in capitals."""
    return "".join(typed.split()).lower()
