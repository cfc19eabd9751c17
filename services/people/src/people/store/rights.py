"""What accounts may do, for the verbs that give, take or use it. What the screens ask is in queries/rights.py."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from contracts.people import SessionsEnded
from people.domain.api_client import ApiClient
from people.domain.grants import GrantsMoreReach, must_hold
from people.domain.ids import shown_account, shown_session
from people.domain.rights import Given, Gives, Rights, RoleSource, beyond_reach, exceeds
from people.domain.session import TOKEN_MAY_LIVE, Session

# Roles are locked against change until the commit: who signs in while a role loses a permission waits, and no longer gets it.
SOURCES = text("""
    SELECT s.kind, s.role_id, r.code AS role_code, r.permissions, r.reach, s.position_id, s.unit_id, s.grant_id, s.since, s.until
    FROM role r JOIN role_sources_on(:on) s ON s.role_id = r.id
    WHERE s.account_id = :account_id ORDER BY r.id FOR SHARE OF r
""")
FACTOR = text("""
    SELECT EXISTS (SELECT FROM second_factor WHERE account_id = :account_id AND confirmed_at IS NOT NULL) AS confirmed,
           coalesce((SELECT second_factor_role_ids FROM access_policy WHERE effective_from <= :now
                     ORDER BY effective_from DESC, version DESC LIMIT 1), '{}') AS required
""")
# Sessions whose token may still live, and is not within what the account may do now, literally; wildcards are looked at afterwards.
SUSPECTS = text("""
    WITH policy AS (
        SELECT second_factor_role_ids AS required FROM access_policy WHERE effective_from <= :now
        ORDER BY effective_from DESC, version DESC LIMIT 1
    )
    SELECT s.id, s.permissions, allowed.permissions AS allowed, withheld.it AS withheld
    FROM session s
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT p), '{}') AS permissions, coalesce(array_agg(DISTINCT x.role_id), '{}') AS role_ids
        FROM role_sources_on(:on) x JOIN role r ON r.id = x.role_id LEFT JOIN LATERAL unnest(r.permissions) p ON true
        WHERE x.account_id = s.account_id
    ) allowed
    CROSS JOIN LATERAL (
        SELECT coalesce((SELECT required && allowed.role_ids FROM policy), false)
               AND NOT EXISTS (SELECT FROM second_factor f WHERE f.account_id = s.account_id AND f.confirmed_at IS NOT NULL) AS it
    ) withheld
    WHERE s.ended_at IS NULL AND s.rotated_at > :since AND s.permissions <> '{}'
      AND (withheld.it OR NOT s.permissions <@ allowed.permissions)
""")

# Not locked: whoever grants may lose it a moment later, as with their token.
HELD = text("""
    SELECT r.permissions, r.reach FROM role_sources_on(:on) s JOIN role r ON r.id = s.role_id WHERE s.account_id = :account_id
""")
# Of whatever day: what is planned for a position counts as much as what is in force.
GIVEN_BY = text("""
    SELECT DISTINCT r.permissions, r.reach FROM position_description d JOIN role r ON r.id = ANY(d.role_ids)
    WHERE d.position_id = ANY(:positions) AND d.state = 'published'
""")


async def must_grant(uow: UnitOfWork, given: Sequence[Given]) -> None:
    """Nobody grants, or takes over, more than they hold, nor a wider reach over people (rule ORG-7, docs/adr/0015).

    Raises GrantsMoreThanHeld, GrantsMoreReach.
    """
    must_hold(uow.actor, {permission for one in given for permission in one.permissions})
    if uow.actor.kind != "person":
        return
    asked = {"account_id": read_id("acc", uow.actor.id), "on": uow.today}
    # What the caller has changed meanwhile is written in its own time, where its refusals are known.
    with uow.session.no_autoflush:
        held = [Gives(**row) for row in (await uow.session.execute(HELD, asked)).mappings()]
    lacking = beyond_reach(held, given)
    if lacking:
        raise GrantsMoreReach(lacking=", ".join(lacking[:5]))


async def check_own_rise(uow: UnitOfWork, *, account_id: UUID | None, positions: Sequence[UUID]) -> None:
    """Giving oneself a position is granting oneself its roles; one's own API client is oneself.

    Raises GrantsMoreThanHeld, GrantsMoreReach.
    """
    if account_id is None or not positions or await _acting_for(uow) != account_id:
        return
    await must_grant(uow, [Gives(**row) for row in (await uow.session.execute(GIVEN_BY, {"positions": list(positions)})).mappings()])


async def _acting_for(uow: UnitOfWork) -> UUID | None:
    """The account of the person who acts, or whose API client acts."""
    if uow.actor.kind == "person":
        return read_id("acc", uow.actor.id)
    if uow.actor.kind == "client":
        return await uow.session.scalar(select(ApiClient.owner_id).where(ApiClient.id == read_id("cli", uow.actor.id)))
    return None


async def rights_of(uow: UnitOfWork, account_id: UUID) -> Rights:
    """What the account may do today."""
    rows = (await uow.session.execute(SOURCES, {"account_id": account_id, "on": uow.today})).mappings()
    sources = [RoleSource(**row) for row in rows]
    factor = (await uow.session.execute(FACTOR, {"account_id": account_id, "now": uow.now})).one()
    required = not {source.role_id for source in sources}.isdisjoint(factor.required)
    return Rights(sources=sources, second_factor=factor.confirmed, second_factor_required=required)


async def end_sessions_beyond_rights(uow: UnitOfWork, *, now: datetime, reason: str) -> list[str]:
    """Ends each session whose living tokens hold more than its account may do now, and tells every service. `now` is real time."""
    since = now - TOKEN_MAY_LIVE
    rows = (await uow.session.execute(SUSPECTS, {"on": uow.today, "now": uow.now, "since": since})).all()
    beyond = [row.id for row in rows if row.withheld or exceeds(row.permissions, row.allowed)]
    return await _end(uow, beyond, reason=reason, now=now)


async def _end(uow: UnitOfWork, session_ids: Sequence[UUID], *, reason: str, now: datetime) -> list[str]:
    if not session_ids:
        return []
    found = select(Session).where(Session.id.in_(session_ids)).order_by(Session.id).with_for_update()
    ended: list[str] = []
    for session in (await uow.session.scalars(found.execution_options(populate_existing=True))).all():
        if session.end(reason=reason, now=now):
            shown = shown_session(session.id)
            uow.audit("session.ended", noun="session", noun_id=shown, after={"account": shown_account(session.account_id)}, reason=reason)
            ended.append(shown)
    if ended:
        uow.publish(SessionsEnded(session_ids=ended, ended_at=now))
        uow.changed("session", *ended)
    return ended
