from datetime import datetime, time

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from people.domain.approvals.approval import ContentChanged, State
from people.domain.approvals.kinds import Decision
from people.domain.attendance.overtime import OvertimeState, authorised_from
from people.domain.ids import shown_overtime
from people.store.attendance.overtime import lock_overtime

OUTCOMES = {
    State.APPROVED: OvertimeState.APPROVED,
    State.REFUSED: OvertimeState.REFUSED,
    State.VOIDED: OvertimeState.TAKEN_BACK,
    State.WITHDRAWN: OvertimeState.TAKEN_BACK,
}


async def note_overtime_decision(uow: UnitOfWork, decision: Decision) -> None:
    """The handler of the kind `overtime`. Given too late it counts from then on, never backwards (rules ATT-12, APR-5).

    Raises ContentChanged, OvertimeNotChangeable.
    """
    overtime = await lock_overtime(uow, read_id("ovt", decision.reference))
    if decision.content_digest != overtime.content_digest:
        raise ContentChanged
    if overtime.state != OvertimeState.WAITING and decision.outcome != State.APPROVED:
        return
    counts_from = None
    if decision.takes_effect_at is not None:
        midnight = datetime.combine(overtime.on_date, time(), uow.frame.zone)
        # From the next full minute on: overtime is shown in minutes.
        since = -int(-(decision.takes_effect_at - midnight).total_seconds() // 60) * 60
        counts_from = authorised_from(starts=overtime.starts, ends=overtime.ends, since=since)
    before = overtime.facts()
    overtime.decide(OUTCOMES[decision.outcome], by=decision.decided_by, comment=decision.comment, now=uow.now, counts_from=counts_from)
    shown = shown_overtime(overtime.id)
    uow.audit(
        f"overtime.{overtime.state}", noun="overtime", noun_id=shown, before=before, after=overtime.facts(), reason=decision.comment or None
    )
    uow.changed("overtime", shown)
