"""Why an order is held, or needs attention: codes for programs, sentences for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Who says yes to a hold. An order goes on when nobody's yes is missing."""

    SERVICE = "service"
    FINANCE = "finance"
    PLATFORM = "platform"
    """No person of ours: an unpaid order, or one the platform forbids to ship."""
    FAKE_ORDERS = "fake_orders"
    """The desk of fake orders (rule ORD-6)."""
    BY_ITSELF = "by_itself"
    """Nobody: it goes on when what it waits for has come."""


class Hold(StrEnum):
    """A person or the platform has to say yes first."""

    BUYER_REMARK = "buyer_remark"
    INCOMPLETE_ADDRESS = "incomplete_address"
    REFUND_ASKED = "refund_asked"
    UNUSUAL_AMOUNT = "unusual_amount"
    PAID_TOO_LITTLE = "paid_too_little"
    PLATFORM_DO_NOT_SHIP = "platform_do_not_ship"
    UNKNOWN_STATE = "unknown_state"
    AWAITING_PAYMENT = "awaiting_payment"
    CHANGED_AFTER_PICKING = "changed_after_picking"
    CHANGED_HERE_AND_THERE = "changed_here_and_there"
    MANUAL = "manual"
    MANUAL_FINANCE = "manual_finance"
    SUSPECTED_FAKE = "suspected_fake"
    SHOP_RESTRICTED = "shop_restricted"
    BUYER_DISTRUSTED = "buyer_distrusted"
    GIFTS_DUE = "gifts_due"
    PRESALE = "presale"
    AWAITING_BALANCE = "awaiting_balance"
    NOT_BEFORE_DATE = "not_before_date"


