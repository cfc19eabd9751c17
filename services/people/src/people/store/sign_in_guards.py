"""The counts of failed sign-ins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from people.domain.sign_in import SignInGuard


async def lock_guards(uow: UnitOfWork, subjects: Sequence[str], *, now: datetime) -> dict[str, SignInGuard]:
    """Makes those that are not there, and locks all in the order of their subjects."""
    ordered = sorted(subjects)
    rows = [{"subject": subject, "failures": [], "touched_at": now} for subject in ordered]
    await uow.session.execute(insert(SignInGuard).values(rows).on_conflict_do_nothing())
    found = select(SignInGuard).where(SignInGuard.subject.in_(ordered)).order_by(SignInGuard.subject).with_for_update()
    return {guard.subject: guard for guard in (await uow.session.scalars(found)).all()}


async def forget_guards(uow: UnitOfWork, *, before: datetime) -> None:
    await uow.session.execute(delete(SignInGuard).where(SignInGuard.touched_at < before))
