"""Dead letters: messages that could not be handled, or not be sent, which a person sees, hands over again, or drops."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from sqlalchemy import text

from chassis.auth import requires_for_all_shops
from chassis.consumers import Consumer, note_in_inbox, reason_of, run_handler
from chassis.context import Context
from chassis.database import is_down
from chassis.ids import prefixed, show_id
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.refusals import Conflict, NotFound, Unavailable
from chassis.relay import relay_name
from chassis.routes import Here, Reader, Uow, transactional_router
from chassis.uow import UnitOfWork

DeadLetterId = Annotated[UUID, *prefixed("dlt")]

FIND = text("""
    SELECT id, consumer, subject, payload, error, attempts, state, created_at, decided_at, decided_by
    FROM dead_letter
    WHERE state = :state AND (CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (:at, CAST(:id AS uuid)))
    ORDER BY created_at DESC, id DESC LIMIT :limit
""")
LOCK = text("SELECT id, consumer, message_id, payload::text AS payload, headers, state FROM dead_letter WHERE id = :id FOR UPDATE")
DECIDE = text("UPDATE dead_letter SET state = :state, decided_at = :now, decided_by = :by WHERE id = :id")
SEND_AGAIN = text("""
    INSERT INTO outbox (message_id, subject, payload, headers, created_at)
    SELECT message_id, subject, payload::text, headers::text, created_at FROM dead_letter WHERE id = :id
""")
NOTE_FAILURE = text("UPDATE dead_letter SET attempts = attempts + 1, error = :error WHERE id = :id")


class DeadLetterOut(BaseModel):
    id: DeadLetterId
    consumer: str
    subject: str
    payload: dict[str, Any]
    error: str
    attempts: int
    state: str
    created_at: datetime
    decided_at: datetime | None
    decided_by: str | None


class DeadLetterDecided(Conflict):
    code = "dead_letter_decided"
    zh = "该消息已处理过（{state}）。"
    en = "This message was dealt with already ({state})."


class DeadLetterFailsAgain(Conflict):
    code = "dead_letter_fails_again"
    zh = "该消息仍无法处理，已保留（{reason}）。"
    en = "The message still cannot be handled and is kept ({reason})."


def dead_letter_router(service: str, consumers: Sequence[Consumer]) -> APIRouter:
    router = transactional_router("/v1/dead-letters", tag="dead_letters")
    by_name = {consumer.name: consumer for consumer in consumers}
    handling = Depends(requires_for_all_shops(f"{service}.dead_letters.handle"))

    @router.get("", dependencies=[handling])
    async def list_dead_letters(
        reader: Reader, paging: Paging, state: Annotated[str, Query(pattern="^(waiting|replayed|dropped)$")] = "waiting"
    ) -> Page[DeadLetterOut]:
        """Messages that could not be handled, newest first."""
        at, letter_id = paging.after(datetime, UUID) or (None, None)
        rows = (await reader.execute(FIND, {"state": state, "at": at, "id": letter_id, "limit": paging.limit + 1})).mappings()
        letters = [DeadLetterOut.model_validate(dict(row)) for row in rows]
        last = letters[min(len(letters), paging.limit) - 1] if letters else None
        return page_of(letters, limit=paging.limit, next_cursor=make_cursor(last.created_at, last.id) if last else None)

    @router.post("/{letter_id}/replay", status_code=204, dependencies=[handling])
    async def replay_dead_letter(letter_id: DeadLetterId, uow: Uow, context: Here) -> None:
        """Hand the message to its consumer again, now; one that could not be sent is sent again."""
        letter = await _lock_waiting(uow, letter_id)
        if letter.consumer == relay_name(service):
            await uow.session.execute(SEND_AGAIN, {"id": letter_id})
            await _decide(uow, letter_id, "replayed")
            return
        consumer = by_name.get(letter.consumer)
        if consumer is None:
            raise NotFound
        try:
            await _handle_again(context, consumer, letter)
        except Exception as error:
            if is_down(error) or isinstance(error, Unavailable):
                raise
            reason = reason_of(error)
            await uow.session.execute(NOTE_FAILURE, {"id": letter_id, "error": reason})
            await uow.commit()
            raise DeadLetterFailsAgain(reason=reason) from error
        await _decide(uow, letter_id, "replayed")

    @router.post("/{letter_id}/drop", status_code=204, dependencies=[handling])
    async def drop_dead_letter(letter_id: DeadLetterId, uow: Uow) -> None:
        """It will not be handled. The message is kept and shown as dropped."""
        await _lock_waiting(uow, letter_id)
        await _decide(uow, letter_id, "dropped")

    return router


async def _lock_waiting(uow: UnitOfWork, letter_id: UUID) -> Any:
    """Raises NotFound, DeadLetterDecided."""
    letter = (await uow.session.execute(LOCK, {"id": letter_id})).one_or_none()
    if letter is None:
        raise NotFound
    if letter.state != "waiting":
        raise DeadLetterDecided(state=letter.state)
    return letter


async def _handle_again(context: Context, consumer: Consumer, letter: Any) -> None:
    # As the consumer: the message is not the person's, whose limits must not touch it. The inbox knows it when only this is committed.
    async with context.new_system_uow(consumer.name) as uow:
        if letter.message_id in await note_in_inbox(uow, consumer=consumer.name, ids=[letter.message_id]):
            await run_handler(consumer, uow, payload=letter.payload.encode(), headers=letter.headers)
        await uow.commit()


async def _decide(uow: UnitOfWork, letter_id: UUID, state: str) -> None:
    await uow.session.execute(DECIDE, {"id": letter_id, "state": state, "now": uow.now, "by": uow.actor.name})
    uow.audit(f"dead_letter.{state}", noun="dead_letter", noun_id=letter_id)
    uow.changed("dead_letter", show_id("dlt", letter_id))
