"""The personnel file, conduct, dissents and talks (rules ORG-6, ORG-12)."""

from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from services.people.tests.firm import Firm, Json, day, refused
from services.people.tests.house import Signed

STAFF = ("people.organisation.read", "people.own_file.use", "people.conduct.record")


@dataclass
class Person:
    employee: Json
    signed: Signed

    async def ask(self, method: str, path: str, **rest: Any) -> Any:
        return await self.signed.ask(method, path, **rest)

    @property
    def file(self) -> str:
        return f"/v1/personnel-files/{self.employee['id']}"


@pytest.fixture
async def people(firm: Firm) -> dict[str, Person]:
    """chen heads the unit in which wang works; ma works elsewhere; hr keeps the files."""
    hr = ("people.personnel_files.read", "people.personnel_files.keep", "people.employees.read")
    found: dict[str, Person] = {}
    for name in ("chen", "wang", "ma", "hr"):
        signed = await firm.house.person(name, *STAFF, *(hr if name == "hr" else ()))
        found[name] = Person(await firm.employee(name.title(), account_id=signed.account["id"]), signed)
    top = await firm.unit("中心")
    unit = await firm.unit("运营部", parent=top, head_id=found["chen"].employee["id"], valid_from="2026-01-05")
    for name, where in (("wang", unit), ("ma", top), ("chen", unit)):
        assert (await firm.assign(found[name].employee, await firm.position(where))).status_code == 201
    return found


async def must(person: Person, method: str, path: str, **rest: Any) -> Any:
    answer = await person.ask(method, path, **rest)
    assert answer.status_code < 300, answer.text
    return answer.json()


@pytest.mark.rule("ORG-6")
async def test_sections_open_by_permission_and_each_look_is_logged(people: dict[str, Person]) -> None:
    wang, chen, ma, hr = (people[name] for name in ("wang", "chen", "ma", "hr"))
    contract = {
        "number": "HT-1",
        "kind": "labour",
        "signed_on": day(0),
        "valid_from": day(0),
        "valid_until": day(1000),
        "terms": "月薪 9000",
    }
    await must(hr, "POST", f"{wang.file}/contracts", json=contract)
    assert (await ma.ask("POST", f"{wang.file}/contracts", json=contract)).status_code == 403
    assert (await must(wang, "GET", f"{wang.file}/contracts"))["data"][0]["terms"] == "月薪 9000"
    assert (await must(hr, "GET", f"{wang.file}/contracts"))["data"][0]["terms"] == "月薪 9000"
    for stranger in (chen, ma):
        assert (await stranger.ask("GET", f"{wang.file}/contracts")).status_code == 404
    await must(chen, "GET", f"{wang.file}/conduct")
    assert (await ma.ask("GET", f"{wang.file}/conduct")).status_code == 404
    looks = (await must(hr, "GET", f"{wang.file}/looks"))["data"]
    assert [(look["actor_name"], look["section"]) for look in looks] == [("Chen", "conduct"), ("Hr", "contracts"), ("Wang", "contracts")]
    assert (await wang.ask("GET", f"{wang.file}/looks")).status_code == 403


