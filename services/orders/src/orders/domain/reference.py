"""What the warehouse knows an order by. Each time stock is asked for anew the order gets a new reference, so that a late answer to an
earlier request is never taken for an answer to this one, and a late release never frees what was reserved since.
"""

from uuid import UUID

PREFIX = "ord_"


def reference_of(order_id: UUID, attempt: int) -> str:
    return f"{PREFIX}{order_id.hex}" if attempt <= 1 else f"{PREFIX}{order_id.hex}.{attempt}"


def read_reference(reference: str) -> tuple[UUID, int] | None:
    """The order and the attempt; None for a reference that is not ours."""
    text, _, attempt = reference.removeprefix(PREFIX).partition(".")
    try:
        return UUID(text), int(attempt or 1)
    except ValueError:
        return None
