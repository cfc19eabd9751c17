"""A Chinese address as somebody pastes it in one line, taken apart into its fields. What cannot be told is left empty, never guessed."""

import re
from dataclasses import dataclass

PROVINCES = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
]
MUNICIPALITIES = frozenset({"北京", "天津", "上海", "重庆"})
FULL_NAMES = {
    "内蒙古": "内蒙古自治区", "广西": "广西壮族自治区", "西藏": "西藏自治区", "宁夏": "宁夏回族自治区", "新疆": "新疆维吾尔自治区",
    "香港": "香港特别行政区", "澳门": "澳门特别行政区",
}  # fmt: skip
LABELS = re.compile(
    r"(收货人|收件人|联系人|姓名|手机号码|手机号|手机|联系电话|电话号码|电话|联系方式|收货地址|详细地址|所在地区|地址|邮政编码|邮编)\s*[:：]?"
)
SEPARATORS = re.compile(r"[\s,，;；、|/\\]+")
PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?)(?!\d)")
POSTCODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
PROVINCE = re.compile(rf"({'|'.join(PROVINCES)})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?")
CITY = re.compile(r"[^\s\d省市区县]{2,9}?(?:自治州|地区|盟|市)")
DISTRICT = re.compile(r"[^\s\d市区县]{1,10}?(?:自治县|自治旗|新区|开发区|区|县|旗|市)")
TOWN = re.compile(r"[^\s\d]{1,10}?(?:街道|镇|乡)")
NAME = re.compile(r"[一-鿿·]{2,5}|[A-Za-z][A-Za-z .'-]{1,40}")
PLACE = re.compile(r"[省市区县路街道号楼栋室村镇乡巷弄苑园]")
CALLED = ("先生", "女士", "小姐")


@dataclass(frozen=True, kw_only=True)
class AddressLine:
    """`missing` names the fields that a parcel needs and that were not found."""

    fields: dict[str, str]
    missing: list[str]


def parse_address_line(text: str) -> AddressLine:
    rest = LABELS.sub(" ", text.replace("　", " ").strip())
    phone, rest = _take(PHONE, rest)
    postcode, rest = _take(POSTCODE, rest)
    fields: dict[str, str] = dict.fromkeys(("name", "phone", "country", "province", "city", "district", "town", "street", "postcode"), "")
    fields.update(country="CN", phone=re.sub(r"[ -]", "", phone) if phone.startswith("1") else phone, postcode=postcode)
    words = [word for word in SEPARATORS.split(rest) if word]
    fields["name"], words = _name(words)
    fields.update(_regions(" ".join(words)))
    missing = [field for field in ("name", "phone", "province", "city", "street") if not fields[field]]
    return AddressLine(fields=fields, missing=missing)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    return ("", text) if found is None else (found[1], f"{text[: found.start()]} {text[found.end() :]}")


def _name(words: list[str]) -> tuple[str, list[str]]:
    """The first word that can be a name and no place; a word by itself that begins with a province is none."""
    for place, word in enumerate(words):
        named = NAME.fullmatch(word) and not PLACE.search(word) and not PROVINCE.match(word)
        if named or word.endswith(CALLED):
            return word, [*words[:place], *words[place + 1 :]]
    return "", words


def _regions(text: str) -> dict[str, str]:
    found = PROVINCE.search(text)
    fields: dict[str, str] = {}
    if found is not None:
        short = found[1]
        fields["province"] = FULL_NAMES.get(short, f"{short}市" if short in MUNICIPALITIES else f"{short}省")
        text = text[found.end() :].lstrip()
        if short in MUNICIPALITIES:
            fields["city"] = f"{short}市"
            text = text.removeprefix(f"{short}市").removeprefix("市辖区").lstrip()
    if "city" not in fields:
        fields["city"], text = _next(CITY, text)
    fields["district"], text = _next(DISTRICT, text)
    fields["town"], text = _next(TOWN, text)
    fields["street"] = text.strip()
    return fields


def _next(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.match(text)
    return ("", text) if found is None else (found[0], text[found.end() :].lstrip())
