"""How often people are talked with, and what who leaves hands over: a policy with versions (rules ORG-6, ORG-12, SYS-6)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.people.tests.firm import Firm, Json, day, refused

PATH = "/v1/policies/personnel"
LINE = {"kind": "thing", "title_zh": "样品", "title_en": "Samples"}


async def set_policy(firm: Firm, **wish: Any) -> Any:
    return await firm.ask("POST", PATH, json={"talk_after_days": 30, "hand_over": [LINE], "reason": "试行", **wish})


async def leave(firm: Firm, employee: Json) -> Json:
    body = {"last_day": day(9), "kind": "resigned", "reason": "个人原因"}
    made = await firm.must("POST", f"/v1/employments/{employee['id']}/leaving", json=body)
    return await firm.must("GET", f"/v1/leavings/{made['id']}")


@pytest.mark.rule("SYS-6")
@pytest.mark.rule("ORG-12")
async def test_talks_are_due_by_the_policy_in_force_and_the_list_names_it(firm: Firm) -> None:
    employee = await firm.employee("王小明", hired_on=day(-40))

    async def due() -> tuple[int, int, list[str]]:
        found = await firm.must("GET", "/v1/talks-due")
        return found["policy_version"], found["days"], [one["number"] for one in found["data"]]

    assert await due() == (1, 90, [])
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert (await set_policy(firm, effective_from=tomorrow)).status_code == 201
    assert await due() == (1, 90, []), "it holds from its day"
    assert (await set_policy(firm, talk_after_days=40)).json()["version"] == 3
    assert await due() == (3, 40, [employee["number"]])
    versions = (await firm.must("GET", PATH))["data"]
    assert [(one["version"], one["talk_after_days"]) for one in versions] == [(3, 40), (2, 30), (1, 90)]


@pytest.mark.rule("SYS-6")
@pytest.mark.rule("ORG-6")
async def test_a_hand_over_list_is_written_by_the_policy_of_its_day_and_stays(firm: Firm) -> None:
    before = await leave(firm, await firm.employee("甲"))
    assert (before["policy_version"], len(before["checklist"])) == (1, 5)
    assert (await set_policy(firm)).status_code == 201
    after = await leave(firm, await firm.employee("乙"))
    assert (after["policy_version"], [(one["kind"], one["title_zh"], one["title_en"]) for one in after["checklist"]]) == (
        2, [("thing", "样品", "Samples")]
    )  # fmt: skip
    assert await firm.must("GET", f"/v1/leavings/{before['id']}") == before


@pytest.mark.rule("SYS-6")
async def test_a_wrong_policy_is_refused_and_changes_nothing(firm: Firm) -> None:
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    assert refused(await set_policy(firm, effective_from=past)) == (422, "personnel_policy_in_the_past", "SYS-6")
    for wrong in (
        {"talk_after_days": 0},
        {"hand_over": [{**LINE, "kind": "?"}]},
        {"hand_over": [{**LINE, "title_zh": " "}]},
        {"reason": ""},
    ):
        answer = await set_policy(firm, **wrong)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"].startswith("/" + next(iter(wrong)))
    staff = await firm.house.person("staff", "people.own_file.use")
    body = {"talk_after_days": 30, "hand_over": [], "reason": "不行"}
    assert (await staff.ask("POST", PATH, json=body)).status_code == 403
    assert [one["version"] for one in (await staff.ask("GET", PATH)).json()["data"]] == [1]
