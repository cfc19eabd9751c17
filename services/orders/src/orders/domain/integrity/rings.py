"""Rings: orders that hang together by payer, device or address, over as many steps as it takes (rule ORD-6)."""

from collections.abc import Iterable, Mapping
from uuid import UUID


def connected(keys_of: Mapping[UUID, Iterable[tuple[str, int]]]) -> list[list[UUID]]:
    """The orders of `keys_of` in groups: two with a key in common stand in one. In the order of the first of each."""
    root: dict[UUID, UUID] = {order_id: order_id for order_id in keys_of}

    def top(order_id: UUID) -> UUID:
        while root[order_id] != order_id:
            root[order_id] = root[root[order_id]]
            order_id = root[order_id]
        return order_id

    first_with: dict[tuple[str, int], UUID] = {}
    for order_id, keys in keys_of.items():
        for key in keys:
            other = first_with.setdefault(key, order_id)
            root[top(order_id)] = top(other)
    groups: dict[UUID, list[UUID]] = {}
    for order_id in keys_of:
        groups.setdefault(top(order_id), []).append(order_id)
    return list(groups.values())
