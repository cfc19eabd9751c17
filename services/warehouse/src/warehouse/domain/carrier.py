"""Carriers, and what their waybill numbers look like."""

import re

from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Invalid
from warehouse.domain.model import Model

ANY_NUMBER = re.compile(r"[A-Z0-9-]{6,40}")


class CarrierUnknown(Invalid):
    code = "carrier_unknown"
    rule = "ORD-4"
    zh = "没有承运商 {code}。"
    en = "There is no carrier {code}."


class TrackingNumberMalformed(Invalid):
    code = "tracking_number_malformed"
    rule = "ORD-4"
    zh = "{tracking_number} 不像 {carrier} 的运单号。"
    en = "{tracking_number} does not look like a waybill number of {carrier}."


class Carrier(Model):
    """`number_pattern` is loose on purpose: carriers add prefixes without telling. `needs_phone_tail`: tracking asks for the phone's last four digits."""

    __tablename__ = "carrier"

    code: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    kuaidi100_code: Mapped[str | None] = mapped_column(unique=True)
    aftership_slug: Mapped[str | None] = mapped_column(unique=True)
    number_pattern: Mapped[str]
    needs_phone_tail: Mapped[bool]
    active: Mapped[bool]

    def check_number(self, tracking_number: str) -> str:
        """The number as it is kept. Raises TrackingNumberMalformed."""
        plain = plain_number(tracking_number)
        if ANY_NUMBER.fullmatch(plain) is None or re.fullmatch(self.number_pattern, plain) is None:
            raise TrackingNumberMalformed(tracking_number=tracking_number, carrier=self.code)
        return plain


def plain_number(tracking_number: str) -> str:
    """Without blanks and in capitals: a scanner, a file and a carrier write the same number differently."""
    return re.sub(r"\s", "", tracking_number).upper()
