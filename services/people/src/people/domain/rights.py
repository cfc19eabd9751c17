"""What an account may do on a day, and by what (rule ORG-7): its own roles, those of its positions, and extra ones with an end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from people.domain.grants import EVERYTHING, covers
from people.domain.role import Role


class Reach(StrEnum):
    """Whose rows a role opens inside people: one's own, those of a unit and below, or all (docs/adr/0015)."""

    OWN = "own"
    UNIT = "unit"
    ALL = "all"


WIDTH = (Reach.OWN, Reach.UNIT, Reach.ALL)
"""From the narrowest to the widest."""
ABOUT_PEOPLE = "people."
"""Only here has a reach a meaning: in other services a permission counts in the account's shops."""


class SourceKind(StrEnum):
    ACCOUNT = "account"
    POSITION = "position"
    GRANT = "grant"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSource:
    """One way in which an account has one role that day."""

    kind: str
    role_id: UUID
    role_code: str | None
    permissions: Sequence[str]
    reach: str
    position_id: UUID | None
    unit_id: UUID | None
    grant_id: UUID | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """`withheld`: the policy wants a second factor for one of these roles and there is none yet, so the token holds nothing (rule ORG-8)."""

    sources: Sequence[RoleSource]
    second_factor: bool
    second_factor_required: bool

    @property
    def withheld(self) -> bool:
        return self.second_factor_required and not self.second_factor

    @property
    def granted(self) -> list[str]:
        """Sorted, whatever is withheld."""
        return sorted({permission for source in self.sources for permission in source.permissions})

    @property
    def permissions(self) -> list[str]:
        """What a token may hold."""
        return [] if self.withheld else self.granted

    @property
    def state(self) -> str:
        """Of the second factor: on, off, or required."""
        return "on" if self.second_factor else "required" if self.second_factor_required else "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gives:
    """What a role gives, without a name."""

    permissions: Sequence[str]
    reach: str


Given = Role | RoleSource | Gives


def beyond_reach(held: Sequence[Given], given: Iterable[Given]) -> list[str]:
    """The permissions of `given` that reach further than the same permission does by `held`, each once, sorted."""

    def width(permission: str) -> int:
        return max((WIDTH.index(Reach(one.reach)) for one in held if covers(one.permissions, permission)), default=0)

    found: set[str] = set()
    for one in given:
        wanted = WIDTH.index(Reach(one.reach))
        about = (permission for permission in one.permissions if permission == EVERYTHING or permission.startswith(ABOUT_PEOPLE))
        found |= {permission for permission in about if width(permission) < wanted}
    return sorted(found)


def exceeds(held: Iterable[str], allowed: Iterable[str]) -> bool:
    """Whether a token with `held` holds more than `allowed`."""
    known = set(allowed)
    return any(not covers(known, permission) for permission in held)
