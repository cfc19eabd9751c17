"""What came of a file or a payload, counted: made, held and refused, each with its reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from channels.domain.draft import ParsedOrder
from channels.domain.files.parse import ParsedFile
from channels.domain.platforms.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`made` are orders that may go on at once, `held` those a person looks at first, `refused` what is no order.

    `reasons` counts why, `notes` what was found worth telling. Made, held and refused together are all that was in it.
    """

    made: int
    held: int
    refused: int
    reasons: dict[str, int]
    notes: dict[str, int]
    complete: bool


def summarise(parsed: ParsedFile | Reading) -> Summary:
    orders = parsed.orders
    refusals = _refusals(parsed)
    held = [order for order in orders if order.held]
    reasons = Counter[str](refusals)
    for order in held:
        reasons.update(_why_held(order))
    notes = Counter[str](code for order in orders for code in order.reasons)
    return Summary(
        made=len(orders) - len(held),
        held=len(held),
        refused=len(refusals),
        reasons=dict(sorted(reasons.items())),
        notes=dict(sorted(notes.items())),
        complete=parsed.complete if isinstance(parsed, Reading) else not parsed.row_errors,
    )


def _refusals(parsed: ParsedFile | Reading) -> Sequence[str]:
    if isinstance(parsed, Reading):
        return [unreadable.code for unreadable in parsed.unreadable]
    return [aside.code for aside in parsed.set_aside] + [error.code for error in parsed.row_errors]


def _why_held(order: ParsedOrder) -> list[str]:
    """The notes that hold it; where there is none, the state or refund that does."""
    holding = sorted({note.code.value for note in order.notes if note.holds})
    if holding:
        return holding
    return [f"refund_{order.order.refund}" if order.order.refund != "none" else order.order.state]
