"""Classes of problems, standard answers for them, and the policy of reviews and chats (rules CARE-6, CARE-7, SYS-6)."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.care.feedback_policy import FEEDBACK_RULE, FeedbackParameters
from orders.domain.care.problem_classes import MOST_CLASSES, ProblemClass
from orders.domain.care.standard_answer import LONGEST_ANSWER, AnswerContent, StandardAnswer
from orders.permissions import Permission
from orders.queries.care.feedback_policies import FeedbackPolicyOut, find_feedback_policies
from orders.queries.care.problem_classes import ProblemTreeOut, find_trees
from orders.queries.care.standard_answers import (
    StandardAnswerId,
    StandardAnswerOut,
    StandardAnswerVersions,
    find_answer_versions,
    find_answers,
)
from orders.use_cases.care.add_standard_answer import add_standard_answer
from orders.use_cases.care.change_standard_answer import change_standard_answer
from orders.use_cases.care.publish_feedback_policy import publish_feedback_policy
from orders.use_cases.care.publish_problem_tree import publish_problem_tree

router = transactional_router("/v1/care", tag="standard_answers")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_BUYER_REVIEWS))]
Editor = Annotated[Actor, Depends(requires(Permission.EDIT_STANDARD_ANSWERS))]
LARGEST_VERSION = 2**31 - 1
Title = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")]
Key = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]


class StandardAnswerIn(Body):
    """`zh` and `en` may hold {order_no}, {shop}, {product} and {tracking_number}; `keys` are words it is found by."""

    class_code: Annotated[str, Field(min_length=1, max_length=40)]
    title: Title
    keys: Annotated[list[Key], Field(max_length=20, default_factory=list[Key])]
    zh: Annotated[str, Field(min_length=1, max_length=LONGEST_ANSWER, pattern=r"\S")]
    en: Annotated[str, Field(max_length=LONGEST_ANSWER)] = ""
    active: bool = True

    def content(self) -> AnswerContent:
        return AnswerContent(
            class_code=self.class_code, title=self.title, keys=self.keys, zh=self.zh.strip(), en=self.en.strip(), active=self.active
        )


class PublishProblemTree(Body):
    """The whole tree. `based_on` is the version that was changed: 0 is the one the software comes with."""

    based_on: Annotated[int, Field(ge=0, le=LARGEST_VERSION)]
    classes: Annotated[list[ProblemClass], Field(min_length=1, max_length=MOST_CLASSES)]
    note: Annotated[str, Field(max_length=500)] = ""


class PublishFeedbackPolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: FeedbackParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("/standard-answers")
async def list_standard_answers(
    reader: Reader,
    paging: Paging,
    _: ReadingActor,
    class_code: Annotated[str | None, Query(max_length=40)] = None,
    q: Annotated[str, Query(max_length=100)] = "",
    retired: Annotated[bool, Query(description="with those that are retired")] = False,
) -> Page[StandardAnswerOut]:
    """By title. `q` is part of a title, a key or the text."""
    key = paging.after(str, UUID)
    after = None if key is None else (key[0], key[1])
    rows = await find_answers(reader, class_code=class_code, q=q.strip() or None, active=not retired, after=after, limit=paging.limit)
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.title, last.id) if last else None)


@router.post("/standard-answers", status_code=201, dependencies=[ONCE])
async def add_answer_to_class(body: StandardAnswerIn, uow: Uow, _: Editor) -> StandardAnswerOut:
    return _answer(await add_standard_answer(uow, content=body.content()))


@router.put("/standard-answers/{answer_id}", dependencies=[ONCE])
async def change_answer_of_class(
    answer_id: StandardAnswerId, body: StandardAnswerIn, version: ExpectedVersion, uow: Uow, _: Editor
) -> StandardAnswerOut:
    """A new version; what was answered before stays as it was sent. `active` false retires it."""
    return _answer(await change_standard_answer(uow, answer_id=answer_id, version=version, content=body.content()))


@router.get("/standard-answers/{answer_id}/versions")
async def list_versions_of_standard_answer(answer_id: StandardAnswerId, reader: Reader, _: ReadingActor) -> StandardAnswerVersions:
    """What it said before, newest first."""
    return await find_answer_versions(reader, answer_id=answer_id)


@router.get("/problem-trees")
async def list_problem_trees(reader: Reader, paging: Paging, _: ReadingActor) -> Page[ProblemTreeOut]:
    """All versions of the classes of problems, newest first: the first is in force."""
    (before,) = paging.after(int) or (None,)
    found = await find_trees(reader, before=None if before is None else max(0, min(before, LARGEST_VERSION)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@router.post("/problem-trees", status_code=201, dependencies=[ONCE])
async def publish_classes_of_problems(
    body: PublishProblemTree, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.PUBLISH_PROBLEM_TREES))]
) -> ProblemTreeOut:
    """In force at once; what was classified stays as it was."""
    tree = await publish_problem_tree(uow, based_on=body.based_on, classes=body.classes, note=body.note)
    return ProblemTreeOut(
        version=tree.version, classes=body.classes, note=tree.note, published_at=tree.published_at, published_by=tree.published_by
    )


@router.get("/feedback-policies")
async def list_feedback_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[FeedbackPolicyOut]:
    """All versions, newest first."""
    (before,) = paging.after(int) or (None,)
    found = await find_feedback_policies(
        reader, before=None if before is None else max(0, min(before, LARGEST_VERSION)), limit=paging.limit
    )
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@router.post("/feedback-policies", status_code=201, dependencies=[ONCE])
async def publish_policy_of_feedback(
    body: PublishFeedbackPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> FeedbackPolicyOut:
    """A new version, from a moment on. What was decided stands."""
    policy = await publish_feedback_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return FeedbackPolicyOut(
        rule=FEEDBACK_RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )


def _answer(answer: StandardAnswer) -> StandardAnswerOut:
    return StandardAnswerOut.model_validate({name: getattr(answer, name) for name in StandardAnswerOut.model_fields})
