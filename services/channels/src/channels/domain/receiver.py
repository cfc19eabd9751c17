"""Names and addresses: which twin to take, and how one text becomes province, city, district and street."""

import re
from dataclasses import replace
from functools import cache
from importlib import resources

from channels.domain.draft import Receiver

_PROVINCES = [
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
_PROVINCE = re.compile(
    rf"(?P<province>(?:{'|'.join(_PROVINCES)})(?:维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|省|市)?)[\s,，/\-]*"
)
_CITY = re.compile(r"(?P<city>[\u4e00-\u9fff]{2,10}?(?:自治州|地区|盟|市))[\s,，/\-]*")
_DISTRICT = re.compile(r"(?P<district>[\u4e00-\u9fff]{1,10}?(?:新区|区|县|旗|市))[\s,，/\-]*")
_TOWN = re.compile(r"(?P<town>[\u4e00-\u9fff]{1,10}?(?:街道|镇|乡))[\s,，/\-]*")
_POSTCODE = re.compile(r"[\s,，]*[(（]?(?<![0-9])(?P<postcode>[0-9]{6})[)）]?$")
_MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
_BASE64 = re.compile(r"[A-Za-z0-9+/=_\-]{24,}")


def is_ciphertext(text: str) -> bool:
    """Ciphertext as platforms send it in place of personal data: `~…~`, `#…#`, `$…$` or long base64 without a blank."""
    if not text.isascii():
        # As "#12幢3单元1201室" is not: no ciphertext holds a Chinese character.
        return False
    if len(text) >= 12 and text[0] in "~#$" and text[-1] in "~#$=" + "0123456789":
        return True
    return bool(_BASE64.fullmatch(text)) and any(c.isdigit() for c in text) and any(c.isalpha() for c in text)


def readable(*twins: str) -> str:
    """The first twin that is no ciphertext: a mask is shown before what nobody here can read."""
    return next((text for text in twins if text and not is_ciphertext(text)), "")


def from_one_text(address: str, *, name: str = "", phone: str = "") -> Receiver:
    """An address in one text, parted at what names its parts; what is not understood stays in the street."""
    rest = address.strip()
    postcode = ""
    if found := _POSTCODE.search(rest):
        postcode, rest = found["postcode"], rest[: found.start()]
    province, rest = _taken(_PROVINCE, rest, "province")
    if not province:
        return Receiver(name=name, phone=phone, street=rest, postcode=postcode)
    city, rest = _taken(_CITY, rest, "city")
    if not city and province.removesuffix("市") in _MUNICIPALITIES:
        city = province.removesuffix("市") + "市"
    district, rest = _taken(_DISTRICT, rest, "district")
    town, rest = _taken(_TOWN, rest, "town")
    return Receiver(
        name=name,
        phone=phone,
        country="CN",
        province=province,
        city=city,
        district=district,
        town=town,
        street=rest.strip(" ,，"),
        postcode=postcode,
    )


def _taken(pattern: re.Pattern[str], text: str, group: str) -> tuple[str, str]:
    found = pattern.match(text)
    return (found[group], text[found.end() :]) if found else ("", text)


def joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


UNKNOWN_COUNTRY = "ZZ"
_ALIASES = {
    "": "",
    "中国": "CN",
    "中国大陆": "CN",
    "china mainland": "CN",
    "united kingdom": "GB",
    "great britain": "GB",
    "england": "GB",
    "usa": "US",
    "united states of america": "US",
    "eire": "IE",
    "south korea": "KR",
    "korea": "KR",
    "hong kong sar china": "HK",
    "macao sar china": "MO",
    "viet nam": "VN",
    "russian federation": "RU",
    "holland": "NL",
    "uae": "AE",
}


def country_code(told: str) -> str:
    """Two letters; "" stays as it is. A country that nobody here knows is ZZ: an address must not become a Chinese one by default."""
    text = told.strip()
    if len(text) == 2 and text.isascii() and text.isalpha():
        return text.upper()
    found = _ALIASES.get(text.lower())
    return found if found is not None else _countries().get(text.lower(), UNKNOWN_COUNTRY)


def with_country_code(receiver: Receiver) -> Receiver:
    """A country that has no code here is kept in the street, so that nothing told is lost."""
    code = country_code(receiver.country)
    lost = receiver.country if code == UNKNOWN_COUNTRY else ""
    return replace(receiver, country=code, street=joined(receiver.street, lost))


@cache
def _countries() -> dict[str, str]:
    """English names of the time zone database, which every Python of ours carries."""
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {name.lower(): code for code, name in rows}
