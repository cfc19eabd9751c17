"""Which adapter reads which platform's orders."""

from collections.abc import Callable

from channels.domain.draft import ShopTerms
from channels.domain.platforms import amazon, douyin, jd, pinduoduo, shopify, taobao, woocommerce
from channels.domain.platforms.reading import Reading

ADAPTERS: dict[str, Callable[[bytes | str, ShopTerms, str], Reading]] = {
    "taobao": taobao.parse,
    "tmall": taobao.parse,
    "jd": jd.parse,
    "pinduoduo": pinduoduo.parse,
    "douyin": douyin.parse,
    "shopify": shopify.parse,
    "woocommerce": woocommerce.parse,
    "amazon": amazon.parse,
}
