from chassis.uow import UnitOfWork
from people.domain.approvals.approval import ApprovalNotFound, State
from people.store.approvals.requests import lock_reference
from people.use_cases.approvals.settle_approval import settle_approval


async def withdraw_reference(uow: UnitOfWork, *, kind: str, reference: str, reason: str) -> bool:
    """By who filed it for the requester: an area inside people, or a service by command. False when it is decided already.

    Raises ApprovalNotFound when nobody has asked yet: a command that overtook its request is tried again, and not lost.
    """
    approval = await lock_reference(uow, kind=kind, reference=reference)
    if approval is None:
        raise ApprovalNotFound
    if approval.state != State.WAITING:
        return False
    await settle_approval(uow, approval=approval, outcome=State.WITHDRAWN, comment=reason, deciders=[], by=None)
    return True
