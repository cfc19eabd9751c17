"""Who may do what, why, and for how long; and what is left of it when somebody leaves (rules ORG-6, ORG-7, ORG-8)."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pyotp
import pytest

from tests.acceptance.people.organisation import Organisation, today
from tests.acceptance.world import Person, World

EVERY_SERVICE = {
    "people": "/people/v1/me/rights",
    "catalog": "/catalog/v1/skus?limit=1",
    "warehouse": "/warehouse/v1/stock?limit=1",
    "orders": "/orders/v1/orders?limit=1",
    "channels": "/channels/v1/shops?limit=1",
}
READS = ("catalog.*", "warehouse.*", "orders.*", "channels.*", "people.accounts.read")
WITHIN_SECONDS = 5.0
ASKS = "people.role_grants.request"
STEP_SECONDS = 30


def as_boss(world: World, method: str, path: str, *, version: int | None = None, **rest: Any) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return world.call(method, f"/people/v1{path}", token=world.boss(), headers=headers, **rest)


def refused_within(world: World, tokens: dict[str, str], paths: dict[str, str]) -> dict[str, float]:
    """Uses each token against each service, all at the same time, until it is refused; seconds from now to each first refusal."""
    begun = time.monotonic()
    found: dict[str, float] = {}

    def use(name: str, token: str, path: str) -> None:
        while time.monotonic() - begun < 4 * WITHIN_SECONDS:
            answer = httpx.get(f"{world.house.address}/api{path}", headers={"Authorization": f"Bearer {token}"}, timeout=10)
            if answer.status_code == 401:
                found[name] = time.monotonic() - begun
                return
            assert answer.status_code == 200, answer.text
            time.sleep(0.05)

    threads = [
        threading.Thread(target=use, args=(f"{kind} at {service}", token, path))
        for kind, token in tokens.items()
        for service, path in paths.items()
        if kind == "person" or service != "people"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(threads), f"never refused: {len(threads) - len(found)} of {len(threads)}; {found}"
    return found


def is_refused(person: Person) -> bool:
    return person.ask("GET", "/people/v1/me").status_code == 401


def sign_in_again(person: Person) -> list[str]:
    """A new session; its permissions."""
    body = {"login": person.login, "password": person.password}
    answer = person.world.call("POST", "/people/v1/sessions", json=body, token="")
    person._token = answer["access_token"]
    return answer["account"]["permissions"]


@pytest.fixture
def client_of(world: World) -> Callable[[Person], str]:
    """Makes an API client that belongs to a person; gives a token of it."""

    def make(owner: Person) -> str:
        body = {"name": uuid4().hex, "permissions": list(READS), "shop_ids": None, "owner_id": owner.account_id}
        made = as_boss(world, "POST", "/api-clients", json=body)
        form = {"grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]}
        answer = httpx.post(f"{world.house.address}/api/people/v1/oauth/token", data=form, timeout=10)
        return answer.json()["access_token"]

    return make


@pytest.mark.rule("ORG-6")
def test_whoever_leaves_is_refused_by_every_service_within_five_seconds(world: World, client_of: Callable[[Person], str]) -> None:
    leaver, stays = world.person(*READS), world.person(*READS)
    tokens = {"person": leaver.token, "client": client_of(leaver)}
    other = client_of(stays)
    for path in EVERY_SERVICE.values():
        assert leaver.ask("GET", path).status_code == 200
        assert stays.ask("GET", path).status_code == 200
    as_boss(world, "POST", f"/accounts/{leaver.account_id}/end-access", json={"reason": "离职"})
    seconds = refused_within(world, tokens, EVERY_SERVICE)
    assert max(seconds.values()) <= WITHIN_SECONDS, seconds
    sign_in = world.ask("POST", "/people/v1/sessions", json={"login": leaver.login, "password": leaver.password}, token="")
    assert sign_in.status_code == 401
    for path in EVERY_SERVICE.values():
        assert stays.ask("GET", path).status_code == 200, "nobody else is signed out"
    assert world.ask("GET", EVERY_SERVICE["orders"], token=other).status_code == 200


@pytest.mark.rule("ORG-7")
def test_permissions_follow_from_the_position_and_end_with_it(world: World) -> None:
    name = uuid4().hex[:8]
    role = as_boss(world, "POST", "/roles", json={"name_zh": name, "name_en": name, "permissions": ["orders.orders.read"]})
    person = world.person("catalog.skus.read")
    employee = as_boss(
        world, "POST", "/employees", json={"name": "王小明", "kind": "formal", "hired_on": "2026-01-05", "account_id": person.account_id}
    )
    parent = Organisation(world).top()["id"]
    unit = as_boss(
        world, "POST", "/units",
        json={"code": f"U{name}", "name_zh": "运营部", "name_en": "Operations", "parent_id": parent, "valid_from": today().isoformat()},
    )  # fmt: skip
    position = as_boss(world, "POST", "/positions", json={"code": f"P{name}", "unit_id": unit["id"], "text": description([role["id"]])})
    publish = f"/positions/{position['id']}/descriptions/1/publish"
    as_boss(world, "POST", publish, version=1, json={"effective_from": today().isoformat()})
    plan = {"valid_from": today().isoformat(), "planned": 1, "reason": "年度编制"}
    as_boss(world, "POST", f"/positions/{position['id']}/headcounts", json=plan)
    assert sign_in_again(person) == ["catalog.skus.read"]
    assert person.ask("GET", "/orders/v1/orders?limit=1").status_code == 403
    place = {"position_id": position["id"], "valid_from": today().isoformat(), "main": True, "reason": ""}
    assigned = as_boss(world, "POST", f"/employees/{employee['id']}/assignments", json=place)
    assert sign_in_again(person) == ["catalog.skus.read", "orders.orders.read"]
    assert person.ask("GET", "/orders/v1/orders?limit=1").status_code == 200
    why = person.ask("GET", "/people/v1/me/rights?permission=orders.orders.read").json()["sources"]
    assert [(one["kind"], one["position_zh"], one["unit_zh"], one["since"]) for one in why] == [
        ("position", "推广专员", "运营部", today().isoformat())
    ]
    holders = as_boss(world, "GET", f"/roles/{role['id']}/holders")["data"]
    assert [one["login"] for one in holders] == [person.login]
    # Tomorrow the position has nothing to give any more: planned today, and nobody has to remember it.
    less = f"/positions/{position['id']}/descriptions"
    as_boss(world, "POST", less, json=description([]))
    as_boss(world, "POST", f"{less}/2/publish", version=1, json={"effective_from": (today() + timedelta(days=1)).isoformat()})
    assert assigned is not None
    time.sleep(3)
    assert not is_refused(person), "it is still today"
    world.house.set_clock(86_400)
    world.eventually(lambda: is_refused(person), what="the token ends with the position's role", seconds=10)
    assert sign_in_again(person) == ["catalog.skus.read"]


def description(role_ids: list[str]) -> dict[str, Any]:
    needs = {"education": "junior_college", "majors": [], "experience": [], "certificates": [], "abilities": [], "other": []}
    return {
        "title_zh": "推广专员",
        "title_en": "Promoter",
        "grade": "P2",
        "superior_id": None,
        "attendance_group": "marketing",
        "summary": "负责推广。",
        "duties": [{"text": "投放广告", "permissions": ["orders.orders.read"], "pages": ["/orders"], "indicators": ["ROI"]}],
        "indicators": [{"name": "ROI", "measure": "销售额/花费", "target": "≥ 3"}],
        "qualifications": {**needs, "age_from": None, "age_to": None},
        "role_ids": role_ids,
    }


@pytest.mark.rule("ORG-7")
def test_an_extra_role_has_a_reason_an_end_and_somebody_else_who_approved_it(world: World) -> None:
    name = uuid4().hex[:8]
    role = as_boss(world, "POST", "/roles", json={"name_zh": name, "name_en": name, "permissions": ["orders.orders.read"]})
    person = world.person(ASKS)
    organisation = Organisation(world)
    organisation.hire_deciders()
    ends_on = today() + timedelta(days=2)
    wish = {"role_id": role["id"], "reason": "双十一支援", "ends_on": ends_on.isoformat()}
    for lacks in ("reason", "ends_on"):
        without = {key: value for key, value in wish.items() if key != lacks}
        assert person.ask("POST", "/people/v1/role-grants", json=without).status_code == 422
    asked = person.ask("POST", "/people/v1/role-grants", json=wish)
    assert (asked.status_code, asked.json()["state"]) == (201, "requested")
    waiting = next(one for one in as_boss(world, "GET", "/approvals?view=all&limit=100")["data"] if one["reference"] == asked.json()["id"])
    answer = {"decision": "approve", "comment": "同意", "content_digest": waiting["content_digest"]}
    version = {"If-Match": f'"{waiting["version"]}"'}
    own = person.ask("POST", f"/people/v1/approvals/{waiting['id']}/decision", json=answer, headers=version)
    assert (own.status_code, own.json()["code"], own.json()["rule"]) == (403, "own_request", "ORG-7")
    assert sign_in_again(person) == [ASKS]
    organisation.approve(waiting["id"])
    assert sign_in_again(person) == ["orders.orders.read", ASKS]
    why = person.ask("GET", "/people/v1/me/rights?permission=orders.orders.read").json()["sources"]
    assert [(one["kind"], one["until"], one["reason"]) for one in why] == [("grant", ends_on.isoformat(), "双十一支援")]
    assert all(one["granted_by"] for one in why)
    world.house.set_clock(3 * 86_400)
    world.eventually(lambda: is_refused(person), what="the token ends with the grant", seconds=10)
    assert sign_in_again(person) == [ASKS]
    entries = as_boss(world, "GET", f"/audit-entries?noun=role_grant&noun_id={asked.json()['id']}")["data"]
    assert [entry["action"] for entry in entries] == ["role_grant.ended", "role_grant.approved", "role_grant.requested"]


@pytest.mark.rule("ORG-7")
def test_nobody_grants_more_than_they_hold(world: World) -> None:
    name = uuid4().hex[:8]
    strong = as_boss(world, "POST", "/roles", json={"name_zh": name, "name_en": name, "permissions": ["orders.*"]})
    clerk = world.person("people.accounts.manage", "people.roles.manage", "orders.orders.read")
    account = {"login": f"p.{name}", "name": "Friend", "locale": "en-US", "role_ids": [strong["id"]], "shop_ids": None}
    for path, body in (
        ("/people/v1/accounts", account),
        ("/people/v1/roles", {"name_zh": "x", "name_en": "x", "permissions": ["*"]}),
    ):
        answer = clerk.ask("POST", path, json=body)
        assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (403, "grants_more_than_held", "ORG-7")


@pytest.mark.rule("ORG-7")
def test_a_role_of_a_unit_opens_its_people_alone_and_is_made_no_wider(world: World) -> None:
    firm = Organisation(world)
    name = uuid4().hex[:8]
    keeps = ["people.employees.read", "people.employees.change", "people.roles.manage"]
    role = as_boss(world, "POST", "/roles", json={"name_zh": name, "name_en": name, "permissions": keeps, "reach": "unit"})
    unit, other = firm.unit("运营部"), firm.unit("客服部")
    desk = world.person("people.organisation.read")
    own = firm.employee("人事", account_id=desk.account_id)
    ours, theirs = firm.employee("甲"), firm.employee("乙")
    places = ((own, firm.position(unit, role_ids=[role["id"]])), (ours, firm.position(unit)), (theirs, firm.position(other)))
    assert [firm.assign(employee, position).status_code for employee, position in places] == [201, 201, 201]
    sign_in_again(desk)
    rows = desk.ask("GET", "/people/v1/employees?limit=100").json()["data"]
    assert [row["id"] for row in rows] == [own["id"], ours["id"]]
    changes = {one["id"]: {"headers": {"If-Match": f'"{one["version"]}"'}, "json": {"name": "改名"}} for one in (ours, theirs)}
    answers = [desk.ask("PATCH", f"/people/v1/employees/{one}", **change).status_code for one, change in changes.items()]
    assert answers == [200, 404]
    wider = desk.ask("PATCH", f"/people/v1/roles/{role['id']}", headers={"If-Match": '"1"'}, json={"reach": "all"})
    assert (wider.status_code, wider.json()["code"], wider.json()["rule"]) == (403, "grants_more_reach", "ORG-7")


@pytest.mark.rule("ORG-8")
def test_a_second_factor_is_asked_for_and_its_codes_are_taken_once(world: World) -> None:
    person = world.person("orders.orders.read")
    started = world.call("POST", "/people/v1/me/second-factor", json={"password": person.password}, token=person.token)
    device = pyotp.TOTP(started["secret"])
    typed = device.now()
    codes = world.call("POST", "/people/v1/me/second-factor/confirm", json={"code": typed}, token=person.token)["recovery_codes"]

    def enter(code: str | None) -> httpx.Response:
        body = {"login": person.login, "password": person.password, "code": code}
        return world.ask("POST", "/people/v1/sessions", json=body, token="")

    needed = enter(None)
    assert (needed.status_code, needed.json()["code"], needed.json()["rule"]) == (401, "second_factor_needed", "ORG-8")
    assert enter(typed).json()["code"] == "second_factor_refused", "the code that confirmed it is used up"
    next_one = device.at(datetime.now(UTC) + timedelta(seconds=STEP_SECONDS))
    assert enter(next_one).status_code == 201
    assert enter(next_one).json()["code"] == "second_factor_refused"
    assert enter(codes[0]).status_code == 201
    assert enter(codes[0]).status_code == 401
    as_boss(world, "POST", f"/accounts/{person.account_id}/reset-second-factor", json={"reason": "手机丢失"})
    assert is_refused(person)
    assert enter(None).status_code == 201


@pytest.mark.rule("ORG-8")
def test_five_wrong_passwords_lock_and_sessions_are_signed_out_from_afar(world: World) -> None:
    person = world.person("orders.orders.read")
    assert person.ask("GET", "/orders/v1/orders?limit=1").status_code == 200
    sessions = as_boss(world, "GET", f"/accounts/{person.account_id}/sessions")["data"]
    assert len(sessions) == 1
    assert sessions[0]["ip"]
    as_boss(world, "DELETE", f"/accounts/{person.account_id}/sessions/{sessions[0]['id']}")
    seconds = refused_within(world, {"person": person.token}, {"people": EVERY_SERVICE["people"], "orders": EVERY_SERVICE["orders"]})
    assert max(seconds.values()) <= WITHIN_SECONDS
    stranger = {"login": f"nobody.{uuid4().hex[:8]}", "password": "wrong"}
    answers = [world.ask("POST", "/people/v1/sessions", json=stranger, token="").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
