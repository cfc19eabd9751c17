"""What stands in a position description 岗位说明书 (rule ORG-2). A published one is never changed: the next one takes its place."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.ids import PositionId, RoleId

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Lines = Annotated[list[Line], Field(max_length=50)]
PermissionCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,40}(\.[a-z][a-z_]{0,40}|\.\*){1,3}$", max_length=100)]
PageKey = Annotated[str, StringConstraints(pattern=r"^/[a-z0-9/_$-]{0,80}$")]
"""The address of a page in the SPA, such as `/orders`."""


class AttendanceGroup(StrEnum):
    """Which work days and rest days hold for the position (rule ATT-2)."""

    MANAGEMENT = "management"
    TECHNICAL = "technical"
    OPERATIONS = "operations"
    ADMINISTRATION = "administration"
    MARKETING = "marketing"
    CUSTOMER_SERVICE = "customer_service"


class Education(StrEnum):
    """From the least to the most."""

    NONE = "none"
    SECONDARY = "secondary"
    JUNIOR_COLLEGE = "junior_college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Duty(Part):
    """One numbered line. It names the permissions, pages and indicators that carry it (rule ORG-11); its number is its place."""

    text: Line
    permissions: Annotated[list[PermissionCode], Field(max_length=300)]
    pages: Annotated[list[PageKey], Field(max_length=50)]
    indicators: Annotated[list[Words], Field(max_length=20)]

    @property
    def points_at_nothing(self) -> bool:
        return not (self.permissions or self.pages or self.indicators)


class Indicator(Part):
    """关键考核指标: what is measured, how, and what is aimed at."""

    name: Words
    measure: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
    target: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class Experience(Part):
    """So many years with what: `subject` names the platforms, tools or trade."""

    years: Annotated[int, Field(ge=0, le=50)]
    subject: Words


class Qualifications(Part):
    """任职资格, each a field that can be checked. The age range is shown, never used as a filter (rule ORG-10)."""

    education: Education
    majors: Annotated[list[Words], Field(max_length=20)]
    experience: Annotated[list[Experience], Field(max_length=20)]
    certificates: Annotated[list[Words], Field(max_length=20)]
    abilities: Lines
    other: Lines
    age_from: Annotated[int, Field(ge=16, le=99)] | None
    age_to: Annotated[int, Field(ge=16, le=99)] | None


class DescriptionText(Part):
    """Everything that somebody writes into a version."""

    title_zh: Words
    title_en: Words
    grade: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
    superior_id: PositionId | None
    attendance_group: AttendanceGroup
    summary: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
    duties: Annotated[list[Duty], Field(max_length=100)]
    indicators: Annotated[list[Indicator], Field(max_length=50)]
    qualifications: Qualifications
    role_ids: Annotated[list[RoleId], Field(max_length=20)]


class DescriptionNotFound(NotFound):
    code = "description_not_found"
    zh = "找不到该版本的岗位说明书。"
    en = "There is no such version of the description."


class DescriptionFixed(Conflict):
    code = "description_fixed"
    rule = "ORG-2"
    zh = "已发布的岗位说明书不再更改，请起草新版本。"
    en = "A published description is never changed; draft a new version."


class DraftThere(Conflict):
    code = "draft_there"
    rule = "ORG-2"
    zh = "该岗位已有草稿（第 {number} 版），请先完成或删除。"
    en = "The position has a draft already (version {number}); finish or delete it first."


class DescriptionIncomplete(Invalid):
    code = "description_incomplete"
    rule = "ORG-2"
    zh = "岗位说明书尚不完整，不能发布：{missing_zh}。"
    en = "The description is not complete and cannot be published: {missing_en}."


class SuperiorInACircle(Conflict):
    code = "superior_in_a_circle"
    rule = "ORG-2"
    zh = "直接上级“{position}”本身就在该岗位之下，汇报关系不能成环。"
    en = 'The superior "{position}" reports to this position; nobody is their own superior.'


class EffectiveInThePast(Conflict):
    code = "effective_in_the_past"
    rule = "ORG-2"
    zh = "新版本只能从今天或以后生效（首个版本除外）。"
    en = "A new version takes effect today or later; only the first may begin earlier."


class AgeRangeTurned(Invalid):
    code = "age_range_turned"
    rule = "ORG-10"
    zh = "年龄下限不能大于上限。"
    en = "The age range begins after it ends."


class IndicatorUnknown(Invalid):
    code = "indicator_unknown"
    rule = "ORG-11"
    zh = "职责引用了未列出的考核指标：{names}。"
    en = "A duty names indicators that the description does not list: {names}."


def check_complete(text: DescriptionText) -> None:
    """Raises DescriptionIncomplete, AgeRangeTurned, IndicatorUnknown."""
    missing = [
        (zh, en)
        for zh, en, there in (
            ("岗位等级", "grade", text.grade),
            ("岗位简述", "summary", text.summary),
            ("职责详述", "duties", text.duties),
        )
        if not there
    ]
    if missing:
        raise DescriptionIncomplete(missing_zh="、".join(zh for zh, _ in missing), missing_en=", ".join(en for _, en in missing))
    ages = text.qualifications
    if ages.age_from is not None and ages.age_to is not None and ages.age_from > ages.age_to:
        raise AgeRangeTurned
    listed = {indicator.name for indicator in text.indicators}
    unknown = [name for duty in text.duties for name in duty.indicators if name not in listed]
    if unknown:
        raise IndicatorUnknown(names=", ".join(dict.fromkeys(unknown)))
