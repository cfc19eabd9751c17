"""What the buyer pays where the goods of an exchange cost more: asked, paid, and given back when nothing is sent (rules CARE-1, CARE-2)."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid
from orders.domain.line import MONEY
from orders.domain.model import Model


class DifferenceState(StrEnum):
    """`void`: never paid, and no longer asked for. `to_give_back`: it was paid, and the case ends without goods."""

    ASKED = "asked"
    PAID = "paid"
    VOID = "void"
    TO_GIVE_BACK = "to_give_back"
    GIVEN_BACK = "given_back"


class DifferenceNotWanted(Invalid):
    code = "difference_not_wanted"
    rule = "CARE-1"
    zh = "只有换成另一款商品的换货才有差价，且补差和退差只能填一项。"
    en = "Only an exchange for other goods has a difference, and either the buyer pays it or we do."


class DifferenceNotAsked(Conflict):
    code = "difference_not_asked"
    rule = "CARE-2"
    zh = "售后单 {number} 现在没有等待买家支付的差价。"
    en = "Case {number} has no difference that the buyer can pay now."


class DifferenceNotExact(Conflict):
    code = "difference_not_exact"
    rule = "CARE-2"
    zh = "须支付的差价为 {amount}，登记的金额必须一致。"
    en = "The difference is {amount}; what is noted as paid has to be exactly that."


class PaymentReferenceUsed(Conflict):
    code = "payment_reference_used"
    rule = "CARE-2"
    zh = "付款流水号 {reference} 已登记在本店另一售后单上，一笔付款只算一次。"
    en = "Payment {reference} is noted for another case of this shop: a payment counts once."


class DifferenceNotToGiveBack(Conflict):
    code = "difference_not_to_give_back"
    rule = "CARE-2"
    zh = "售后单 {number} 没有要退还的差价。"
    en = "Case {number} has no difference to give back."


class Difference(Model):
    """One for a case. `reference` is the buyer's payment, `back_reference` that by which it was given back; `outcome` is how the case then ends."""

    __tablename__ = "aftersales_difference"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state IN ('asked', 'paid', 'void', 'to_give_back', 'given_back')", name="state"),
        CheckConstraint("(paid_at IS NULL) = (state IN ('asked', 'void'))", name="paid"),
        Index(
            "uq_aftersales_difference_reference", "shop_id", "reference", unique=True, postgresql_where=literal_column("reference <> ''")
        ),
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(MONEY)
    currency: Mapped[str]
    state: Mapped[str]
    reference: Mapped[str]
    paid_at: Mapped[datetime | None]
    paid_noted_by: Mapped[str]
    outcome: Mapped[str | None]
    back_reference: Mapped[str]
    back_at: Mapped[datetime | None]
    back_noted_by: Mapped[str]

    def call_off(self, outcome: str) -> bool:
        """Nothing is sent after all. Whether money has to be given back first."""
        if self.state == DifferenceState.ASKED:
            self.state = DifferenceState.VOID
        elif self.state == DifferenceState.PAID:
            self.state, self.outcome = DifferenceState.TO_GIVE_BACK, outcome
        return self.state == DifferenceState.TO_GIVE_BACK


def asked_of_buyer(case_id: UUID, *, shop_id: str, amount: Decimal, currency: str) -> Difference:
    return Difference(
        case_id=case_id, shop_id=shop_id, amount=amount, currency=currency, state=DifferenceState.ASKED, reference="", paid_at=None,
        paid_noted_by="", outcome=None, back_reference="", back_at=None, back_noted_by="",
    )  # fmt: skip
