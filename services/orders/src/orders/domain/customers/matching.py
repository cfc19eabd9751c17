"""Which file each order belongs to, by strong keys alone. What comes out does not depend on which order came first."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

from orders.domain.customers.keys import StrongKey

Pair = frozenset[UUID]


@dataclass(kw_only=True)
class Matcher:
    """Over what is known of the keys at hand: `owners` by key, `files` by base; `apart` are files that a person keeps apart."""

    owners: dict[UUID, UUID]
    files: dict[UUID, UUID]
    apart: set[Pair]
    made: list[UUID] = field(default_factory=list[UUID])
    new_keys: list[tuple[StrongKey, UUID]] = field(default_factory=list[tuple[StrongKey, UUID]])
    joined: list[tuple[UUID, UUID]] = field(default_factory=list[tuple[UUID, UUID]])
    """(kept, gone): the older file is kept."""

    def place(self, keys: Collection[StrongKey], *, base: UUID | None, new_id: Callable[[], UUID]) -> UUID:
        """The base of an order with these keys; `base` is the one it has already."""
        known = [self.owners[key.digest] for key in keys if key.digest in self.owners]
        if base is None:
            base = known[0] if known else self._make(new_id())
        for key in keys:
            if key.digest not in self.owners:
                self.owners[key.digest] = base
                self.new_keys.append((key, base))
        for other in known:
            self._join(self.files[base], self.files[other])
        return base

    def _make(self, base: UUID) -> UUID:
        self.files[base] = base
        self.made.append(base)
        return base

    def _join(self, one: UUID, other: UUID) -> None:
        if one == other or frozenset({one, other}) in self.apart:
            return
        kept, gone = sorted((one, other))
        self.joined.append((kept, gone))
        for base, file in self.files.items():
            if file == gone:
                self.files[base] = kept
        self.apart = {renamed(pair, gone, kept) for pair in self.apart}


def renamed(pair: Pair, gone: UUID, kept: UUID) -> Pair:
    return frozenset(kept if one == gone else one for one in pair)
