"""Whose goods: the asker's word for it, which is the id of a shop. Who is limited to shops sees only theirs.

It knows no shops beyond that: what bears no id of theirs is not there for them.
"""

from chassis.actor import Actor

Owners = list[str] | None
"""Whose goods are looked at; None means everybody's."""


def owners_seen_by(actor: Actor) -> Owners:
    return None if actor.shops is None else sorted(actor.shops)
