"""Drafts of the integrity policy, replayed over past orders."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.integrity.policy import IntegrityParameters
from orders.domain.integrity.replay import Replay, SuspicionChange
from orders.permissions import Permission
from orders.queries.integrity.replays import (
    IntegrityReplayedOrder,
    IntegrityReplayOut,
    ReplayId,
    find_replay,
    find_replayed_orders,
    find_replays,
    replay_out,
)
from orders.use_cases.integrity.ask_replay import ask_replay
from orders.use_cases.integrity.stop_replay import stop_replay

router = transactional_router("/v1/integrity/replays", tag="integrity_replays")
ReplayActor = Annotated[Actor, Depends(requires(Permission.READ_SUSPICIONS))]
Publisher = Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]


class AskIntegrityReplay(Body):
    """Over orders placed from `first` and before `until`."""

    parameters: IntegrityParameters
    first: Moment
    until: Moment


@router.post("", status_code=202, dependencies=[ONCE])
async def replay_integrity_policy(body: AskIntegrityReplay, uow: Uow, _: ReplayActor, __: Publisher) -> IntegrityReplayOut:
    """At most 500,000 orders, worked on after the answer. Nothing is held or released by it."""
    return shown(await ask_replay(uow, parameters=body.parameters, first=body.first, until=body.until))


@router.get("")
async def list_integrity_replays(reader: Reader, paging: Paging, actor: ReplayActor) -> Page[IntegrityReplayOut]:
    """The newest twenty, newest first."""
    (before,) = paging.after(UUID) or (None,)
    found = await find_replays(reader, actor=actor, before=before, limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@router.get("/{replay_id}")
async def get_integrity_replay(replay_id: ReplayId, reader: Reader, actor: ReplayActor) -> IntegrityReplayOut:
    """How far it is; when it has ended, what would change."""
    return await find_replay(reader, replay_id=replay_id, actor=actor)


@router.get("/{replay_id}/orders")
async def list_replayed_orders(
    replay_id: ReplayId,
    reader: Reader,
    paging: Paging,
    actor: ReplayActor,
    change: Annotated[SuspicionChange, Query()] = SuspicionChange.ADDED,
) -> Page[IntegrityReplayedOrder]:
    """Newest first, with the reasons by the draft and those by which it is suspected now."""
    await find_replay(reader, replay_id=replay_id, actor=actor)
    key = paging.after(datetime, UUID)
    after = None if key is None else (key[0], key[1])
    found = await find_replayed_orders(reader, replay_id=replay_id, change=change, after=after, limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.placed_at, last.id) if last else None)


@router.post("/{replay_id}/stop", dependencies=[ONCE])
async def stop_integrity_replay(replay_id: ReplayId, uow: Uow, actor: ReplayActor, _: Publisher) -> IntegrityReplayOut:
    """What was found so far stays."""
    await find_replay(uow.session, replay_id=replay_id, actor=actor)
    return shown(await stop_replay(uow, replay_id=replay_id))


def shown(replay: Replay) -> IntegrityReplayOut:
    return replay_out({column.key: getattr(replay, column.key) for column in Replay.__table__.columns})