class Attention(StrEnum):
    """We do not understand the order: it waits until somebody explains it, and no stock is asked for. Or, once it has left, what was sent."""

    UNKNOWN_SKU = "unknown_sku"
    UNKNOWN_SHOP = "unknown_shop"
    INACTIVE_SHOP = "inactive_shop"
    UNKNOWN_UNIT = "unknown_unit"
    OTHER_GOODS_LEFT = "other_goods_left"
    """Its parcel holds none of its goods, so its shop was told nothing: stays until a person says what was done about it (rule ORD-4)."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    zh: str
    en: str


WORDS: dict[str, Wording] = {
    Hold.BUYER_REMARK: Wording(zh="买家有留言，请先阅读", en="The buyer left a remark: read it first"),
    Hold.INCOMPLETE_ADDRESS: Wording(zh="收货信息不完整", en="The address is incomplete"),
    Hold.REFUND_ASKED: Wording(zh="买家已申请退款", en="The buyer has asked for a refund"),
    Hold.UNUSUAL_AMOUNT: Wording(zh="金额异常", en="The amount is unusual"),
    Hold.PAID_TOO_LITTLE: Wording(zh="实付明显低于货款", en="Far less was paid than the goods cost"),
    Hold.PLATFORM_DO_NOT_SHIP: Wording(zh="平台要求暂不发货", en="The platform says not to ship"),
    Hold.UNKNOWN_STATE: Wording(zh="平台状态无法识别", en="The platform's state is not known to us"),
    Hold.AWAITING_PAYMENT: Wording(zh="等待买家付款", en="Payment is awaited"),
    Hold.CHANGED_AFTER_PICKING: Wording(zh="拣货后订单有变更", en="The order was changed after it was picked"),
    Hold.CHANGED_HERE_AND_THERE: Wording(zh="我们改过的内容，平台又改了", en="Its platform changed what we had changed"),
    Hold.MANUAL: Wording(zh="客服人工挂起", en="Held by hand, by service"),
    Hold.MANUAL_FINANCE: Wording(zh="财务人工挂起", en="Held by hand, by finance"),
    Hold.SUSPECTED_FAKE: Wording(zh="疑似刷单，等待认定（ORD-6）", en="Suspected to be fake: a person decides (ORD-6)"),
    Hold.SHOP_RESTRICTED: Wording(zh="店铺信用过低，限制交易（CHN-9）", en="The shop's credit is too low: its trade is restricted (CHN-9)"),
    Hold.BUYER_DISTRUSTED: Wording(zh="买家多次恶意退款，须人工审核（CHN-9）", en="The buyer had malicious refunds: read it first (CHN-9)"),
    Hold.GIFTS_DUE: Wording(zh="审核通过后自动配赠品", en="Gifts are added once it has passed review"),
    Hold.PRESALE: Wording(zh="预售订单，正在核对定金与尾款", en="A pre-order: its payments are being looked at"),
    Hold.AWAITING_BALANCE: Wording(zh="预售：等待买家付尾款", en="Pre-sale: the balance is awaited"),
    Hold.NOT_BEFORE_DATE: Wording(zh="预售：未到约定发货日", en="Pre-sale: not to be sent before its date"),
    Attention.UNKNOWN_SKU: Wording(zh="商家编码未匹配到商品", en="A merchant code matches no SKU"),
    Attention.UNKNOWN_SHOP: Wording(zh="店铺未登记", en="The shop is not registered"),
    Attention.INACTIVE_SHOP: Wording(zh="店铺已停用", en="The shop is not active"),
    Attention.UNKNOWN_UNIT: Wording(zh="计量单位无法识别", en="A unit is not known for this SKU"),
    Attention.OTHER_GOODS_LEFT: Wording(
        zh="寄出的包裹里没有订单现在的商品，未通知店铺发货", en="Its parcel left with none of its goods, and its shop was not told"
    ),
}

LIFTED_BY_THE_PLATFORM_ONLY = frozenset({Hold.AWAITING_PAYMENT, Hold.PLATFORM_DO_NOT_SHIP})
"""No person of ours can say yes to these: an unpaid order, or one the platform forbids to ship."""

PRESALE_HOLDS = frozenset({Hold.PRESALE, Hold.AWAITING_BALANCE, Hold.NOT_BEFORE_DATE})
LIFTED_BY_THEMSELVES = frozenset({Hold.GIFTS_DUE}) | PRESALE_HOLDS
WANT_NO_STOCK = frozenset({Hold.AWAITING_PAYMENT, Hold.PRESALE, Hold.AWAITING_BALANCE})
"""While one of these holds it, what is there is for those who have paid."""

REVIEWED_BY_PEOPLE = frozenset({Stage.SERVICE, Stage.FINANCE})
BY_HAND: dict[str, Hold] = {Stage.SERVICE: Hold.MANUAL, Stage.FINANCE: Hold.MANUAL_FINANCE}
"""The hold by which a person of each stage stops an order."""
STAGES_OF_HOLDS: dict[str, Stage] = {
    **dict.fromkeys(Hold, Stage.SERVICE),
    **dict.fromkeys((Hold.UNUSUAL_AMOUNT, Hold.PAID_TOO_LITTLE, Hold.MANUAL_FINANCE), Stage.FINANCE),
    **dict.fromkeys(LIFTED_BY_THE_PLATFORM_ONLY, Stage.PLATFORM),
    **dict.fromkeys(LIFTED_BY_THEMSELVES, Stage.BY_ITSELF),
    Hold.SUSPECTED_FAKE: Stage.FAKE_ORDERS,
}
"""Of the holds we come with; those of named rules have the stage they were published with."""
STAGE_WORDS: dict[str, Wording] = {
    Stage.SERVICE: Wording(zh="客服", en="service"),
    Stage.FINANCE: Wording(zh="财务", en="finance"),
    Stage.PLATFORM: Wording(zh="平台", en="its platform"),
    Stage.FAKE_ORDERS: Wording(zh="刷单审查", en="the desk of fake orders"),
    Stage.BY_ITSELF: Wording(zh="系统自动处理", en="the system, by itself"),
}


def stage_of(code: str, named: Mapping[str, str]) -> Stage:
    """`named`: of the rules that were published. What nobody knows any more waits for service."""
    return STAGES_OF_HOLDS.get(code) or Stage(named.get(code, Stage.SERVICE))


def words_of(code: str) -> Wording:
    return WORDS.get(code, Wording(zh=code, en=code))
