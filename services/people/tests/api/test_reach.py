"""Rule ORG-7: whose rows a role opens, and that nobody makes more of it: not by a role, an account, an API client or a position."""

from dataclasses import dataclass
from typing import Any

import pytest

from services.people.tests.firm import Firm, Json, day, refused
from services.people.tests.house import House, Signed

DESK = (
    "people.organisation.read",
    "people.employees.read",
    "people.employees.change",
    "people.employees.reveal",
    "people.personnel_files.read",
    "people.personnel_files.keep",
    "people.leavings.handle",
    "people.own_file.use",
    "people.conduct.record",
    "people.accounts.read",
    "people.accounts.manage",
    "people.roles.read",
    "people.roles.manage",
    "people.api_clients.read",
    "people.api_clients.manage",
)


@dataclass
class Branch:
    """`desk` keeps the people of one unit; `ours` works in it, `theirs` in another."""

    house: House
    firm: Firm
    desk: Signed
    role: Json
    ours: Json
    theirs: Json


@pytest.fixture
async def branch(house: House, firm: Firm) -> Branch:
    body = {"name_zh": "部门人事", "name_en": "HR of a unit", "permissions": list(DESK), "reach": "unit"}
    role = (await house.boss.ask("POST", "/v1/roles", json=body)).json()
    top = await firm.unit("中心")
    unit, other = await firm.unit("运营部", parent=top), await firm.unit("客服部", parent=top)
    made = await house.account("desk")
    own = await firm.employee("人事", account_id=made["account"]["id"])
    ours, theirs = await firm.employee("甲"), await firm.employee("乙")
    for employee, position in (
        (own, await firm.position(unit, role_ids=[role["id"]])),
        (ours, await firm.position(unit)),
        (theirs, await firm.position(other)),
    ):
        assert (await firm.assign(employee, position)).status_code == 201
    desk = await house.sign_in("desk", made["initial_password"])
    return Branch(house=house, firm=firm, desk=desk, role=role, ours=ours, theirs=theirs)


@pytest.mark.rule("ORG-7")
async def test_a_role_of_a_unit_shows_its_people_and_nobody_elses(branch: Branch) -> None:
    rows = (await branch.desk.ask("GET", "/v1/employees")).json()["data"]
    assert [row["name"] for row in rows] == ["人事", "甲"]
    for path in (
        "/v1/employees/{}",
        "/v1/employments/{}",
        *(f"/v1/personnel-files/{{}}/{one}" for one in ("contracts", "conduct", "looks")),
    ):
        assert (await branch.desk.ask("GET", path.format(branch.ours["id"]))).status_code == 200, path
        hidden = await branch.desk.ask("GET", path.format(branch.theirs["id"]))
        assert refused(hidden)[:2] == (404, "employee_not_found"), path
    late = await branch.desk.ask("GET", f"/v1/employees/{branch.theirs['id']}", params={"on": day(30)})
    assert late.status_code == 404, "another day opens no other rows"


@pytest.mark.rule("ORG-7")
async def test_a_role_of_a_unit_changes_its_people_and_nobody_elses(branch: Branch) -> None:
    held = (await branch.firm.must("GET", f"/v1/employees/{branch.theirs['id']}"))["assignments"][0]["id"]
    penalty = {"kind": "conduct", "category": "private_use", "happened_on": day(0), "what": "上班玩手机"}
    contract = {"number": "C-1", "kind": "labour", "signed_on": day(0), "valid_from": day(0), "terms": "三年"}
    changes: list[tuple[str, str, Json]] = [
        ("PATCH", "/v1/employees/{}", {"name": "改名"}),
        ("POST", "/v1/employees/{}/reveal", {"reason": "看看"}),
        ("POST", f"/v1/employees/{{}}/assignments/{held}/end", {"until": day(1), "reason": "撤"}),
        ("POST", "/v1/employments/{}/leaving", {"last_day": day(0), "kind": "resigned", "reason": "个人原因"}),
        ("POST", "/v1/personnel-files/{}/conduct", penalty),
        ("POST", "/v1/personnel-files/{}/contracts", contract),
        ("POST", "/v1/personnel-files/{}/talks", {"held_on": day(0), "notes": "谈话", "next_on": None}),
    ]
    for method, path, body in changes:
        answer = await branch.desk.ask(method, path.format(branch.theirs["id"]), version=branch.theirs["version"], json=body)
        assert refused(answer)[:2] == (404, "employee_not_found"), path
    mine = await branch.desk.ask("PATCH", f"/v1/employees/{branch.ours['id']}", version=branch.ours["version"], json={"name": "甲一"})
    assert (mine.status_code, mine.json()["name"]) == (200, "甲一")
    body = {"last_day": day(9), "kind": "resigned", "reason": "个人原因"}
    leaving = await branch.firm.must("POST", f"/v1/employments/{branch.theirs['id']}/leaving", json=body)
    path = f"/v1/leavings/{leaving['id']}"
    for verb in ("withdraw", "end-access"):
        answer = await branch.desk.ask("POST", f"{path}/{verb}", version=leaving["version"], json={"reason": "试试"})
        assert refused(answer)[:2] == (404, "leaving_not_found"), verb
    assert (await branch.firm.must("GET", path))["state"] == "planned"


