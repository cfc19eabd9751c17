"""A new standard answer for a class of problems (rule CARE-6)."""

from chassis.ids import new_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.care.standard_answer import AnswerContent, StandardAnswer, TitleTaken
from orders.store.care.problem_trees import classes_now
from orders.store.care.standard_answers import answers_with_title, keep_version


async def add_standard_answer(uow: UnitOfWork, *, content: AnswerContent) -> StandardAnswer:
    """Raises ClassNotThere, StandardAnswerWrong, TitleTaken."""
    content.check()
    (await classes_now(uow)).must_have(content.class_code)
    if await answers_with_title(uow, class_code=content.class_code, title=content.title):
        taken = FieldError(pointer="/title", code="title_taken", zh="该分类下已有同名话术", en="the class has an answer of this title")
        raise TitleTaken(title=content.title, errors=[taken])
    answer = StandardAnswer(
        id=new_id(), uses=0, last_used_at=None, version=1, changed_at=uow.now, changed_by=uow.actor.name,
        class_code=content.class_code, title=content.title, keys=content.keys, zh=content.zh, en=content.en, active=content.active,
    )  # fmt: skip
    uow.session.add(answer)
    keep_version(uow, answer, action="added")
    return answer