@pytest.mark.rule("ORG-6")
async def test_confidentiality_is_signed_for_each_version_of_the_text(people: dict[str, Person]) -> None:
    wang, hr, ma = people["wang"], people["hr"], people["ma"]
    assert (await hr.ask("GET", "/v1/confidentiality-texts/in-force/unsigned")).status_code == 404
    first = await must(hr, "POST", "/v1/confidentiality-texts", json={"title": "保密承诺", "body": "不外传", "effective_from": day(0)})
    assert (first["number"], (await must(wang, "GET", f"{wang.file}/confidentiality"))["missing"]) == (1, 1)
    wrong = {"text_number": 1, "digest": "0" * 64}
    assert refused(await wang.ask("POST", "/v1/personnel-files/me/confidentiality", json=wrong)) == (409, "signed_another_text", "ORG-6")
    signed = await must(wang, "POST", "/v1/personnel-files/me/confidentiality", json={"text_number": 1, "digest": first["digest"]})
    assert (signed["missing"], signed["data"][0]["how"], signed["data"][0]["text_digest"]) == (None, "on_screen", first["digest"])
    twice = await wang.ask("POST", "/v1/personnel-files/me/confidentiality", json={"text_number": 1, "digest": first["digest"]})
    assert refused(twice) == (409, "signed_already", "ORG-6")
    paper = {"text_number": 1, "signed_on": day(-1), "note": "档案柜 3"}
    await must(hr, "POST", f"{ma.file}/confidentiality", json=paper)
    unsigned = (await must(hr, "GET", "/v1/confidentiality-texts/in-force/unsigned"))["data"]
    assert [one["name"] for one in unsigned] == ["Chen", "Hr"]
    mine = (await must(people["chen"], "GET", "/v1/confidentiality-texts/in-force/unsigned"))["data"]
    assert [one["name"] for one in mine] == ["Chen"]
    second = await must(hr, "POST", "/v1/confidentiality-texts", json={"title": "保密承诺", "body": "更严", "effective_from": day(0)})
    unsigned = (await must(hr, "GET", "/v1/confidentiality-texts/in-force/unsigned"))["data"]
    assert [(one["name"], one["last_signed"]) for one in unsigned] == [("Chen", None), ("Wang", 1), ("Ma", 1), ("Hr", None)]
    old = {"text_number": 1, "digest": first["digest"]}
    assert (
        refused(await people["chen"].ask("POST", "/v1/personnel-files/me/confidentiality", json=old))[1]
        == "confidentiality_text_not_in_force"
    )
    assert second["number"] == 2


@pytest.mark.rule("ORG-12")
async def test_heads_record_conduct_of_their_people_and_of_nobody_else(people: dict[str, Person]) -> None:
    wang, chen, ma = people["wang"], people["chen"], people["ma"]
    praise = {
        "kind": "reward",
        "category": "merit",
        "happened_on": day(0),
        "what": "大促零差错",
        "amount": {"amount": "200.00", "currency": "CNY"},
    }
    (entry,) = (await must(chen, "POST", f"{wang.file}/conduct", json=praise))["data"]
    assert (entry["state"], entry["amount"]) == ("recorded", {"amount": "200.00", "currency": "CNY"})
    assert (await chen.ask("POST", f"{ma.file}/conduct", json=praise)).status_code == 404
    assert (await wang.ask("POST", f"{wang.file}/conduct", json=praise)).status_code == 403
    assert refused(await people["hr"].ask("POST", f"{people['hr'].file}/conduct", json=praise)) == (409, "own_conduct", "ORG-12")
    quarrel = {"kind": "conduct", "category": "quarrel", "happened_on": day(1), "what": "与同事争吵"}
    assert refused(await chen.ask("POST", f"{wang.file}/conduct", json=quarrel)) == (422, "happens_later", "ORG-12")
    fined = quarrel | {"happened_on": day(0), "amount": {"amount": "50.00", "currency": "CNY"}}
    assert refused(await chen.ask("POST", f"{wang.file}/conduct", json=fined))[1] == "conduct_with_amount"
    gone = await must(chen, "POST", f"{wang.file}/conduct/{entry['id']}/withdraw", version=1, json={"reason": "登记错了人"})
    assert [(one["state"], one["comment"]) for one in gone["data"]] == [("withdrawn", "登记错了人")]
    again = await chen.ask("POST", f"{wang.file}/conduct/{entry['id']}/withdraw", version=2, json={"reason": "再来"})
    assert refused(again) == (409, "conduct_over", "ORG-12")


@pytest.mark.rule("ORG-12")
@pytest.mark.rule("APR-1")
async def test_a_penalty_has_effect_only_when_approved(firm: Firm, people: dict[str, Person]) -> None:
    wang, chen = people["wang"], people["chen"]
    penalty = {
        "kind": "penalty",
        "category": "rule_broken",
        "happened_on": day(0),
        "what": "私用公司手机",
        "amount": {"amount": "100.00", "currency": "CNY"},
    }
    (entry,) = (await must(chen, "POST", f"{wang.file}/conduct", json=penalty))["data"]
    assert (entry["state"], entry["takes_effect_at"]) == ("waiting", None)
    for _ in range(3):
        seen = await firm.must("GET", f"/v1/approvals/{entry['approval_id']}")
        if seen["approval"]["state"] != "waiting":
            break
        decision = {"decision": "approve", "comment": "", "content_digest": seen["approval"]["content_digest"]}
        await firm.must("POST", f"/v1/approvals/{entry['approval_id']}/decision", version=seen["approval"]["version"], json=decision)
    (entry,) = (await must(wang, "GET", f"{wang.file}/conduct"))["data"]
    assert entry["state"] == "recorded"
    assert entry["takes_effect_at"] is not None
    (waiting, _) = (await must(chen, "POST", f"{wang.file}/conduct", json=penalty))["data"]
    gone = await must(chen, "POST", f"{wang.file}/conduct/{waiting['id']}/withdraw", version=1, json={"reason": "口头提醒即可"})
    assert [one["state"] for one in gone["data"]] == ["withdrawn", "recorded"]


