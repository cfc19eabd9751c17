from collections.abc import Mapping
from datetime import datetime

from channels.domain.shop import Shop, ShopWish, must_be_known, must_have_address
from channels.store.shops import save_shop
from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from contracts.orders import RegisterShop


async def register_shop(uow: UnitOfWork, *, platform: str, wish: ShopWish, credentials: Mapping[str, str], now: datetime) -> Shop:
    """Orders learn of it by a command in the same transaction.

    Raises CredentialUnknown, ShopAddressMissing, ShopNameTaken.
    """
    must_be_known(platform, list(credentials))
    must_have_address(platform, wish.api_url or "")
    shop = Shop(
        id=show_id("shp", new_id()), name="", platform=platform, owner="", currency="CNY", time_zone="Asia/Shanghai", api_url="",
        credentials_sealed="", credential_names=[], carrier_codes={}, active=True, created_at=now, updated_at=now, version=0,
    )  # fmt: skip
    shop.change(wish, now=now)
    if credentials:
        shop.seal_credentials(uow.sealer.seal(dict(credentials)), list(credentials))
    await save_shop(uow, shop)
    uow.publish(RegisterShop(shop_id=shop.id, name=shop.name, platform=platform, active=shop.active, version=shop.version))
    uow.audit("shop.registered", noun="shop", noun_id=shop.id, after=shop.facts())
    uow.changed("shop", shop.id)
    return shop
