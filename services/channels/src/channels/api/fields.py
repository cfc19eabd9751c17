"""Fields and answers that several routes share."""

from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from chassis.ids import prefixed

SHOP_ID_PATTERN = "^shp_[0-9a-f]{32}$"
ShopId = Annotated[str, Field(pattern=SHOP_ID_PATTERN, examples=["shp_0190c9a0f1d27e5b8c1a2b3c4d5e6f70"])]
InboundId = Annotated[UUID, *prefixed("inb")]
ImportId = Annotated[UUID, *prefixed("imp")]
WriteBackId = Annotated[UUID, *prefixed("wbk")]
EndpointId = Annotated[UUID, *prefixed("whe")]
DeliveryId = Annotated[UUID, *prefixed("whd")]
MessageId = Annotated[UUID, *prefixed("msg")]

Platform = Literal[
    "taobao", "tmall", "jd", "pinduoduo", "douyin", "shopify", "woocommerce", "amazon", "wechat", "youzan", "mall", "distributor", "other",
]  # fmt: skip
ShopName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s/?#]+[^\s]*$", max_length=500, examples=["https://shop.example.com/hooks"])]


def known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be a time zone such as Asia/Shanghai") from error
    return name


TimeZone = Annotated[str, Field(max_length=60, examples=["Asia/Shanghai"]), AfterValidator(known_zone)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["CNY"])]


class CountOut(BaseModel):
    count: int