@pytest.mark.rule("ORG-12")
async def test_dissent_stays_beside_the_task_and_is_followed_all_the_same(people: dict[str, Person]) -> None:
    wang, chen, ma, hr = (people[name] for name in ("wang", "chen", "ma", "hr"))
    body = {
        "given_by_id": chen.employee["id"],
        "reference": "SO-20261122-000123",
        "instruction": "先发货后补单",
        "dissent": "违反仓库制度",
    }
    assert refused(await wang.ask("POST", "/v1/dissents", json=body | {"given_by_id": wang.employee["id"]}))[1] == "dissents_from_oneself"
    made = await must(wang, "POST", "/v1/dissents", json=body)
    for person, seen in ((wang, 1), (chen, 1), (hr, 1), (ma, 0)):
        assert len((await must(person, "GET", "/v1/dissents?reference=SO-20261122-000123"))["data"]) == seen
    answer = {"answer": "按制度走", "outcome": "changed"}
    assert (await ma.ask("POST", f"/v1/dissents/{made['id']}/answer", version=1, json=answer)).status_code == 404
    assert refused(await hr.ask("POST", f"/v1/dissents/{made['id']}/answer", version=1, json=answer)) == (
        403,
        "not_the_instructor",
        "ORG-12",
    )
    await must(chen, "POST", f"/v1/dissents/{made['id']}/answer", version=1, json=answer)
    assert refused(await chen.ask("POST", f"/v1/dissents/{made['id']}/answer", version=2, json=answer))[1] == "dissent_answered"
    done = await must(wang, "POST", f"/v1/dissents/{made['id']}/comply", version=2)
    assert (done["instruction"], done["dissent"], done["outcome"]) == ("先发货后补单", "违反仓库制度", "changed")
    assert done["complied_at"] is not None


@pytest.mark.rule("ORG-12")
async def test_talks_are_seen_by_the_two_and_by_hr(people: dict[str, Person], app: FastAPI) -> None:
    wang, chen, ma, hr = (people[name] for name in ("wang", "chen", "ma", "hr"))
    due = (await must(chen, "GET", "/v1/talks-due"))["data"]
    assert [one["name"] for one in due] == ["Wang"]
    talk = {"held_on": day(0), "notes": "想学投放", "next_on": day(60)}
    (made,) = (await must(chen, "POST", f"{wang.file}/talks", json=talk))["data"]
    async with app.state.context.engine.connect() as connection:
        assert "想学投放" not in (await connection.execute(text("SELECT t::text FROM talk t"))).scalar_one()
    for person, seen in ((wang, 1), (chen, 1), (hr, 1), (ma, 0)):
        assert len((await must(person, "GET", f"{wang.file}/talks"))["data"]) == seen
    assert (await chen.ask("POST", f"{ma.file}/talks", json=talk)).status_code == 404
    assert refused(await chen.ask("POST", f"/v1/talks/{made['id']}/agree", version=1)) == (403, "not_the_other", "ORG-12")
    assert (await must(wang, "POST", f"/v1/talks/{made['id']}/agree", version=1))["data"][0]["agreed_at"] is not None
    assert refused(await wang.ask("POST", f"/v1/talks/{made['id']}/agree", version=2)) == (409, "talk_agreed", "ORG-12")
    assert (await must(chen, "GET", "/v1/talks-due"))["data"] == []
    backwards = talk | {"next_on": day(0)}
    assert refused(await chen.ask("POST", f"{wang.file}/talks", json=backwards))[1] == "talk_days_wrong"
