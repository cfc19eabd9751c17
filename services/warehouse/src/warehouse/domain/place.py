"""How far a province is from another: between the seats of their governments, along the great circle."""

from functools import cache
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371

# Latitude and longitude of the seat of government, by the short name of the province.
SEATS: dict[str, tuple[float, float]] = {
    "北京": (39.90, 116.41),
    "天津": (39.08, 117.20),
    "河北": (38.04, 114.51),
    "山西": (37.87, 112.55),
    "内蒙古": (40.84, 111.75),
    "辽宁": (41.81, 123.43),
    "吉林": (43.82, 125.32),
    "黑龙江": (45.80, 126.53),
    "上海": (31.23, 121.47),
    "江苏": (32.06, 118.80),
    "浙江": (30.27, 120.16),
    "安徽": (31.82, 117.23),
    "福建": (26.07, 119.30),
    "江西": (28.68, 115.86),
    "山东": (36.65, 117.12),
    "河南": (34.75, 113.63),
    "湖北": (30.59, 114.31),
    "湖南": (28.23, 112.94),
    "广东": (23.13, 113.26),
    "广西": (22.82, 108.37),
    "海南": (20.04, 110.34),
    "重庆": (29.56, 106.55),
    "四川": (30.57, 104.07),
    "贵州": (26.65, 106.63),
    "云南": (25.04, 102.71),
    "西藏": (29.65, 91.14),
    "陕西": (34.34, 108.94),
    "甘肃": (36.06, 103.83),
    "青海": (36.62, 101.78),
    "宁夏": (38.49, 106.23),
    "新疆": (43.83, 87.62),
    "台湾": (25.03, 121.57),
    "香港": (22.32, 114.17),
    "澳门": (22.20, 113.54),
}
# English names as foreign shops write them.
ENGLISH = {
    "beijing": "北京", "tianjin": "天津", "hebei": "河北", "shanxi": "山西", "inner mongolia": "内蒙古", "nei mongol": "内蒙古",
    "liaoning": "辽宁", "jilin": "吉林", "heilongjiang": "黑龙江", "shanghai": "上海", "jiangsu": "江苏", "zhejiang": "浙江",
    "anhui": "安徽", "fujian": "福建", "jiangxi": "江西", "shandong": "山东", "henan": "河南", "hubei": "湖北", "hunan": "湖南",
    "guangdong": "广东", "guangxi": "广西", "hainan": "海南", "chongqing": "重庆", "sichuan": "四川", "guizhou": "贵州",
    "yunnan": "云南", "tibet": "西藏", "xizang": "西藏", "shaanxi": "陕西", "gansu": "甘肃", "qinghai": "青海", "ningxia": "宁夏",
    "xinjiang": "新疆", "taiwan": "台湾", "hong kong": "香港", "macau": "澳门", "macao": "澳门",
}  # fmt: skip


def province_of(text: str | None) -> str | None:
    """The short name of the province that `text` starts with (广东省, 内蒙古自治区, Guangdong Province); None for what we do not know."""
    if not text:
        return None
    plain = text.strip()
    if plain[:2] in SEATS or plain[:3] in SEATS:
        return plain[:3] if plain[:3] in SEATS else plain[:2]
    return ENGLISH.get(plain.lower().removesuffix("province").removesuffix("sheng").strip())


@cache
def distance_km(one: str, other: str) -> float:
    """Between two short names of provinces."""
    (lat1, lon1), (lat2, lon2) = SEATS[one], SEATS[other]
    half = sin(radians(lat2 - lat1) / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
