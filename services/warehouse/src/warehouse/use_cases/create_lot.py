"""A lot of a SKU, with its dates (rule WMS-12)."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from chassis.refusals import Conflict, Invalid
from chassis.uow import UnitOfWork
from warehouse.domain.bin_card import Lot
from warehouse.store.skus import find_unknown_skus


class LotTaken(Conflict):
    code = "lot_taken"
    rule = "WMS-12"
    zh = "{sku} 已有批次 {code}。"
    en = "{sku} has a lot {code} already."


class LotOfUnknownSku(Invalid):
    code = "unknown_sku"
    rule = "WMS-12"
    zh = "没有 SKU {sku}。"
    en = "There is no SKU {sku}."


class ExpiresBeforeItWasMade(Invalid):
    code = "expires_before_made"
    rule = "WMS-12"
    zh = "到期日不能早于生产日期。"
    en = "It cannot expire before it was made."


async def create_lot(uow: UnitOfWork, *, sku: str, code: str, produced_on: date | None, expires_on: date | None) -> Lot:
    """Raises LotTaken, LotOfUnknownSku, ExpiresBeforeItWasMade."""
    if produced_on is not None and expires_on is not None and expires_on < produced_on:
        raise ExpiresBeforeItWasMade
    if await find_unknown_skus(uow, skus=[sku]):
        raise LotOfUnknownSku(sku=sku)
    made = Lot(sku=sku, code=code, produced_on=produced_on, expires_on=expires_on, created_at=uow.now, created_by=uow.actor.name)
    uow.session.add(made)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        raise LotTaken(sku=sku, code=code) from error
    after: dict[str, object] = {"produced_on": produced_on, "expires_on": expires_on}
    uow.audit("lot.created", noun="lot", noun_id=f"{sku}/{code}", after=after)
    uow.changed("lot", sku)
    return made
