"""Rule ORG-7: nobody grants more than they hold, and nobody takes over an account or a key that holds more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chassis.actor import Actor
from chassis.refusals import Kind, Refusal

EVERYTHING = "*"
PERMISSION_PATTERN = r"^(\*|[a-z][a-z_]{0,40}\.\*|[a-z][a-z_]{0,40}(\.[a-z][a-z_]{0,40}){1,3})$"
"""`*`, `orders.*`, or a code such as `orders.orders.read`."""


@dataclass(frozen=True, kw_only=True)
class Shops:
    """A scope that was asked for: these shops, or with None all of them. No Shops at all means: as it was."""

    ids: Sequence[str] | None


class GrantsMoreThanHeld(Refusal):
    kind = Kind.FORBIDDEN
    code = "grants_more_than_held"
    rule = "ORG-7"
    zh = "不能授予或接管超出您自己所持有的权限（{lacking}）。"
    en = "You cannot grant, or take over, more than you hold yourself ({lacking})."


class GrantsMoreShops(Refusal):
    kind = Kind.FORBIDDEN
    code = "grants_more_shops"
    rule = "ORG-7"
    zh = "不能授予您自己无权查看的店铺范围。"
    en = "You cannot grant shops that you may not see yourself."


class GrantsMoreReach(Refusal):
    kind = Kind.FORBIDDEN
    code = "grants_more_reach"
    rule = "ORG-7"
    zh = "不能授予或接管比您自己更大的人员范围（{lacking}）。"
    en = "You cannot grant, or take over, a wider reach over people than your own ({lacking})."


def covers(held: Iterable[str], wanted: str) -> bool:
    """Whether someone who holds `held` holds everything that `wanted` stands for."""
    known = set(held)
    if EVERYTHING in known or wanted in known:
        return True
    return wanted != EVERYTHING and f"{wanted.split('.', 1)[0]}.*" in known


def must_hold(actor: Actor, permissions: Iterable[str]) -> None:
    """Raises GrantsMoreThanHeld."""
    lacking = sorted(wanted for wanted in set(permissions) if not covers(actor.permissions, wanted))
    if lacking:
        raise GrantsMoreThanHeld(lacking=", ".join(lacking[:5]))


def must_see(actor: Actor, shop_ids: Sequence[str] | None) -> None:
    """`shop_ids` None stands for all shops. Raises GrantsMoreShops."""
    if actor.shops is not None and (shop_ids is None or not set(shop_ids) <= actor.shops):
        raise GrantsMoreShops


def check_grant(
    actor: Actor, *, added: Iterable[str], permissions: Iterable[str], shops_before: Sequence[str] | None, shops: Sequence[str] | None
) -> None:
    """A permission counts in each shop one sees: what is added has to be the granter's own there, and so has everything in a shop that is new.

    Raises GrantsMoreThanHeld, GrantsMoreShops.
    """
    widens = narrows(shops, shops_before)
    must_hold(actor, permissions if widens else added)
    if widens or set(added):
        must_see(actor, shops)


def narrows(before: Sequence[str] | None, after: Sequence[str] | None) -> bool:
    """Whether somebody who saw the shops `before` sees fewer `after`."""
    if after is None:
        return False
    return before is None or not set(before) <= set(after)


def covering(permission: str) -> list[str]:
    """All that a role may hold to permit it: itself, its service's wildcard, and everything."""
    if permission == EVERYTHING:
        return [EVERYTHING]
    return sorted({permission, f"{permission.split('.', 1)[0]}.*", EVERYTHING})
