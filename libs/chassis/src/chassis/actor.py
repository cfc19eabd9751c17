"""Who acts: a person, an API client, or the system itself."""

from dataclasses import dataclass
from typing import ClassVar

from chassis.refusals import Forbidden


@dataclass(frozen=True, kw_only=True)
class Actor:
    """`kind` is person, client or system. `shops` None means all shops; a permission may end in `*`."""

    kind: str
    id: str
    name: str
    permissions: frozenset[str]
    shops: frozenset[str] | None
    session_id: str
    rate_limit_per_minute: int | None = None

    SYSTEM_ID: ClassVar[str] = "system"

    @property
    def person_id(self) -> str | None:
        """The account of a person; None for a client and for the system."""
        return self.id if self.kind == "person" else None

    def may(self, permission: str) -> bool:
        if permission in self.permissions or "*" in self.permissions:
            return True
        return f"{permission.split('.', 1)[0]}.*" in self.permissions

    def must(self, permission: str) -> None:
        """Raises Forbidden."""
        if not self.may(permission):
            raise Forbidden(permission=permission)

    def sees_shop(self, shop_id: str) -> bool:
        return self.shops is None or shop_id in self.shops


def system_actor(name: str) -> Actor:
    """What a consumer or a job acts as; `name` says which ("orders.note-reserved")."""
    return Actor(kind="system", id=Actor.SYSTEM_ID, name=name, permissions=frozenset({"*"}), shops=None, session_id="")
