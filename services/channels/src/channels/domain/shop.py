"""A shop: where orders come from and where shipments are told. Its credentials go in and are never shown again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from channels.domain.draft import ShopTerms
from channels.domain.model import Model
from channels.domain.shipping.registry import PLATFORMS
from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from chassis.sealing import SealBroken


class ShopNotFound(NotFound):
    code = "shop_not_found"
    zh = "找不到该店铺，或您无权查看。"
    en = "There is no such shop, or you may not see it."


class ShopNameTaken(Conflict):
    code = "shop_name_taken"
    zh = "店铺名称“{name}”已被使用。"
    en = 'The shop name "{name}" is taken.'


class ShopPaused(Conflict):
    code = "shop_paused"
    zh = "店铺“{name}”已停用，不再接收订单。"
    en = 'The shop "{name}" is paused and takes no orders.'


class ShopAddressMissing(Invalid):
    code = "shop_address_missing"
    rule = "ORD-4"
    zh = "该平台没有统一的接口地址，请填写店铺自己的地址。"
    en = "This platform has no common address: name the shop's own."


class CredentialUnknown(Invalid):
    code = "credential_unknown"
    zh = "该平台不使用这些凭证：{names}。可用：{known}。"
    en = "The platform does not use these credentials: {names}. It uses: {known}."


@dataclass(frozen=True, kw_only=True)
class ShopWish:
    """What a shop shall be. None leaves a part as it is; a new shop names all but the credentials."""

    name: str | None = None
    owner: str | None = None
    currency: str | None = None
    time_zone: str | None = None
    api_url: str | None = None
    carrier_codes: Mapping[str, str] | None = None
    active: bool | None = None


class Shop(Model):
    __tablename__ = "shop"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    platform: Mapped[str]
    owner: Mapped[str]
    currency: Mapped[str]
    time_zone: Mapped[str]
    api_url: Mapped[str]
    credentials_sealed: Mapped[str]
    credential_names: Mapped[list[str]] = mapped_column(ARRAY(Text))
    carrier_codes: Mapped[dict[str, str]] = mapped_column(JSONB)
    active: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int]

    @property
    def address(self) -> str:
        """The shop's own address, else its platform's."""
        return self.api_url or PLATFORMS[self.platform].base_url

    def moves_with(self, wish: ShopWish) -> bool:
        """To another host: the credentials are not meant for it, and must be given anew."""
        return wish.api_url is not None and _host_of(wish.api_url or PLATFORMS[self.platform].base_url) != _host_of(self.address)

    def change(self, wish: ShopWish, *, now: datetime) -> None:
        for name in ("name", "owner", "currency", "time_zone", "api_url", "active"):
            if (value := getattr(wish, name)) is not None:
                setattr(self, name, value)
        if wish.carrier_codes is not None:
            self.carrier_codes = dict(wish.carrier_codes)
        self.updated_at = now
        self.version += 1

    def credentials(self, unseal: Callable[[str], dict[str, str]]) -> dict[str, str]:
        """None of them when they were sealed with another data key: they must be given anew."""
        try:
            return unseal(self.credentials_sealed) if self.credentials_sealed else {}
        except SealBroken:
            return {}

    def seal_credentials(self, sealed: str, names: Sequence[str]) -> None:
        self.credentials_sealed = sealed
        self.credential_names = sorted(names)

    def terms(self, received_at: datetime) -> ShopTerms:
        """What its orders are read by."""
        return ShopTerms(shop_id=self.id, currency=self.currency, zone=ZoneInfo(self.time_zone), received_at=received_at)

    def must_take_orders(self) -> None:
        """Raises ShopPaused."""
        if not self.active:
            raise ShopPaused(name=self.name)

    def facts(self) -> dict[str, object]:
        """For the audit trail: which credentials are set, never what they are."""
        return {
            "name": self.name,
            "platform": self.platform,
            "owner": self.owner,
            "currency": self.currency,
            "time_zone": self.time_zone,
            "api_url": self.api_url,
            "credential_names": self.credential_names,
            "carrier_codes": self.carrier_codes,
            "active": self.active,
        }


def _host_of(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def must_be_known(platform: str, names: Sequence[str]) -> None:
    """Raises CredentialUnknown."""
    known = PLATFORMS[platform].secrets + PLATFORMS[platform].options
    unknown = sorted(set(names) - set(known))
    if unknown:
        errors = [
            FieldError(pointer=f"/credentials/{name}", code="unknown", zh="该平台不使用此凭证", en="the platform does not use it")
            for name in unknown
        ]
        raise CredentialUnknown(names=", ".join(unknown), known=", ".join(known) or "-", errors=errors)


def must_have_address(platform: str, api_url: str) -> None:
    """Raises ShopAddressMissing."""
    if PLATFORMS[platform].needs_address and not api_url:
        raise ShopAddressMissing(errors=[FieldError(pointer="/api_url", code="missing", zh="必填", en="required")])
