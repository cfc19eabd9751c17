"""Descriptions with versions, headcount plans, vacancies and the duty map (rules ORG-2, ORG-3, ORG-10, ORG-11)."""

import asyncio
import io
from typing import Any

import pytest

from services.people.tests.firm import Firm, day, description, refused


async def publish(firm: Firm, position: dict[str, Any], number: int, on: str, version: int = 1) -> Any:
    path = f"/v1/positions/{position['id']}/descriptions/{number}/publish"
    return await firm.ask("POST", path, version=version, json={"effective_from": on})


@pytest.mark.rule("ORG-2")
async def test_a_published_description_never_changes_and_the_next_takes_its_place(firm: Firm) -> None:
    position = await firm.position(await firm.unit())
    path = f"/v1/positions/{position['id']}/descriptions"
    assert refused(await firm.ask("PUT", f"{path}/1", version=2, json=description())) == (409, "description_fixed", "ORG-2")
    assert refused(await firm.ask("DELETE", f"{path}/1", version=2))[1] == "description_fixed"
    assert (await publish(firm, position, 1, day(0), version=2)).status_code == 409
    drafted = await firm.must("POST", path, json=description(title_zh="高级推广专员", title_en="Senior promoter"))
    assert (drafted["number"], drafted["state"], drafted["in_force"]) == (2, "draft", False)
    assert refused(await firm.ask("POST", path, json=description())) == (409, "draft_there", "ORG-2")
    changed = await firm.ask("PUT", f"{path}/2", version=1, json=description(title_zh="资深推广专员", title_en="Senior promoter"))
    assert changed.status_code == 200
    assert refused(await publish(firm, position, 2, day(-1), version=2)) == (409, "effective_in_the_past", "ORG-2")
    assert (await publish(firm, position, 2, day(10), version=1)).status_code == 412
    assert (await publish(firm, position, 2, day(10), version=2)).status_code == 200
    versions = (await firm.must("GET", path))["data"]
    assert [(one["number"], one["in_force"]) for one in versions] == [(2, False), (1, True)]
    assert (await firm.must("GET", f"/v1/positions/{position['id']}"))["title_zh"] == "推广专员"
    assert (await firm.must("GET", f"/v1/positions/{position['id']}?on={day(10)}"))["title_zh"] == "资深推广专员"


@pytest.mark.rule("ORG-2")
async def test_a_draft_is_seen_by_those_who_write_and_can_be_deleted(firm: Firm) -> None:
    position = await firm.position(await firm.unit(), published=None)
    path = f"/v1/positions/{position['id']}/descriptions"
    clerk = await firm.house.person("clerk", "people.organisation.read")
    assert (await clerk.ask("GET", path)).json()["data"] == []
    assert (await clerk.ask("GET", f"{path}/1")).status_code == 404
    assert (await clerk.ask("GET", f"{path}/1/pdf")).status_code == 404
    assert (await firm.ask("DELETE", f"{path}/1", version=1)).status_code == 204
    assert (await firm.must("GET", path))["data"] == []


@pytest.mark.rule("ORG-2")
@pytest.mark.parametrize(("change", "word"), [({"grade": ""}, "grade"), ({"summary": ""}, "summary"), ({"duties": []}, "duties")])
async def test_what_is_incomplete_is_not_published(firm: Firm, change: dict[str, Any], word: str) -> None:
    position = await firm.position(await firm.unit(), published=None, **change)
    answer = await publish(firm, position, 1, day(0))
    assert refused(answer) == (422, "description_incomplete", "ORG-2")
    assert word in answer.json()["detail"]


@pytest.mark.rule("ORG-2")
async def test_superiors_make_no_circle(firm: Firm) -> None:
    top = await firm.unit()
    first = await firm.position(top)
    second = await firm.position(top, superior_id=first["id"])
    file = await firm.must("GET", f"/v1/positions/{first['id']}")
    assert [one["id"] for one in file["below"]] == [second["id"]]
    path = f"/v1/positions/{first['id']}/descriptions"
    await firm.must("POST", path, json=description(superior_id=second["id"]))
    assert refused(await publish(firm, first, 2, day(0))) == (409, "superior_in_a_circle", "ORG-2")
    await firm.must("PUT", f"{path}/2", version=1, json=description(superior_id=first["id"]))
    assert refused(await publish(firm, first, 2, day(0), version=2))[1] == "superior_in_a_circle"
    unknown = await firm.ask("PUT", f"{path}/2", version=2, json=description(superior_id=f"pos_{'0' * 32}"))
    assert refused(unknown)[1] == "position_not_found"


