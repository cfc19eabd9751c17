"""A standard answer says something else from now on; what was answered with it stays (rule CARE-6)."""

from uuid import UUID

from chassis.preconditions import check_version
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.care.standard_answer import AnswerContent, StandardAnswer, TitleTaken
from orders.store.care.problem_trees import classes_now
from orders.store.care.standard_answers import answers_with_title, keep_version, load_answer


async def change_standard_answer(uow: UnitOfWork, *, answer_id: UUID, version: int, content: AnswerContent) -> StandardAnswer:
    """Raises StandardAnswerNotFound, VersionStale, ClassNotThere, StandardAnswerWrong, TitleTaken."""
    content.check()
    answer = await load_answer(uow, answer_id, lock=True)
    check_version(expected=version, actual=answer.version)
    if content.class_code != answer.class_code:
        (await classes_now(uow)).must_have(content.class_code)
    if set(await answers_with_title(uow, class_code=content.class_code, title=content.title)) - {answer.id}:
        taken = FieldError(pointer="/title", code="title_taken", zh="该分类下已有同名话术", en="the class has an answer of this title")
        raise TitleTaken(title=content.title, errors=[taken])
    answer.class_code, answer.title, answer.keys = content.class_code, content.title, content.keys
    answer.zh, answer.en, answer.active = content.zh, content.en, content.active
    answer.version += 1
    answer.changed_at, answer.changed_by = uow.now, uow.actor.name
    keep_version(uow, answer, action="changed")
    return answer
