"""Who works at the desks of customer care: complaints are handed to one of them (rule CARE-3)."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.refusals import Conflict, Invalid
from orders.domain.model import Model


class ColleagueUnknown(Invalid):
    code = "colleague_unknown"
    rule = "CARE-3"
    zh = "此人不在投诉处理台（尚未使用过，或已离职），不能转交给他。"
    en = "This person is not at the complaint desk: they have never been, or have left. Nothing can be handed to them."


class ColleagueOfOtherShops(Conflict):
    code = "colleague_of_other_shops"
    rule = "CARE-3"
    zh = "{name} 看不到投诉 {number} 所属的店铺。"
    en = "{name} does not see the shop of complaint {number}."


class Colleague(Model):
    """As they last came to the desk; gone when their account is. `shops` None: all."""

    __tablename__ = "care_colleague"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    shops: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    came_at: Mapped[datetime]

    def sees(self, shop_id: str) -> bool:
        return self.shops is None or shop_id in self.shops