@pytest.mark.rule("ORG-2")
async def test_a_description_prints_with_all_its_parts(firm: Firm) -> None:
    unit = await firm.unit("运营部")
    above = await firm.position(unit, title_zh="运营经理", title_en="Operations lead")
    position = await firm.position(unit, planned=3, superior_id=above["id"], code="OPS-PRM")
    await firm.position(unit, title_zh="推广助理", title_en="Assistant", superior_id=position["id"])
    answer = await firm.ask("GET", f"/v1/positions/{position['id']}/descriptions/1/pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    text = words_of(answer.content)
    parts = ["岗位说明书", "运营部", "推广专员", "P2", "运营经理", "推广助理", "3", "负责推广。", "1. 投放广告", "ROI", "大专", "市场营销"]
    parts += ["淘宝推广", "文案", "22", "40"]
    assert [part for part in parts if part not in text] == []


def words_of(content: bytes) -> str:
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


@pytest.mark.rule("ORG-10")
@pytest.mark.parametrize(
    "change",
    [
        {"experience": [{"years": 2, "subject": "有刷单经验者优先"}]},
        {"experience": [{"years": 1, "subject": "刷 单 团队管理"}]},
        {"abilities": ["熟悉刷－单流程"]},
        {"other": ["Two years of order brushing"]},
        {"other": ["experience with FAKE orders"]},
        {"certificates": ["brush-orders certificate"]},
    ],
)
async def test_experience_in_fake_orders_cannot_be_asked_for(firm: Firm, change: dict[str, Any]) -> None:
    asked = description()["qualifications"] | change
    position = await firm.position(await firm.unit(), published=None, qualifications=asked)
    answer = await publish(firm, position, 1, day(0))
    assert refused(answer) == (422, "requirement_forbidden", "ORG-10")
    assert "ORD-6" in answer.json()["detail"]
    assert answer.json()["errors"][0]["pointer"].startswith(f"/qualifications/{next(iter(change))}/0")
    assert (await firm.must("GET", f"/v1/positions/{position['id']}"))["in_force"] is None


@pytest.mark.rule("ORG-10")
async def test_finding_fake_orders_is_honest_work_and_an_age_range_is_only_shown(firm: Firm) -> None:
    asked = description()["qualifications"] | {"abilities": ["能识别刷单行为", "detects fake orders"], "age_from": 30, "age_to": 45}
    unit = await firm.unit()
    position = await firm.position(unit, qualifications=asked)
    versions = (await firm.must("GET", f"/v1/positions/{position['id']}/descriptions"))["data"]
    assert versions[0]["text"]["qualifications"]["age_from"] == 30
    turned = await firm.position(unit, published=None, qualifications=asked | {"age_from": 50})
    assert refused(await publish(firm, turned, 1, day(0))) == (422, "age_range_turned", "ORG-10")


@pytest.mark.rule("ORG-7")
async def test_who_publishes_holds_what_the_position_gives(firm: Firm) -> None:
    role = await firm.house.role("orders.orders.cancel")
    position = await firm.position(await firm.unit(), published=None, role_ids=[role["id"]])
    hr = await firm.house.person("hr", "people.organisation.read", "people.positions.publish", "people.positions.describe")
    path = f"/v1/positions/{position['id']}/descriptions/1/publish"
    answer = await hr.ask("POST", path, version=1, json={"effective_from": day(0)})
    assert refused(answer) == (403, "grants_more_than_held", "ORG-7")
    assert (await publish(firm, position, 1, day(0))).status_code == 200


@pytest.mark.rule("ORG-3")
async def test_the_example_plan_is_four(firm: Firm) -> None:
    top = await firm.unit()
    promoter, operator = await firm.position(top, code="PRM"), await firm.position(top, code="OPR", title_zh="运营专员")
    service = await firm.position(top, code="CS", planned=2, title_zh="客服专员")
    report = await firm.must("GET", "/v1/positions/vacancies")
    assert (report["planned"], report["staff"], report["vacancies"], report["over"]) == (4, 0, 4, 0)
    for position in (promoter, operator, service):
        assert (await firm.assign(await firm.employee(), position)).status_code == 201
    report = await firm.must("GET", "/v1/positions/vacancies")
    assert (report["planned"], report["staff"], report["vacancies"], report["over"]) == (4, 3, 1, 0)
    assert [(row["code"], row["vacancies"]) for row in report["data"]] == [("CS", 1), ("OPR", 0), ("PRM", 0)]
    assert (await firm.must("GET", "/v1/positions/vacancies?on=2026-01-15"))["staff"] == 0


@pytest.mark.rule("ORG-3")
async def test_a_raise_needs_an_approval_and_a_cut_below_the_staff_is_refused(firm: Firm) -> None:
    position = await firm.position(await firm.unit(), planned=2)
    path = f"/v1/positions/{position['id']}/headcounts"

    async def plan(planned: int, on: str = day(0)) -> Any:
        return await firm.ask("POST", path, json={"valid_from": on, "planned": planned, "reason": "x"})

    assert refused(await plan(3)) == (409, "headcount_raise_not_approved", "ORG-3")
    assert refused(await plan(9, "2025-06-01")) == (422, "headcount_in_the_past", "ORG-3")
    for name in ("王", "李"):
        assert (await firm.assign(await firm.employee(name), position)).status_code == 201
    assert refused(await plan(1, day(30))) == (409, "headcount_below_staff", "ORG-3")
    assert (await plan(2)).status_code == 201
    assert [one["planned"] for one in (await firm.must("GET", f"/v1/positions/{position['id']}"))["plans"]] == [2, 2]


async def test_a_held_position_cannot_close(firm: Firm) -> None:
    position = await firm.position(await firm.unit())
    wang = await firm.employee()
    held = (await firm.assign(wang, position)).json()["assignments"][0]
    path, closing = f"/v1/positions/{position['id']}/close", {"closed_on": day(5), "reason": "撤岗"}
    assert refused(await firm.ask("POST", path, version=1, json=closing)) == (409, "position_held", "ORG-3")
    await firm.must("POST", f"/v1/employees/{wang['id']}/assignments/{held['id']}/end", json={"until": day(5), "reason": ""})
    assert (await firm.ask("POST", path, version=1, json=closing)).status_code == 200
    assert refused(await firm.assign(await firm.employee("李"), position, valid_from=day(5)))[1] == "position_closed"
    assert [row["id"] for row in (await firm.must("GET", f"/v1/positions?open=true&on={day(5)}"))["data"]] == []


@pytest.mark.rule("ORG-11")
async def test_the_duty_map_shows_what_nobody_holds_and_what_points_at_nothing(firm: Firm) -> None:
    top = await firm.unit()
    loose = {"text": "其他交办工作", "permissions": [], "pages": [], "indicators": []}
    carried = {"text": "审单", "permissions": ["orders.*", "orders.orders.fly"], "pages": ["/orders"], "indicators": []}
    held = await firm.position(top, code="A", duties=[carried, loose])
    await firm.position(top, code="B", duties=[carried])
    assert (await firm.assign(await firm.employee(), held)).status_code == 201
    found = await firm.must("GET", "/v1/duty-map")
    lines = [(line["code"], line["number"], line["held"], line["carried"]) for line in found["data"]]
    assert lines == [("A", 1, True, True), ("A", 2, True, False), ("B", 1, False, True)]
    assert (found["nobody_holds"], found["point_at_nothing"]) == (1, 1)
    assert found["data"][0]["unknown"] == ["orders.orders.fly"]
    assert "warehouse.stock.keep" in found["without_duty"]
    assert not any(code.startswith("orders.") for code in found["without_duty"])
    assert (await firm.must("GET", "/v1/duty-map?on=2026-01-15"))["nobody_holds"] == 3
    assert (await firm.must("GET", "/v1/duty-map?on=2025-01-15"))["data"] == []


@pytest.mark.rule("ORG-11")
async def test_a_duty_names_only_indicators_that_are_listed(firm: Firm) -> None:
    duty = {"text": "审单", "permissions": [], "pages": [], "indicators": ["准时率"]}
    position = await firm.position(await firm.unit(), published=None, duties=[duty])
    assert refused(await publish(firm, position, 1, day(0))) == (422, "indicator_unknown", "ORG-11")


async def test_a_code_is_taken_once_even_by_two_at_once(firm: Firm) -> None:
    unit = await firm.unit()
    body = {"code": "SAME", "unit_id": unit["id"], "text": description()}
    answers = await asyncio.gather(*(firm.ask("POST", "/v1/positions", json=body) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    again = {"code": unit["code"], "name_zh": "x", "name_en": "x", "parent_id": unit["id"]}
    assert refused(await firm.ask("POST", "/v1/units", json=again)) == (409, "unit_code_taken", "ORG-1")
