"""Plans of call-backs and the calls they make; who is not to be called (rule CARE-5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import distinct_on, insert

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.care.callback import NOUN, PREFIX, Callback, CallbackNotFound, CallbackState, DoNotCall
from orders.domain.care.callback_plan import CallbackPlan, CallbackWalk, Trigger

LOCK_PLANS = text("LOCK TABLE care_callback_plan IN SHARE ROW EXCLUSIVE MODE")
BEGINNING = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
DELIVERED = text("SELECT id, shop_id, delivered_at FROM sales_order WHERE id = ANY (:ids) AND kind = 'order' AND delivered_at IS NOT NULL")
# Of each file the newest order: through it the customer is reached.
DORMANT = text("""
    SELECT c.id, c.last_order_at, o.order_id, o.shop_id FROM (
        SELECT id, last_order_at FROM customer
        WHERE last_order_at IS NOT NULL AND last_order_at <= :before AND (last_order_at, id) > (:after_at, :after_id)
        ORDER BY last_order_at, id LIMIT :limit
    ) c LEFT JOIN LATERAL (
        SELECT o.order_id, o.shop_id FROM customer b JOIN customer_order o ON o.customer_id = b.id
        WHERE b.file_id = c.id AND o.counted ORDER BY o.placed_at DESC, o.order_id DESC LIMIT 1
    ) o ON true ORDER BY c.last_order_at, c.id
""")
WHOSE = text("SELECT o.order_id, o.customer_id FROM customer_order o WHERE o.order_id = ANY (:ids)")
LEFT_OUT = text("SELECT id FROM sales_order WHERE id = ANY (:ids) AND left_out")
NOT_TO_BE_CALLED = text("""
    SELECT c.id FROM customer c WHERE c.id = ANY (:ids)
        AND EXISTS (SELECT FROM customer b JOIN care_do_not_call d ON d.customer_id = b.id WHERE b.file_id = c.file_id)
""")
OF_FILE = text("""
    SELECT k.id FROM customer c JOIN customer b ON b.file_id = c.file_id JOIN care_callback k ON k.customer_id = b.id
    WHERE c.id = :id AND k.state IN ('planned', 'open')
""")
ALLOW = text("""
    DELETE FROM care_do_not_call d USING customer c, customer b
    WHERE c.id = :id AND b.file_id = c.file_id AND d.customer_id = b.id
""")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """An order that was delivered, a case that was closed, or a customer who last bought `at`."""

    id: UUID
    shop_id: str
    at: datetime
    order_id: UUID
    case_id: UUID | None = None
    customer_id: UUID | None = None


def shown(callback: Callback) -> str:
    return show_id(PREFIX, callback.id)


def note(uow: UnitOfWork, callback: Callback, what: str, *, reason: str | None = None, **facts: object) -> None:
    """Into the audit trail and onto open screens."""
    uow.audit(f"callback.{what}", noun=NOUN, noun_id=shown(callback), after={**facts, "state": str(callback.state)}, reason=reason)
    uow.changed(NOUN, shown(callback))


async def next_plan_version(uow: UnitOfWork, plan_id: UUID) -> tuple[int, CallbackPlan | None]:
    """Nobody else adds a version until this transaction ends; with the newest there is."""
    await uow.session.execute(LOCK_PLANS)
    newest = await uow.session.scalar(select(CallbackPlan).where(CallbackPlan.id == plan_id).order_by(CallbackPlan.version.desc()).limit(1))
    return (1 if newest is None else newest.version + 1), newest


async def count_plans(uow: UnitOfWork) -> int:
    return len((await uow.session.scalars(select(CallbackPlan.id).distinct())).all())


async def plans_in_force(uow: UnitOfWork, trigger: Trigger | None = None) -> list[CallbackPlan]:
    """Of each plan the version in force now; those that are stopped too."""
    query = select(CallbackPlan).where(CallbackPlan.effective_from <= uow.now).ext(distinct_on(CallbackPlan.id))
    found = await uow.session.scalars(query.order_by(CallbackPlan.id, CallbackPlan.effective_from.desc(), CallbackPlan.version.desc()))
    return [plan for plan in found if trigger is None or plan.figures.trigger == trigger]


async def plan_calls(uow: UnitOfWork, plan: CallbackPlan, subjects: Sequence[Subject]) -> None:
    """For those in the plan's sample and shops. Told again, nothing is planned a second time."""
    figures = plan.figures
    days = timedelta(days=figures.days)
    rows = [
        {
            "id": new_id(), "plan_id": plan.id, "plan_version": plan.version, "trigger": figures.trigger.value, "subject_id": subject.id,
            "shop_id": subject.shop_id, "order_id": subject.order_id, "case_id": subject.case_id, "customer_id": subject.customer_id,
            "state": CallbackState.PLANNED, "void_reason": "", "due_at": max(subject.at + days, uow.now), "next_at": max(subject.at + days, uow.now), "tried_at": None,
            "attempts": 0, "satisfaction": None, "note": "", "complaint_id": None, "opened_case_id": None, "made_at": uow.now,
            "done_at": None, "done_by": "", "done_by_id": "", "version": 1,
        }
        for subject in subjects
        if figures.takes(plan_id=plan.id, subject_id=subject.id, shop_id=subject.shop_id)
    ]  # fmt: skip
    if rows:
        await uow.session.execute(insert(Callback).on_conflict_do_nothing(index_elements=["plan_id", "subject_id"]), rows)


