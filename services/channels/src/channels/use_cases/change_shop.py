from collections.abc import Mapping
from datetime import datetime

from channels.domain.shop import Shop, ShopWish, must_be_known, must_have_address
from channels.store.shops import lock_shop, save_shop
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from contracts.orders import RegisterShop


async def change_shop(
    uow: UnitOfWork, *, shop_id: str, expected_version: int, wish: ShopWish, credentials: Mapping[str, str | None], now: datetime
) -> Shop:
    """`credentials` are put over those that are there; None takes one away. A new host gets only those that are given with it.

    Raises ShopNotFound, VersionStale, CredentialUnknown, ShopAddressMissing, ShopNameTaken.
    """
    shop = await lock_shop(uow, shop_id)
    check_version(expected=expected_version, actual=shop.version)
    must_be_known(shop.platform, list(credentials))
    must_have_address(shop.platform, shop.api_url if wish.api_url is None else wish.api_url)
    before = shop.facts()
    moved = shop.moves_with(wish)
    shop.change(wish, now=now)
    if credentials or moved:
        held = {} if moved else shop.credentials(uow.sealer.open)
        merged = {name: value for name, value in {**held, **credentials}.items() if value is not None}
        shop.seal_credentials(uow.sealer.seal(merged) if merged else "", list(merged))
    await save_shop(uow, shop)
    uow.publish(RegisterShop(shop_id=shop.id, name=shop.name, platform=shop.platform, active=shop.active, version=shop.version))
    # That a credential was changed is told, what it was and is never.
    after = {**shop.facts(), "credentials_changed": sorted(credentials)}
    uow.audit("shop.changed", noun="shop", noun_id=shop.id, before=before, after=after)
    uow.changed("shop", shop.id)
    return shop
