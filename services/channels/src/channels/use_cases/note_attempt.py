from datetime import datetime
from uuid import UUID

from channels.domain.shipping.dialogue import Outcome
from channels.domain.write_back import WriteBack, WriteBackKind, WriteBackState
from channels.store.write_backs import lock_write_back
from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.orders import NoteRefundTold

LOOK_FIRST = "It is not known whether the shop heard: look there before you pay by hand."


async def note_attempt(
    uow: UnitOfWork, *, write_back_id: UUID, claimed_at: datetime, outcome: Outcome, unsure: bool, pause_factor: float
) -> None:
    """What became of the telling. Nothing when another process, after the lease was over, has claimed it."""
    write_back = await lock_write_back(uow, write_back_id)
    if write_back is None or write_back.claimed_at != claimed_at:
        return
    write_back.note(outcome, unsure=unsure, pause_factor=pause_factor, now=uow.now)
    if write_back.state in (WriteBackState.TOLD, WriteBackState.DEAD):
        after: dict[str, object] = {"state": write_back.state, "code": write_back.last_code, "attempts": write_back.attempts}
        if write_back.kind == WriteBackKind.REFUND:
            uow.publish(_told(write_back, at=uow.now))
        uow.audit(f"write_back.{write_back.state}", noun="write_back", noun_id=show_id("wbk", write_back.id), after=after)
    uow.changed("write_back", write_back.shop_id)


def _told(write_back: WriteBack, *, at: datetime) -> NoteRefundTold:
    detail = ": ".join(part for part in (write_back.last_code, write_back.last_detail) if part)
    if write_back.state == WriteBackState.TOLD:
        return NoteRefundTold(refund_id=write_back.shipment_number, outcome="told", detail=detail, at=at)
    if write_back.unsure:
        detail = f"{LOOK_FIRST} {detail}"
    return NoteRefundTold(refund_id=write_back.shipment_number, outcome="failed", detail=detail, at=at)
