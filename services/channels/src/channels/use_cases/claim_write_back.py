from channels.domain.parcel import Errand
from channels.domain.shipping.dialogue import ShopAccess
from channels.store.shops import find_shop
from channels.store.write_backs import take_due
from chassis.uow import UnitOfWork


async def claim_write_back(uow: UnitOfWork, *, shop_id: str) -> Errand | None:
    """Marks the longest due notice of the shop as being told: what happens from here to the mark `told` may be read back, never guessed."""
    write_back = await take_due(uow, shop_id=shop_id)
    if write_back is None:
        return None
    write_back.claim(now=uow.now)
    shop = await find_shop(uow, shop_id)
    access = None
    if shop is not None:
        access = ShopAccess(
            platform=shop.platform,
            base_url=shop.address,
            credentials=shop.credentials(uow.sealer.open),
            carrier_codes=dict(shop.carrier_codes),
        )
    return Errand(
        write_back_id=write_back.id,
        notice=write_back.notice(),
        access=access,
        unsure=write_back.unsure,
        claimed_at=uow.now,
    )
