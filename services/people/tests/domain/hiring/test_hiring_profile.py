from datetime import date

import pytest

from people.domain.hiring.offer import months_later
from people.domain.hiring.profile import Profile, alike, check, unmet
from people.domain.organisation.description import Qualifications

WANTED = Qualifications.model_validate(
    {
        "education": "bachelor",
        "majors": ["电子商务", "市场营销"],
        "experience": [{"years": 2, "subject": "淘宝"}, {"years": 1, "subject": "Photoshop"}],
        "certificates": ["驾驶证"],
        "abilities": ["文案"],
        "other": ["吃苦耐劳"],
        "age_from": 20,
        "age_to": 25,
    }
)


def profile(**changes: object) -> Profile:
    fits: dict[str, object] = {
        "education": "master",
        "major": "市场营销专业",
        "experience": [
            {"years": "1.5", "subject": "淘宝 运营"},
            {"years": "0.5", "subject": "淘宝"},
            {"years": "1", "subject": "ＰＨＯＴＯＳＨＯＰ"},
        ],
        "certificates": ["驾驶证 C1"],
        "abilities": ["文案"],
    }
    return Profile.model_validate({**fits, **changes})


@pytest.mark.rule("ORG-4")
def test_who_fits_meets_every_point_and_age_is_none_of_them() -> None:
    points = check(profile(), WANTED)
    assert [point.key for point in points] == ["education", "majors", "experience/0", "experience/1", "certificates/0", "abilities/0"]
    assert unmet(points) == []


@pytest.mark.rule("ORG-4")
@pytest.mark.parametrize(
    ("change", "key", "zh"),
    [
        ({"education": "junior_college"}, "education", "学历：本科及以上"),
        ({"education": "none"}, "education", "学历：本科及以上"),
        ({"major": "会计"}, "majors", "专业：电子商务、市场营销"),
        ({"major": ""}, "majors", "专业：电子商务、市场营销"),
        ({"experience": [{"years": "1.9", "subject": "淘宝"}, {"years": "1", "subject": "photoshop"}]}, "experience/0", "经验：淘宝 2 年"),
        ({"experience": [{"years": "9", "subject": "淘宝"}]}, "experience/1", "经验：Photoshop 1 年"),
        ({"certificates": []}, "certificates/0", "证书：驾驶证"),
        ({"abilities": ["唱歌"]}, "abilities/0", "能力：文案"),
    ],
)
def test_each_unmet_point_is_named_alone(change: dict[str, object], key: str, zh: str) -> None:
    failing = unmet(check(profile(**change), WANTED))
    assert [(point.key, point.zh) for point in failing] == [(key, zh)]


@pytest.mark.rule("ORG-10")
def test_a_profile_has_no_age() -> None:
    assert not {"age", "born_on", "birthday"} & set(Profile.model_fields)
    with pytest.raises(ValueError, match="age"):
        profile(age=60)


def test_less_than_what_is_asked_is_not_the_same() -> None:
    assert alike("电子商务专业", "电子商务")
    assert not alike("商务", "电子商务")
    assert not alike("anything", "")


@pytest.mark.parametrize(
    ("begins", "months", "last"),
    [
        (date(2026, 11, 22), 3, date(2027, 2, 21)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 1), 6, date(2026, 6, 30)),
    ],
)
def test_probation_ends_the_day_before(begins: date, months: int, last: date) -> None:
    assert months_later(begins, months) == last
