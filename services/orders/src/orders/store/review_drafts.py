"""Drafts of the review policy, and their replays on the way."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from chassis.actor import Actor
from chassis.ids import show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from orders.domain.review_draft import ReviewDraft, ReviewDraftNotFound
from orders.domain.review_replay import ReplayNotFound, ReviewReplay


async def lock_draft(uow: UnitOfWork, *, draft_id: UUID, expected: int | None) -> ReviewDraft:
    """One that can still be changed. Raises ReviewDraftNotFound, ReviewDraftPublished, VersionStale."""
    draft = await uow.session.scalar(select(ReviewDraft).where(ReviewDraft.id == draft_id).with_for_update())
    if draft is None:
        raise ReviewDraftNotFound
    draft.must_be_open()
    if expected is not None:
        check_version(expected=expected, actual=draft.version)
    return draft


def note_draft(uow: UnitOfWork, draft: ReviewDraft, what: str, *, before: Mapping[str, object] | None, reason: str | None = None) -> None:
    shown = show_id("rvd", draft.id)
    after: dict[str, object] = {"name": draft.name, "version": draft.version, "parameters": draft.parameters}
    uow.audit(
        f"review_draft.{what}",
        noun="review_draft",
        noun_id=shown,
        before=None if before is None else dict(before),
        after=after,
        reason=reason,
    )
    uow.changed("review_draft", shown)


def note_replay(uow: UnitOfWork, replay: ReviewReplay, what: str) -> None:
    shown = show_id("rpl", replay.id)
    after: dict[str, object] = {
        "draft": show_id("rvd", replay.draft_id),
        "draft_version": replay.draft_version,
        "judged": replay.judged,
        "total": replay.total,
        "placed_from": replay.placed_from.isoformat(),
        "placed_to": replay.placed_to.isoformat(),
    }
    uow.audit(f"review_replay.{what}", noun="review_replay", noun_id=shown, after=after)
    uow.changed("review_replay", shown)


async def next_replay(uow: UnitOfWork) -> UUID | None:
    """The one that was asked for first."""
    query = select(ReviewReplay.id).where(ReviewReplay.ended_at.is_(None)).order_by(ReviewReplay.asked_at, ReviewReplay.id).limit(1)
    return await uow.session.scalar(query)


async def lock_replay(uow: UnitOfWork, *, replay_id: UUID) -> ReviewReplay | None:
    return await uow.session.scalar(select(ReviewReplay).where(ReviewReplay.id == replay_id).with_for_update())


async def lock_own_replay(uow: UnitOfWork, *, replay_id: UUID, actor: Actor) -> ReviewReplay:
    """Raises ReplayNotFound."""
    replay = await lock_replay(uow, replay_id=replay_id)
    if replay is None or replay.asked_by_id != actor.id:
        raise ReplayNotFound
    return replay


def shops_of(actor: Actor) -> Sequence[str] | None:
    return None if actor.shops is None else sorted(actor.shops)
