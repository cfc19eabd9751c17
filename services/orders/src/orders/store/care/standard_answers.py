"""Standard answers and what they said before."""

from uuid import UUID

from sqlalchemy import select, text

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.care.standard_answer import StandardAnswer, StandardAnswerNotFound, StandardAnswerVersion

ANSWER = "ans"
"""Prefix of a standard answer's id outside."""
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('standard_answer', 0))")


async def load_answer(uow: UnitOfWork, answer_id: UUID, *, lock: bool) -> StandardAnswer:
    """Raises StandardAnswerNotFound."""
    answer = await uow.session.get(StandardAnswer, answer_id, with_for_update=lock, populate_existing=True)
    if answer is None:
        raise StandardAnswerNotFound
    return answer


async def answers_with_title(uow: UnitOfWork, *, class_code: str, title: str) -> list[UUID]:
    """Those of this class and title. Nobody else adds one until this transaction ends."""
    await uow.session.execute(LOCK)
    query = select(StandardAnswer.id).where(StandardAnswer.class_code == class_code, StandardAnswer.title == title)
    return list(await uow.session.scalars(query))


def keep_version(uow: UnitOfWork, answer: StandardAnswer, *, action: str) -> None:
    """Writes down what it says now, for good."""
    content = {
        "class_code": answer.class_code,
        "title": answer.title,
        "keys": answer.keys,
        "zh": answer.zh,
        "en": answer.en,
        "active": answer.active,
    }
    uow.session.add(StandardAnswerVersion(answer_id=answer.id, version=answer.version, at=uow.now, by_name=uow.actor.name, **content))
    shown = show_id(ANSWER, answer.id)
    uow.audit(f"standard_answer.{action}", noun="standard_answer", noun_id=shown, after={**content, "version": answer.version})
    uow.changed("standard_answer", shown)
