"""Our carrier codes in each platform's words. A shop's own table comes first; a carrier that is in neither cannot be told."""

from channels.domain.shipping.dialogue import CannotTell, ShopAccess

NAMES = {
    "SF": "SF Express",
    "YTO": "YTO Express",
    "ZTO": "ZTO Express",
    "STO": "STO Express",
    "YD": "Yunda Express",
    "JD": "JD Logistics",
    "EMS": "EMS",
    "YZPY": "China Post",
    "JT": "J&T Express",
    "DBL": "Deppon Express",
    "ZJS": "ZJS Express",
    "HTKY": "Best Express",
}
CODES: dict[str, dict[str, str]] = {
    "taobao": {
        "SF": "SF",
        "YTO": "YTO",
        "ZTO": "ZTO",
        "STO": "STO",
        "YD": "YUNDA",
        "EMS": "EMS",
        "YZPY": "POSTB",
        "DBL": "DBKD",
        "HTKY": "HTKY",
        "ZJS": "ZJS",
    },
    "jd": {
        "SF": "467",
        "YTO": "463",
        "ZTO": "1499",
        "STO": "470",
        "YD": "1327",
        "JD": "2087",
        "EMS": "465",
        "DBL": "3046",
    },
    "pinduoduo": {
        "SF": "44",
        "YTO": "85",
        "ZTO": "115",
        "STO": "1",
        "YD": "121",
        "JD": "120",
        "EMS": "118",
        "YZPY": "132",
        "JT": "384",
        "DBL": "131",
        "HTKY": "3",
        "ZJS": "129",
    },
    "douyin": {
        "SF": "shunfeng",
        "YTO": "yuantong",
        "ZTO": "zhongtong",
        "STO": "shentong",
        "YD": "yunda",
        "JD": "jd",
        "EMS": "ems",
        "YZPY": "youzhengguonei",
        "JT": "jtexpress",
        "DBL": "debangkuaidi",
        "ZJS": "zhaijisong",
        "HTKY": "huitongkuaidi",
    },
    "shopify": NAMES,
    "woocommerce": NAMES,
    "mall": {code: code for code in NAMES},
}
CODES["tmall"] = CODES["taobao"]
_FREE_TEXT = ("shopify", "woocommerce", "mall")


def carrier_word(access: ShopAccess, carrier_code: str) -> str:
    found = access.carrier_codes.get(carrier_code) or CODES.get(access.platform, {}).get(carrier_code)
    if found:
        return found
    if access.platform in _FREE_TEXT and carrier_code:
        return carrier_code
    raise CannotTell("carrier_not_mapped", f"{access.platform} has no word for the carrier {carrier_code!r}: add one to the shop.")
