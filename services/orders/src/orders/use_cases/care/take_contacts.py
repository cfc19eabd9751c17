"""A chat tool tells contacts, piece by piece: each exists once, and later facts complete the earlier ones (rule CARE-7)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from contracts.orders import ContactEnded
from orders.domain.care.contact import CONTACT, ChatContact, ContactShopNotYours, ContactsRefused, ContactTold, in_future
from orders.domain.care.feedback_policy import FeedbackParameters
from orders.domain.care.service_figures import FactKind
from orders.domain.search_keys import key_of
from orders.store.care.contacts import kept_contacts, lock_shops, orders_of, with_later_ones
from orders.store.care.feedback_policies import feedback_policy_at
from orders.store.care.service_facts import put_service_facts


@dataclass(frozen=True, kw_only=True)
class TakenContact:
    contact_id: UUID
    contact_no: str
    shop_id: str
    outcome: str


async def take_contacts(uow: UnitOfWork, *, told: Sequence[ContactTold]) -> list[TakenContact]:
    """What became of each, in order: made, completed or unchanged; all or none. Raises ContactShopNotYours, ContactsRefused."""
    foreign = next((one.shop_id for one in told if not uow.actor.sees_shop(one.shop_id)), None)
    if foreign is not None:
        raise ContactShopNotYours(shop_id=foreign)
    shops = await lock_shops(uow, {one.shop_id for one in told})
    version, policy = await feedback_policy_at(uow, moment=uow.now)
    kept = await kept_contacts(uow, [one.key for one in told])
    orders = await orders_of(uow, told)
    times = Counter(one.key for one in told)
    errors: list[FieldError] = []
    contacts: list[tuple[ChatContact, str]] = []
    for place, one in enumerate(told):
        buyer = key_of(uow.sealer.digest, f"buyer:{one.buyer_id}") if one.buyer_id else None
        known = kept.get(one.key)
        contact = known or _new(uow, one, policy, policy_version=version)
        pointer = f"/contacts/{place}"
        errors += _mistakes(one, known, pointer, buyer=buyer, shop_there=one.shop_id in shops, twice=times[one.key] > 1)
        errors += in_future(one, pointer, now=uow.now)
        changed = contact.complete(one, buyer=buyer, order_id=orders.get((one.shop_id, one.platform_order_no)))
        errors += contact.mistakes(pointer)
        contacts.append((contact, "made" if known is None else "completed" if changed else "unchanged"))
    if errors:
        uow.session.expunge_all()
        raise ContactsRefused(count=len(errors), errors=errors)
    await _write(uow, contacts, policy)
    return [TakenContact(contact_id=one.id, contact_no=one.contact_no, shop_id=one.shop_id, outcome=outcome) for one, outcome in contacts]


async def _write(uow: UnitOfWork, contacts: Sequence[tuple[ChatContact, str]], policy: FeedbackParameters) -> None:
    changed = [contact for contact, outcome in contacts if outcome != "unchanged"]
    for contact in changed:
        contact.told_at = uow.now
    uow.session.add_all(changed)
    await uow.session.flush()
    affected, repeated = await with_later_ones(uow, [one.id for one in changed], days=policy.repeat_days)
    await put_service_facts(uow, [_fact(one, repeated=repeated.get(one.id)) for one in affected])
    uow.publish(*(_ended(one) for one in changed if one.ended_at is not None))


def _mistakes(
    told: ContactTold, known: ChatContact | None, pointer: str, *, buyer: int | None, shop_there: bool, twice: bool
) -> list[FieldError]:
    errors: list[FieldError] = []
    if not shop_there:
        errors.append(FieldError(pointer=f"{pointer}/shop_id", code="shop_unknown", zh="没有这家店铺", en="there is no such shop"))
    if twice:
        errors.append(FieldError(pointer=f"{pointer}/contact_no", code="twice", zh="同一会话出现多次", en="stands there more than once"))
    # When it began and with whom is what a contact is: another word for it is another contact under the same number.
    if known is not None and told.started_at != known.started_at:
        errors.append(
            FieldError(pointer=f"{pointer}/started_at", code="differs", zh="与之前告知的不同", en="differs from what was told before")
        )
    if known is not None and None not in (buyer, known.buyer) and buyer != known.buyer:
        errors.append(
            FieldError(pointer=f"{pointer}/buyer_id", code="differs", zh="与之前告知的不同", en="differs from what was told before")
        )
    return errors


def _new(uow: UnitOfWork, told: ContactTold, policy: FeedbackParameters, *, policy_version: int) -> ChatContact:
    return ChatContact(
        id=new_id(), shop_id=told.shop_id, contact_no=told.contact_no, agent_id="", agent_name="", buyer=None, platform_order_no="",
        order_id=None, started_at=told.started_at, first_answer_at=None, ended_at=None, satisfaction=None,
        answer_seconds=policy.first_answer_seconds, policy_version=policy_version, told_at=uow.now,
    )  # fmt: skip


def _fact(contact: ChatContact, *, repeated: bool | None) -> dict[str, Any]:
    return {
        "kind": str(FactKind.CONTACT),
        "subject_id": contact.id,
        "number": contact.contact_no,
        "shop_id": contact.shop_id,
        "order_id": contact.order_id,
        "person_id": contact.agent_id,
        "person": contact.agent_name,
        "at": contact.started_at,
        "first_answer_s": contact.first_answer_s,
        "solution_s": contact.solution_s,
        "satisfaction": contact.satisfaction,
        "repeated": repeated,
        "in_time": contact.in_time,
    }


def _ended(contact: ChatContact) -> ContactEnded:
    return ContactEnded(
        contact_id=show_id(CONTACT, contact.id),
        contact_no=contact.contact_no,
        shop_id=contact.shop_id,
        order_id=None if contact.order_id is None else show_id("ord", contact.order_id),
        in_time=bool(contact.in_time),
        first_answer_s=contact.first_answer_s,
        satisfaction=contact.satisfaction,
        by=contact.agent_name,
        by_id=contact.agent_id,
        started_at=contact.started_at,
        ended_at=contact.ended_at or contact.started_at,
    )
