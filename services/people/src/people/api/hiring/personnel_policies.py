"""The company's personnel policy, with its versions (rules ORG-6, ORG-12, SYS-6)."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.hiring.parts import GivenReason, MayKeepFiles, MayUseOwnFile
from people.domain.hiring.personnel_policy import MOST_LINES, HandOverLine
from people.queries.hiring.personnel_policies import list_personnel_policy_rows
from people.use_cases.hiring.set_personnel_policy import PersonnelPolicyWish
from people.use_cases.hiring.set_personnel_policy import set_personnel_policy as set_policy

router = transactional_router("/v1/policies/personnel", tag="personnel_policies")


class NewPersonnelPolicy(Body):
    """From now on, or from `effective_from`. A talk is due `talk_after_days` after the last; `hand_over` is on the list of everybody who leaves."""

    talk_after_days: Annotated[int, Field(ge=1, le=1000)]
    hand_over: Annotated[list[HandOverLine], Field(max_length=MOST_LINES)]
    effective_from: AwareDatetime | None = None
    reason: GivenReason


class PersonnelPolicyOut(BaseModel):
    version: int
    talk_after_days: int
    hand_over: list[HandOverLine]
    effective_from: datetime
    reason: str
    created_at: datetime
    created_by: str


@router.get("")
async def list_personnel_policies(reader: Reader, paging: Paging, _: MayUseOwnFile) -> Page[PersonnelPolicyOut]:
    """Newest version first."""
    (after,) = paging.after(int) or (None,)
    rows = await list_personnel_policy_rows(reader, after=after, limit=paging.limit + 1)
    shown = [PersonnelPolicyOut.model_validate(row, from_attributes=True) for row in rows]
    return page_of(shown, limit=paging.limit, next_cursor=make_cursor(rows[paging.limit - 1].version) if len(rows) > paging.limit else None)


@router.post("", status_code=201, dependencies=[ONCE])
async def set_personnel_policy(body: NewPersonnelPolicy, uow: Uow, _: MayKeepFiles) -> PersonnelPolicyOut:
    """A new version. Hand-over lists that were written before stay as they are."""
    wish = PersonnelPolicyWish(
        talk_after_days=body.talk_after_days, hand_over=body.hand_over, effective_from=body.effective_from, reason=body.reason
    )
    return PersonnelPolicyOut.model_validate(await set_policy(uow, wish=wish), from_attributes=True)
