"""Where a case stands, and which way it may go (rule CARE-1). Every state but the three last has a way on."""

from enum import StrEnum

from chassis.refusals import Conflict


class CaseState(StrEnum):
    """`stopping`: agreed, and the warehouse is asked not to send the order. `settling`: what is owed is decided and on its way.

    `awaiting_payment`: the goods came, and the buyer has yet to pay what the replacement costs more. `giving_back`: it was paid, and nothing
    is sent after all.
    """

    OPENED = "opened"
    IN_APPROVAL = "in_approval"
    STOPPING = "stopping"
    AWAITING_GOODS = "awaiting_goods"
    ARRIVED = "arrived"
    INSPECTED = "inspected"
    AWAITING_PAYMENT = "awaiting_payment"
    SETTLING = "settling"
    GIVING_BACK = "giving_back"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = CaseState
AGREED = frozenset({S.STOPPING, S.AWAITING_GOODS, S.SETTLING})
TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    S.OPENED: AGREED | {S.IN_APPROVAL, S.REFUSED, S.WITHDRAWN},
    # Back to opened: a superior said no, or what was approved can no longer be done. A clerk then says what becomes of it.
    S.IN_APPROVAL: AGREED | {S.OPENED, S.WITHDRAWN},
    S.STOPPING: frozenset({S.SETTLING, S.OPENED}),
    S.AWAITING_GOODS: frozenset({S.ARRIVED, S.INSPECTED, S.SETTLING, S.GIVING_BACK, S.REFUSED, S.WITHDRAWN}),
    S.ARRIVED: frozenset({S.INSPECTED, S.SETTLING}),
    S.INSPECTED: frozenset({S.AWAITING_PAYMENT, S.SETTLING, S.GIVING_BACK, S.CLOSED, S.REFUSED}),
    S.AWAITING_PAYMENT: frozenset({S.SETTLING, S.REFUSED}),
    # Back to inspected: a replacement was cancelled before it left, and a person decides again.
    S.SETTLING: frozenset({S.CLOSED, S.INSPECTED}),
    S.GIVING_BACK: frozenset({S.REFUSED, S.WITHDRAWN}),
    S.CLOSED: frozenset(),
    S.REFUSED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
WITHDRAWABLE = frozenset({S.OPENED, S.IN_APPROVAL, S.AWAITING_GOODS})
REFUSABLE = frozenset({S.OPENED, S.AWAITING_GOODS, S.INSPECTED, S.AWAITING_PAYMENT})
PAYABLE = frozenset({S.AWAITING_GOODS, S.ARRIVED, S.INSPECTED, S.AWAITING_PAYMENT})
"""In which a buyer pays a difference: agreed to, and nothing has been sent yet."""
ENDS = frozenset({S.CLOSED, S.REFUSED, S.WITHDRAWN})


class CaseStepNotAllowed(Conflict):
    code = "case_step_not_allowed"
    rule = "CARE-1"
    zh = "售后单 {number} 当前为“{state}”，不能这样处理。"
    en = "Case {number} is {state}; this cannot be done with it now."


def must_become(state: CaseState, to: CaseState, *, number: str) -> None:
    """Raises CaseStepNotAllowed."""
    if to not in TRANSITIONS[state]:
        raise CaseStepNotAllowed(number=number, state=state)