async def delivered(uow: UnitOfWork, ids: Collection[UUID]) -> list[Subject]:
    rows = await uow.session.execute(DELIVERED, {"ids": list(ids)})
    return [Subject(id=row.id, shop_id=row.shop_id, at=row.delivered_at, order_id=row.id) for row in rows]


async def walk_dormant(uow: UnitOfWork, plan: CallbackPlan, *, before: datetime, limit: int) -> list[Subject]:
    """The next customers of the plan's walk who last bought before then; the walk goes on after them."""
    walk = await uow.session.get(CallbackWalk, plan.id, with_for_update=True)
    if walk is None:
        walk = CallbackWalk(plan_id=plan.id, after_at=BEGINNING, after_id=UUID(int=0))
        uow.session.add(walk)
    asked = {"before": before, "after_at": walk.after_at, "after_id": walk.after_id, "limit": limit}
    rows = (await uow.session.execute(DORMANT, asked)).all()
    if rows:
        walk.after_at, walk.after_id = rows[-1].last_order_at, rows[-1].id
    return [
        Subject(id=row.id, shop_id=row.shop_id, at=row.last_order_at, order_id=row.order_id, customer_id=row.id)
        for row in rows
        if row.order_id is not None
    ]


async def lock_due(uow: UnitOfWork, *, limit: int) -> Sequence[Callback]:
    """Planned ones whose day has come."""
    query = select(Callback).where(Callback.state == CallbackState.PLANNED, Callback.next_at <= uow.now)
    return (await uow.session.scalars(query.order_by(Callback.next_at, Callback.id).limit(limit).with_for_update(skip_locked=True))).all()


async def whose(uow: UnitOfWork, order_ids: Collection[UUID]) -> dict[UUID, UUID]:
    return {row.order_id: row.customer_id for row in await uow.session.execute(WHOSE, {"ids": list(order_ids)})}


async def left_out(uow: UnitOfWork, order_ids: Collection[UUID]) -> set[UUID]:
    return set(await uow.session.scalars(LEFT_OUT, {"ids": list(order_ids)}))


async def not_to_be_called(uow: UnitOfWork, customer_ids: Collection[UUID]) -> set[UUID]:
    """Those of them one of whose file's bases says so."""
    return set(await uow.session.scalars(NOT_TO_BE_CALLED, {"ids": list(customer_ids)}))


async def lock_callback(uow: UnitOfWork, callback_id: UUID) -> Callback:
    """Raises CallbackNotFound."""
    query = select(Callback).where(Callback.id == callback_id)
    if uow.actor.shops is not None:
        query = query.where(Callback.shop_id.in_(uow.actor.shops))
    found = await uow.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise CallbackNotFound
    return found


async def lock_calls_of_file(uow: UnitOfWork, customer_id: UUID) -> Sequence[Callback]:
    """Planned and open ones of the whole file."""
    ids = (await uow.session.scalars(OF_FILE, {"id": customer_id})).all()
    query = select(Callback).where(Callback.id.in_(ids)).order_by(Callback.id).with_for_update()
    return (await uow.session.scalars(query.execution_options(populate_existing=True))).all()


async def forbid(uow: UnitOfWork, customer_id: UUID, *, reason: str) -> None:
    row = {"at": uow.now, "by_name": uow.actor.name, "reason": reason}
    statement = insert(DoNotCall).values(customer_id=customer_id, **row)
    await uow.session.execute(statement.on_conflict_do_nothing(index_elements=[DoNotCall.customer_id]))


async def allow(uow: UnitOfWork, customer_id: UUID) -> None:
    await uow.session.execute(ALLOW, {"id": customer_id})
