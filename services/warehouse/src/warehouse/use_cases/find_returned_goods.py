"""A piece out of a returned parcel is looked at (rule CARE-2)."""

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from warehouse.domain.return_refusals import NotExpectedHere
from warehouse.domain.returns import ReturnFinding, ReturnParcel, Verdict
from warehouse.store.returns import enter_desk, find_parcel_of_actor
from warehouse.store.skus import sku_of_barcode


async def find_returned_goods(uow: UnitOfWork, *, number: str, code: str, quantity: int, verdict: Verdict, note: str) -> ReturnParcel:
    """`code` is a barcode or a SKU; of wrong and missing goods that of the expected ones.

    Raises ReturnNotFound, ReturnIsClosed, ReturnIsUnknown, NotExpectedHere, MoreThanExpected, NoteNeeded.
    """
    await enter_desk(uow)
    parcel = await find_parcel_of_actor(uow, number=number)
    parcel.must_be_matched()
    sku = await sku_of_barcode(uow, barcode=code, among={line.sku for match in parcel.matches for line in match.expected.lines})
    if sku is None:
        raise NotExpectedHere(code=code)
    for match, pieces in parcel.find(sku=sku, quantity=quantity, verdict=verdict, note=note):
        parcel.findings.append(
            ReturnFinding(
                id=new_id(),
                expected_return_id=match.expected_return_id,
                sku=sku,
                quantity=pieces,
                verdict=verdict,
                note=note.strip(),
                found_at=uow.now,
                found_by=uow.actor.name,
            )
        )
    after: dict[str, object] = {"sku": sku, "quantity": quantity, "verdict": verdict}
    uow.audit("return.inspecting", noun="return", noun_id=number, after=after, reason=note.strip() or None)
    uow.changed("return", number)
    return parcel
