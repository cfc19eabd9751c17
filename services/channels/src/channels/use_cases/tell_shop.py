from collections.abc import Mapping
from datetime import datetime

import structlog

from channels.clients.outside import AnswerLost, NotSent, Sender
from channels.domain.parcel import Attempt
from channels.domain.refunding.notice import RefundNotice
from channels.domain.refunding.registry import refund_dialogue_for
from channels.domain.shipping.dialogue import (
    SHOP_BUSY,
    Answer,
    CannotTell,
    Dialogue,
    N,
    Outcome,
    Request,
    ShipmentNotice,
    ShopAccess,
    Verdict,
)
from channels.domain.shipping.registry import dialogue_for
from channels.domain.webhook import AddressForbidden

log = structlog.get_logger()
REST_SECONDS, LONGEST_REST_SECONDS = 5.0, 60.0
"""After a shop did not answer or asked for a pause, before it is asked again about anything."""


async def tell_shop(
    outside: Sender, *, notice: ShipmentNotice | RefundNotice, access: ShopAccess | None, unsure: bool, now: datetime
) -> Attempt:
    """Carries one notice to its shop, outside of any transaction. Never raises."""
    if access is None:
        return Attempt(outcome=Outcome(verdict=Verdict.REFUSED, code="shop_unknown"), unsure=unsure)
    try:
        return await _chosen(outside, notice=notice, access=access, unsure=unsure, now=now)
    except CannotTell as refused:
        return Attempt(outcome=Outcome(verdict=Verdict.REFUSED, code=refused.code, detail=refused.detail), unsure=unsure)
    except AddressForbidden as forbidden:
        return Attempt(outcome=Outcome(verdict=Verdict.REFUSED, code=forbidden.code, detail=forbidden.sentence("en")), unsure=unsure)
    except NotSent as lost:
        return Attempt(outcome=Outcome(verdict=Verdict.LATER, code="shop_unreachable", detail=str(lost)), unsure=unsure, rest=REST_SECONDS)
    except Exception as error:  # noqa: BLE001 - what nobody foresaw of one notice must not end the teller of all the others
        # Its kind only: the error's text or the variables around it may hold a credential.
        log.warning("telling failed", notice_id=notice.notice_id, error=type(error).__name__)
        return Attempt(outcome=Outcome(verdict=Verdict.UNKNOWN, code="telling_failed", detail=type(error).__name__), unsure=True)


async def _chosen(outside: Sender, *, notice: ShipmentNotice | RefundNotice, access: ShopAccess, unsure: bool, now: datetime) -> Attempt:
    """Raises CannotTell, AddressForbidden, NotSent."""
    if isinstance(notice, RefundNotice):
        dialogue = refund_dialogue_for(access.platform)
        return await _tried(outside, dialogue=dialogue, notice=notice, access=access, unsure=unsure, now=now)
    return await _tried(outside, dialogue=dialogue_for(access.platform), notice=notice, access=access, unsure=unsure, now=now)


async def _tried(outside: Sender, *, dialogue: Dialogue[N], notice: N, access: ShopAccess, unsure: bool, now: datetime) -> Attempt:
    """Raises CannotTell, AddressForbidden, NotSent."""
    context: Mapping[str, object] = {}
    if dialogue.look is not None and (dialogue.looks_first or unsure):
        looked = await _look(outside, dialogue=dialogue, notice=notice, access=access, unsure=unsure, now=now)
        if isinstance(looked, Attempt):
            return looked
        context = looked
    return await _tell(outside, dialogue=dialogue, notice=notice, request=dialogue.tell(notice, access, now, context))


async def _look(
    outside: Sender, *, dialogue: Dialogue[N], notice: N, access: ShopAccess, unsure: bool, now: datetime
) -> Attempt | Mapping[str, object]:
    """Reading changes nothing: whatever goes wrong here is tried again, and leaves us as unsure as before."""
    assert dialogue.look is not None
    assert dialogue.see is not None
    try:
        answer = await outside.send(dialogue.look(notice, access, now))
    except AnswerLost as lost:
        raise NotSent(str(lost)) from lost
    look = dialogue.see(notice, answer)
    if look.told:
        return Attempt(outcome=Outcome(verdict=Verdict.ALREADY, code=dialogue.already), unsure=False)
    if look.outcome is not None and look.outcome.verdict != Verdict.UNKNOWN:
        return Attempt(outcome=look.outcome, unsure=unsure, rest=_rest(look.outcome, answer))
    if look.told is None:
        found = look.outcome or Outcome(verdict=Verdict.LATER, code="answer_not_understood")
        return Attempt(outcome=Outcome(verdict=Verdict.LATER, code=found.code, detail=found.detail), unsure=unsure)
    return look.context


async def _tell(outside: Sender, *, dialogue: Dialogue[N], notice: N, request: Request) -> Attempt:
    try:
        answer = await outside.send(request)
    except AnswerLost as lost:
        return Attempt(outcome=Outcome(verdict=Verdict.UNKNOWN, code="answer_lost", detail=str(lost)), unsure=True, rest=REST_SECONDS)
    outcome = dialogue.judge(notice, answer)
    # Having just read that the shop did not know settles the old doubt; only this answer can raise a new one.
    return Attempt(outcome=outcome, unsure=outcome.verdict == Verdict.UNKNOWN, rest=_rest(outcome, answer))


def _rest(outcome: Outcome, answer: Answer) -> float:
    if outcome.code != SHOP_BUSY:
        return 0.0
    return REST_SECONDS if answer.retry_after is None else min(answer.retry_after, LONGEST_REST_SECONDS)
