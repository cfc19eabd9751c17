"""Which platforms can be told of refunds. At all others a person pays by hand, and is told so at once."""

from channels.domain.refunding import douyin, jd, mall, pinduoduo, shopify, taobao, woocommerce
from channels.domain.refunding.notice import RefundNotice
from channels.domain.shipping.dialogue import CannotTell, Dialogue

DIALOGUES: dict[str, Dialogue[RefundNotice]] = {
    "taobao": taobao.DIALOGUE,
    "tmall": taobao.DIALOGUE,
    "jd": jd.DIALOGUE,
    "pinduoduo": pinduoduo.DIALOGUE,
    "douyin": douyin.DIALOGUE,
    "shopify": shopify.DIALOGUE,
    "woocommerce": woocommerce.DIALOGUE,
    "mall": mall.DIALOGUE,
}


def refund_dialogue_for(platform: str) -> Dialogue[RefundNotice]:
    found = DIALOGUES.get(platform)
    if found is None:
        raise CannotTell("platform_cannot_be_told", f"Shops of {platform} cannot be told of refunds from here: settle it by hand.")
    return found