@pytest.mark.rule("ORG-7")
async def test_nobody_makes_their_reach_wider(branch: Branch) -> None:
    path = f"/v1/roles/{branch.role['id']}"
    wide = await branch.desk.ask("PATCH", path, version=branch.role["version"], json={"reach": "all"})
    assert refused(wide) == (403, "grants_more_reach", "ORG-7")
    assert "people.accounts.manage" in wide.json()["detail"]
    new = {"name_zh": "看全部", "name_en": "Sees all", "permissions": ["people.employees.read"], "reach": "all"}
    assert refused(await branch.desk.ask("POST", "/v1/roles", json=new)) == (403, "grants_more_reach", "ORG-7")
    assert (await branch.desk.ask("POST", "/v1/roles", json={**new, "reach": "unit"})).status_code == 201
    role = await branch.house.role("people.employees.read")
    account = {"login": "friend", "name": "Friend", "locale": "en-US", "role_ids": [role["id"]], "shop_ids": None}
    assert refused(await branch.desk.ask("POST", "/v1/accounts", json=account))[1] == "grants_more_reach"
    # A program reaches everybody.
    client = {"name": "Mine", "permissions": ["people.employees.read"], "shop_ids": None}
    assert refused(await branch.desk.ask("POST", "/v1/api-clients", json=client))[1] == "grants_more_reach"
    made = await branch.house.api_client("Theirs", "people.employees.read")
    rotated = await branch.desk.ask("POST", f"/v1/api-clients/{made['id']}/rotate-secret", json={})
    assert refused(rotated)[1] == "grants_more_reach"


@pytest.mark.rule("ORG-7")
async def test_what_was_disabled_is_enabled_by_nobody_who_holds_less(house: House) -> None:
    clerk = await house.person("clerk", "people.accounts.manage", "people.api_clients.manage", "orders.orders.read")
    strong = (await house.account("strong", "orders.*"))["account"]
    client = await house.api_client("Shop 1", "orders.*")
    for path, version in ((f"/v1/accounts/{strong['id']}", strong["version"]), (f"/v1/api-clients/{client['id']}", 1)):
        off = await house.boss.ask("PATCH", path, version=version, json={"disabled": True})
        assert off.status_code == 200, off.text
        on = await clerk.ask("PATCH", path, version=off.json()["version"], json={"disabled": False})
        assert refused(on) == (403, "grants_more_than_held", "ORG-7")
        assert (await house.boss.ask("PATCH", path, version=off.json()["version"], json={"disabled": False})).status_code == 200


@pytest.mark.rule("ORG-6")
async def test_a_client_whose_owner_left_is_enabled_only_with_a_new_owner(house: House) -> None:
    owner = (await house.account("owner", "orders.*"))["account"]
    body = {"name": "Shop 1", "permissions": ["orders.*"], "shop_ids": None, "owner_id": owner["id"]}
    path = f"/v1/api-clients/{(await house.boss.ask('POST', '/v1/api-clients', json=body)).json()['id']}"
    assert (await house.boss.ask("POST", f"/v1/accounts/{owner['id']}/end-access", json={"reason": "离职"})).status_code == 204
    version = (await house.boss.ask("GET", path)).json()["version"]
    again = await house.boss.ask("PATCH", path, version=version, json={"disabled": False})
    assert refused(again) == (422, "owner_unusable", "ORG-6")
    handed = {"disabled": False, "owner_id": house.boss.account["id"]}
    assert (await house.boss.ask("PATCH", path, version=version, json=handed)).json()["disabled"] is False


@pytest.mark.rule("ORG-7")
async def test_nobody_rises_by_their_own_program(house: House, firm: Firm) -> None:
    strong = await house.role("orders.*")
    position = await firm.position(await firm.unit(), role_ids=[strong["id"]])
    clerk = await house.person("clerk", "people.organisation.read", "people.employees.change")
    own = await firm.employee("clerk", account_id=clerk.account["id"])
    body: dict[str, Any] = {"name": "Import", "permissions": ["people.employees.change"], "shop_ids": None, "owner_id": clerk.account["id"]}
    made = (await house.boss.ask("POST", "/v1/api-clients", json=body)).json()
    form = {"grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]}
    token = (await house.client.post("/v1/oauth/token", data=form)).json()["access_token"]
    program = Signed(house.client, token, "", {}, 600)
    place = {"position_id": position["id"], "valid_from": day(0), "main": True, "reason": ""}
    rise = await program.ask("POST", f"/v1/employees/{own['id']}/assignments", json=place)
    assert refused(rise) == (403, "grants_more_than_held", "ORG-7")
    other = await firm.employee("other")
    assert (await program.ask("POST", f"/v1/employees/{other['id']}/assignments", json=place)).status_code == 201
