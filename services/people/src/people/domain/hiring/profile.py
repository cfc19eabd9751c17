"""What somebody brings along, and how it stands against what a position asks for (rule ORG-4).

Age is no field here: a range in the description is shown and never a filter (rule ORG-10).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from people.domain.organisation.description import Education, Experience, Qualifications, Words

EDUCATION_WORDS = {
    Education.NONE: ("不限", "none"),
    Education.SECONDARY: ("高中/中专", "secondary school"),
    Education.JUNIOR_COLLEGE: ("大专", "junior college"),
    Education.BACHELOR: ("本科", "bachelor"),
    Education.MASTER: ("硕士", "master"),
    Education.DOCTOR: ("博士", "doctor"),
}
EDUCATION_ORDER = list(Education)


class Worked(BaseModel):
    """So long with what; half years count."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    years: Annotated[Decimal, Field(ge=0, le=60, max_digits=3, decimal_places=1)]
    subject: Words


class Profile(BaseModel):
    """`abilities` are those that somebody has seen or believes, in the words of the description where it names them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    education: Education
    major: Annotated[str, Field(max_length=120)]
    experience: Annotated[list[Worked], Field(max_length=50)]
    certificates: Annotated[list[Words], Field(max_length=50)]
    abilities: Annotated[list[Annotated[str, Field(min_length=1, max_length=500)]], Field(max_length=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One demand of the description beside what the candidate has. `key` names it, `education` or `experience/1`."""

    key: str
    zh: str
    en: str
    has_zh: str
    has_en: str
    met: bool


def check(profile: Profile, wanted: Qualifications) -> list[Point]:
    """Every point of the description that can be checked, in its order; `other` is for people to judge, and age is never looked at."""
    return [
        *_education(profile, wanted.education),
        *_major(profile, wanted.majors),
        *(_experience(profile, place, one) for place, one in enumerate(wanted.experience)),
        *_listed("certificates", wanted.certificates, profile.certificates, zh="证书", en="Certificate"),
        *_listed("abilities", wanted.abilities, profile.abilities, zh="能力", en="Ability"),
    ]


def unmet(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if not point.met]


def _education(profile: Profile, wanted: Education) -> list[Point]:
    if wanted == Education.NONE:
        return []
    (zh, en), (has_zh, has_en) = EDUCATION_WORDS[wanted], EDUCATION_WORDS[profile.education]
    if profile.education == Education.NONE:
        has_zh, has_en = "未填写", "not given"
    met = EDUCATION_ORDER.index(profile.education) >= EDUCATION_ORDER.index(wanted)
    return [Point(key="education", zh=f"学历：{zh}及以上", en=f"Education: {en} or higher", has_zh=has_zh, has_en=has_en, met=met)]


def _major(profile: Profile, wanted: Sequence[str]) -> list[Point]:
    if not wanted:
        return []
    met = any(alike(profile.major, major) for major in wanted)
    has = profile.major
    return [
        Point(
            key="majors",
            zh=f"专业：{'、'.join(wanted)}",
            en=f"Major: {', '.join(wanted)}",
            has_zh=has or "未填写",
            has_en=has or "not given",
            met=met,
        )
    ]


def _experience(profile: Profile, place: int, wanted: Experience) -> Point:
    years = sum((worked.years for worked in profile.experience if alike(worked.subject, wanted.subject)), Decimal(0))
    shown = f"{years.normalize():f}"
    return Point(
        key=f"experience/{place}",
        zh=f"经验：{wanted.subject} {wanted.years} 年",
        en=f"Experience: {wanted.years} years with {wanted.subject}",
        has_zh=f"{shown} 年",
        has_en=f"{shown} years",
        met=years >= wanted.years,
    )


def _listed(kind: str, wanted: Sequence[str], has: Sequence[str], *, zh: str, en: str) -> list[Point]:
    points: list[Point] = []
    for place, line in enumerate(wanted):
        met = any(alike(one, line) for one in has)
        words = ("有", "yes") if met else ("未见", "not seen")
        points.append(Point(key=f"{kind}/{place}", zh=f"{zh}：{line}", en=f"{en}: {line}", has_zh=words[0], has_en=words[1], met=met))
    return points


def alike(has: str, wanted: str) -> bool:
    """The same words, or more of them: 电子商务专业 has 电子商务, not the other way round."""
    mine, asked = _plain(has), _plain(wanted)
    return bool(asked) and asked in mine


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
