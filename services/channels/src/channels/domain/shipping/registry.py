"""Which shops can be told, where their platform answers, and what credentials it needs."""

from dataclasses import dataclass

from channels.domain.shipping import douyin, jd, mall, pinduoduo, shopify, taobao, woocommerce
from channels.domain.shipping.dialogue import CannotTell, Dialogue, ShipmentNotice

DIALOGUES: dict[str, Dialogue[ShipmentNotice]] = {
    "taobao": taobao.DIALOGUE,
    "tmall": taobao.DIALOGUE,
    "jd": jd.DIALOGUE,
    "pinduoduo": pinduoduo.DIALOGUE,
    "douyin": douyin.DIALOGUE,
    "shopify": shopify.DIALOGUE,
    "woocommerce": woocommerce.DIALOGUE,
    "mall": mall.DIALOGUE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformFacts:
    """`base_url` "" means that each shop has its own. `secrets` are needed to tell or to verify, `options` may be set."""

    base_url: str
    secrets: tuple[str, ...]
    options: tuple[str, ...] = ()
    currency: str = "CNY"
    sends_webhooks: bool = False

    @property
    def needs_address(self) -> bool:
        """A shop that can be told needs somewhere to be told."""
        return bool(self.secrets) and not self.base_url


PLATFORMS: dict[str, PlatformFacts] = {
    "taobao": PlatformFacts(base_url="https://eco.taobao.com/router/rest", secrets=("app_key", "app_secret", "session")),
    "tmall": PlatformFacts(base_url="https://eco.taobao.com/router/rest", secrets=("app_key", "app_secret", "session")),
    "jd": PlatformFacts(base_url="https://api.jd.com/routerjson", secrets=("app_key", "app_secret", "access_token")),
    "pinduoduo": PlatformFacts(base_url="https://gw-api.pinduoduo.com/api/router", secrets=("client_id", "client_secret", "access_token")),
    "douyin": PlatformFacts(base_url="https://openapi-fxg.jinritemai.com", secrets=("app_key", "app_secret", "access_token")),
    "shopify": PlatformFacts(
        base_url="",
        secrets=("access_token", "webhook_secret"),
        options=("api_version", "notify_customer"),
        currency="USD",
        sends_webhooks=True,
    ),
    "woocommerce": PlatformFacts(
        base_url="", secrets=("consumer_key", "consumer_secret", "webhook_secret"), currency="USD", sends_webhooks=True
    ),
    "mall": PlatformFacts(base_url="", secrets=("webhook_secret",)),
    "amazon": PlatformFacts(base_url="", secrets=(), currency="USD"),
    "wechat": PlatformFacts(base_url="", secrets=()),
    "youzan": PlatformFacts(base_url="", secrets=()),
    "distributor": PlatformFacts(base_url="", secrets=()),
    "other": PlatformFacts(base_url="", secrets=()),
}


def dialogue_for(platform: str) -> Dialogue[ShipmentNotice]:
    found = DIALOGUES.get(platform)
    if found is None:
        raise CannotTell("platform_cannot_be_told", f"Shops of {platform} must be told by hand.")
    return found
