"""Who improves a product, until when, and what came of it (rule CARE-6)."""

from dataclasses import dataclass
from datetime import date

from chassis.preconditions import VersionStale
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.care.quality import Improvement, ImprovementState, NoSuchProblem, OwnerNeeded, ReasonNeeded
from orders.store.care.improvements import lock_improvement, problem_was_told


@dataclass(frozen=True, kw_only=True)
class Decision:
    state: ImprovementState
    owner_id: str
    owner: str
    due_on: date | None
    reason: str


async def decide_improvement(uow: UnitOfWork, *, class_code: str, sku: str, version: int, decision: Decision) -> Improvement:
    """`version` 0: nobody has taken it on yet. Raises NoSuchProblem, VersionStale, OwnerNeeded, ReasonNeeded."""
    _check(decision)
    kept = await lock_improvement(uow, class_code=class_code, sku=sku)
    if (0 if kept is None else kept.version) != version:
        raise VersionStale
    if not await problem_was_told(uow, class_code=class_code, sku=sku):
        raise NoSuchProblem
    if kept is None:
        kept = Improvement(class_code=class_code, sku=sku, version=0)
        uow.session.add(kept)
    before = None if version == 0 else _shown(kept)
    kept.state, kept.owner_id, kept.owner = decision.state, decision.owner_id, decision.owner
    kept.due_on, kept.reason = decision.due_on, decision.reason
    kept.ended_at = None if decision.state == ImprovementState.OPEN else uow.now
    kept.changed_at, kept.changed_by = uow.now, uow.actor.name
    kept.version += 1
    noun_id = f"{class_code}/{sku}"
    uow.audit("improvement.decided", noun="improvement", noun_id=noun_id, before=before, after=_shown(kept), reason=decision.reason or None)
    uow.changed("improvement", noun_id)
    return kept


def _check(decision: Decision) -> None:
    if decision.state == ImprovementState.OPEN:
        lacks = [name for name, value in (("owner", decision.owner.strip()), ("due_on", decision.due_on)) if not value]
        if lacks:
            raise OwnerNeeded(errors=[FieldError(pointer=f"/{name}", code="missing", zh="必填", en="is needed") for name in lacks])
    elif not decision.reason.strip():
        raise ReasonNeeded(errors=[FieldError(pointer="/reason", code="missing", zh="必填", en="is needed")])


def _shown(improvement: Improvement) -> dict[str, object]:
    due = None if improvement.due_on is None else improvement.due_on.isoformat()
    return {"state": str(improvement.state), "owner": improvement.owner, "due_on": due, "reason": improvement.reason}
