"""Which holds a person may say yes to, and which stay (rule ORD-2)."""

from collections.abc import Collection, Mapping, Sequence

from chassis.refusals import Conflict
from orders.domain.reasons import LIFTED_BY_THE_PLATFORM_ONLY, STAGE_WORDS, Hold, stage_of


class HoldNotOurs(Conflict):
    code = "hold_not_ours"
    rule = "ORD-2"
    zh = "订单 {number} 由平台挂起（{reasons}），只有平台可以解除。"
    en = "Order {number} is held by its platform ({reasons}); only the platform can lift that."


class HeldAsSuspected(Conflict):
    code = "held_as_suspected"
    rule = "ORD-6"
    zh = "订单 {number} 疑似刷单，须在刷单审查台认定或排除后才能放行。"
    en = "Order {number} is suspected to be fake: it is confirmed or cleared at the desk of fake orders."


class WaitsForAnotherStage(Conflict):
    code = "waits_for_another_stage"
    rule = "ORD-2"
    zh = "订单 {number} 没有您可放行的审核阶段，还在等：{waiting_zh}。"
    en = "You have nothing to say yes to about order {number}; it waits for: {waiting_en}."


class NothingToRelease(Conflict):
    code = "nothing_to_release"
    rule = "ORD-2"
    zh = "订单 {number} 没有被挂起。"
    en = "Order {number} is not held."


def parted(reasons: Sequence[str], *, number: str, stages: Collection[str], named: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """What is said yes to for `stages`, and what is left. Raises NothingToRelease, HoldNotOurs, HeldAsSuspected, WaitsForAnotherStage."""
    if not reasons:
        raise NothingToRelease(number=number)
    platforms = [reason for reason in reasons if reason in LIFTED_BY_THE_PLATFORM_ONLY]
    if platforms:
        raise HoldNotOurs(number=number, reasons=", ".join(platforms))
    if Hold.SUSPECTED_FAKE in reasons:
        raise HeldAsSuspected(number=number)
    left = [reason for reason in reasons if stage_of(reason, named) not in stages]
    if len(left) == len(reasons):
        words = [STAGE_WORDS[stage] for stage in sorted({stage_of(reason, named) for reason in left})]
        zh, en = "、".join(word.zh for word in words), ", ".join(word.en for word in words)
        raise WaitsForAnotherStage(number=number, waiting_zh=zh, waiting_en=en)
    return [reason for reason in reasons if reason not in left], left
