"""Drafts of the review policy: changed, tried on past orders, published."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from chassis.uow import UnitOfWork
from orders.api.order_bodies import Moment
from orders.domain.policy import REVIEW_RULE, ReviewParameters, ReviewPolicy
from orders.domain.review_replay import Change
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.knowledge_lists import PolicyOut
from orders.queries.review_drafts import (
    DraftId,
    ReplayedOrderOut,
    ReplayId,
    ReplayOut,
    ReviewDraftOut,
    find_draft,
    find_drafts,
    find_replay,
    find_replayed_orders,
    find_replays,
)
from orders.use_cases.ask_review_replay import ask_review_replay
from orders.use_cases.change_review_draft import change_review_draft
from orders.use_cases.discard_review_draft import discard_review_draft
from orders.use_cases.make_review_draft import make_review_draft
from orders.use_cases.publish_policy import publish_policy
from orders.use_cases.publish_review_draft import publish_review_draft
from orders.use_cases.stop_review_replay import stop_review_replay

drafts = transactional_router("/v1/review-drafts", tag="review_drafts")
replays = transactional_router("/v1/review-replays", tag="review_drafts")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
Publisher = Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*\S[^\x00]*$")]
LARGEST_PLACE = 2**31 - 1


class MakeReviewDraft(Body):
    """`parameters` left out: as the version in force has them."""

    name: Name
    parameters: ReviewParameters | None = None


class ChangeReviewDraft(Body):
    name: Name
    parameters: ReviewParameters


class PublishReviewDraft(Body):
    """`effective_from` left out: from now on."""

    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class AskReplay(Body):
    """Orders placed from `placed_from` and before `placed_to`, at most 200,000."""

    placed_from: Moment
    placed_to: Moment


@drafts.get("")
async def list_review_drafts(reader: Reader, paging: Paging, _: ReadingActor) -> Page[ReviewDraftOut]:
    """Newest first, published ones too."""
    (before,) = paging.after(UUID) or (None,)
    found = await find_drafts(reader, before=before, limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@drafts.post("", status_code=201, dependencies=[ONCE])
async def begin_review_draft(body: MakeReviewDraft, uow: Uow, _: Publisher, response: Response) -> ReviewDraftOut:
    """A draft decides nothing before it is published."""
    draft = await make_review_draft(uow, name=body.name, parameters=body.parameters)
    show_version(response, draft.version)
    return ReviewDraftOut.model_validate(draft, from_attributes=True)


@drafts.get("/{draft_id}")
async def get_review_draft(draft_id: DraftId, reader: Reader, _: ReadingActor, response: Response) -> ReviewDraftOut:
    draft = await find_draft(reader, draft_id=draft_id)
    show_version(response, draft.version)
    return draft


@drafts.put("/{draft_id}")
async def replace_review_draft(
    draft_id: DraftId, body: ChangeReviewDraft, expected: ExpectedVersion, uow: Uow, _: Publisher, response: Response
) -> ReviewDraftOut:
    """The whole draft, as it is to be."""
    draft = await change_review_draft(uow, draft_id=draft_id, expected=expected, name=body.name, parameters=body.parameters)
    show_version(response, draft.version)
    return ReviewDraftOut.model_validate(draft, from_attributes=True)


@drafts.delete("/{draft_id}", status_code=204)
async def throw_review_draft_away(draft_id: DraftId, expected: ExpectedVersion, uow: Uow, _: Publisher) -> None:
    """Its replays go with it."""
    await discard_review_draft(uow, draft_id=draft_id, expected=expected)


@drafts.post("/{draft_id}/publish", status_code=201, dependencies=[ONCE])
async def publish_draft_of_review(
    draft_id: DraftId, body: PublishReviewDraft, expected: ExpectedVersion, uow: Uow, actor: Publisher
) -> PolicyOut:
    """It becomes a version of the policy, once. Orders that were reviewed keep the version they were reviewed by."""
    publish = partial(_publish, uow, body)
    policy = await publish_review_draft(uow, draft_id=draft_id, expected=expected, publish=publish)
    return PolicyOut(
        rule=REVIEW_RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=ReviewParameters.model_validate(policy.parameters),
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )


async def _publish(uow: UnitOfWork, body: PublishReviewDraft, parameters: ReviewParameters) -> ReviewPolicy:
    return await publish_policy(uow, parameters=parameters, effective_from=body.effective_from, note=body.note)


@drafts.post("/{draft_id}/replays", status_code=202, dependencies=[ONCE])
async def replay_review_draft(draft_id: DraftId, body: AskReplay, expected: ExpectedVersion, uow: Uow, _: Publisher) -> ReplayOut:
    """Try the draft on past orders of your shops; it is done after the answer, and changes no order."""
    replay = await ask_review_replay(uow, draft_id=draft_id, expected=expected, placed_from=body.placed_from, placed_to=body.placed_to)
    return ReplayOut.model_validate(replay, from_attributes=True)


@drafts.get("/{draft_id}/replays")
async def list_review_replays(draft_id: DraftId, reader: Reader, paging: Paging, actor: Publisher) -> Page[ReplayOut]:
    """Those you asked for, newest first."""
    (before,) = paging.after(UUID) or (None,)
    found = await find_replays(reader, draft_id=draft_id, actor=actor, before=before, limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@replays.get("/{replay_id}")
async def get_review_replay(replay_id: ReplayId, reader: Reader, actor: Publisher) -> ReplayOut:
    """How far it is, and what it found so far."""
    return await find_replay(reader, replay_id=replay_id, actor=actor)


@replays.get("/{replay_id}/orders")
async def list_review_replay_orders(
    replay_id: ReplayId, reader: Reader, paging: Paging, actor: Publisher, change: Change | None = None
) -> Page[ReplayedOrderOut]:
    """The orders on which the draft decides otherwise."""
    await find_replay(reader, replay_id=replay_id, actor=actor)
    (after,) = paging.after(int) or (0,)
    found = await find_replayed_orders(
        reader,
        replay_id=replay_id,
        change=change,
        shops=shops_seen_by(actor),
        after=max(0, min(after, LARGEST_PLACE)),
        limit=paging.limit,
    )
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.place) if last else None)


@replays.post("/{replay_id}/stop", dependencies=[ONCE])
async def stop_review_replay_going_on(replay_id: ReplayId, uow: Uow, _: Publisher) -> ReplayOut:
    """What was found stays."""
    return ReplayOut.model_validate(await stop_review_replay(uow, replay_id=replay_id), from_attributes=True)
