"""One tree on every day; the past stays, the future can be planned and withdrawn (rule ORG-1)."""

import asyncio

import pytest

from services.people.tests.firm import Firm, day, description, refused

pytestmark = pytest.mark.rule("ORG-1")


async def test_a_unit_is_made_and_stands_in_the_tree_of_its_days(firm: Firm) -> None:
    top = await firm.unit("电商中心")
    ops = await firm.unit("运营部", top, valid_from=day(10))
    assert set(await firm.tree()) == {top["id"]}
    later = await firm.tree(day(10))
    assert set(later) == {top["id"], ops["id"]}
    assert later[ops["id"]]["parent_id"] == top["id"]
    assert later[ops["id"]]["when"] == "planned"
    assert await firm.tree("2025-12-31") == {}


async def test_a_second_top_is_refused_on_any_day(firm: Firm) -> None:
    await firm.unit()
    body = {"code": "X", "name_zh": "另一个", "name_en": "Other", "valid_from": day(30)}
    assert refused(await firm.ask("POST", "/v1/units", json=body)) == (409, "several_tops", "ORG-1")
    assert refused(await firm.ask("POST", "/v1/units", json=body | {"valid_from": "2025-01-01"})) == (409, "several_tops", "ORG-1")
    assert len(await firm.tree(day(30))) == 1


async def test_a_unit_cannot_begin_before_the_one_above_it(firm: Firm) -> None:
    top = await firm.unit()
    body = {"code": "X", "name_zh": "早", "name_en": "Early", "parent_id": top["id"], "valid_from": "2025-06-01"}
    assert refused(await firm.ask("POST", "/v1/units", json=body)) == (409, "parent_not_there", "ORG-1")


async def test_a_move_holds_from_its_day_and_keeps_the_past(firm: Firm) -> None:
    top = await firm.unit()
    a, b = await firm.unit("甲", top), await firm.unit("乙", top)
    answer = await firm.change(b, effective_from=day(5), parent_id=a["id"], reason="并入甲")
    assert answer.status_code == 200, answer.text
    assert [period["when"] for period in answer.json()["data"]] == ["now", "planned"]
    assert (await firm.tree())[b["id"]]["parent_id"] == top["id"]
    assert (await firm.tree(day(5)))[b["id"]]["parent_id"] == a["id"]
    assert (await firm.tree())[b["id"]]["changes_later"] is True


async def test_a_circle_is_refused_even_between_days_that_are_planned_apart(firm: Firm) -> None:
    top = await firm.unit()
    a, b = await firm.unit("甲", top), await firm.unit("乙", top)
    assert (await firm.change(a, effective_from=day(20), parent_id=b["id"])).status_code == 200
    early = await firm.change(b, effective_from=day(10), parent_id=a["id"])
    assert refused(early) == (409, "units_in_a_circle", "ORG-1")
    assert (await firm.tree(day(30)))[b["id"]]["parent_id"] == top["id"]
    late = await firm.change(b, effective_from=day(20), parent_id=a["id"])
    assert refused(late) == (409, "units_in_a_circle", "ORG-1")
    assert refused(await firm.change(top, parent_id=a["id"]))[1] == "units_in_a_circle"


async def test_two_moves_at_once_never_make_a_circle(firm: Firm) -> None:
    top = await firm.unit()
    a, b = await firm.unit("甲", top), await firm.unit("乙", top)
    answers = await asyncio.gather(firm.change(a, version=1, parent_id=b["id"]), firm.change(b, version=1, parent_id=a["id"]))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_the_past_cannot_be_changed(firm: Firm) -> None:
    top = await firm.unit()
    assert refused(await firm.change(top, effective_from=day(-1), name_zh="新名")) == (409, "date_in_the_past", "ORG-1")


async def test_a_rename_goes_on_through_a_move_that_was_planned_before(firm: Firm) -> None:
    top = await firm.unit()
    a, b = await firm.unit("甲", top), await firm.unit("乙", top)
    await firm.change(b, effective_from=day(10), parent_id=a["id"])
    assert (await firm.change(b, effective_from=day(3), name_zh="新乙")).status_code == 200
    later = (await firm.tree(day(10)))[b["id"]]
    assert (later["name_zh"], later["parent_id"]) == ("新乙", a["id"])
    assert (await firm.tree(day(2)))[b["id"]]["name_zh"] == "乙"


async def test_what_is_planned_can_be_withdrawn_before_it_comes(firm: Firm) -> None:
    top = await firm.unit()
    a = await firm.unit("甲", top)
    changed = (await firm.change(a, effective_from=day(7), name_zh="新甲")).json()
    path = f"/v1/units/{a['id']}/planned-changes"
    assert refused(await firm.ask("DELETE", f"{path}/{day(6)}", version=changed["version"]))[1] == "planned_change_not_found"
    assert (await firm.ask("DELETE", f"{path}/{day(7)}", version=changed["version"])).status_code == 204
    assert (await firm.tree(day(7)))[a["id"]]["name_zh"] == "甲"
    assert refused(await firm.ask("DELETE", f"{path}/2026-01-01", version=changed["version"] + 1)) == (409, "date_in_the_past", "ORG-1")


async def test_a_planned_unit_can_be_withdrawn_whole(firm: Firm) -> None:
    top = await firm.unit()
    a = await firm.unit("甲", top, valid_from=day(9))
    b = await firm.unit("乙", a, valid_from=day(9))
    path = f"/v1/units/{{}}/planned-changes/{day(9)}"
    assert refused(await firm.ask("DELETE", path.format(a["id"]), version=1))[1] == "unit_has_units"
    for unit in (b, a):
        assert (await firm.ask("DELETE", path.format(unit["id"]), version=1)).status_code == 204
    assert (await firm.ask("GET", f"/v1/units/{a['id']}")).status_code == 404


async def test_a_unit_with_units_or_positions_cannot_close(firm: Firm) -> None:
    top = await firm.unit()
    a = await firm.unit("甲", top)
    b = await firm.unit("乙", a)
    closing = {"closed_from": day(3), "reason": "撤销"}
    assert refused(await firm.ask("POST", f"/v1/units/{a['id']}/close", version=1, json=closing)) == (409, "unit_has_units", "ORG-1")
    position = await firm.position(b)
    assert refused(await firm.ask("POST", f"/v1/units/{b['id']}/close", version=1, json=closing))[1] == "unit_has_positions"
    ended = {"closed_on": day(3), "reason": "撤销"}
    assert (await firm.ask("POST", f"/v1/positions/{position['id']}/close", version=1, json=ended)).status_code == 200
    assert (await firm.ask("POST", f"/v1/units/{b['id']}/close", version=1, json=closing)).status_code == 200
    late = {"code": "LATE", "unit_id": b["id"], "text": description()}
    assert refused(await firm.ask("POST", "/v1/positions", json=late)) == (409, "unit_not_there", "ORG-1")
    assert b["id"] in await firm.tree(day(2))
    assert b["id"] not in await firm.tree(day(3))
    assert (await firm.ask("DELETE", f"/v1/units/{b['id']}/planned-changes/{day(3)}", version=2)).status_code == 204
    assert b["id"] in await firm.tree(day(3))


async def test_head_and_deputy_are_two_people_who_work_here(firm: Firm) -> None:
    top = await firm.unit()
    wang, li = await firm.employee("王芳"), await firm.employee("李强", hired_on=day(10))
    assert (await firm.change(top, head_id=wang["id"])).status_code == 200
    assert refused(await firm.change(top, deputy_id=wang["id"])) == (409, "head_is_deputy", "ORG-1")
    assert refused(await firm.change(top, deputy_id=li["id"])) == (409, "head_not_here", "ORG-1")
    assert (await firm.change(top, effective_from=day(10), deputy_id=li["id"])).status_code == 200
    shown = (await firm.tree(day(10)))[top["id"]]
    assert (shown["head"]["name"], shown["deputy"]["name"]) == ("王芳", "李强")
    assert (await firm.change(top, head_id=None)).status_code == 200
    assert (await firm.tree())[top["id"]]["head"] is None


async def test_a_change_needs_the_version_that_was_read(firm: Firm) -> None:
    top = await firm.unit()
    assert (await firm.change(top, version=7, name_zh="x")).status_code == 412
    body = {"effective_from": day(0), "name_zh": "x"}
    assert (await firm.ask("PATCH", f"/v1/units/{top['id']}", json=body)).status_code == 428


async def test_who_may_only_read_changes_nothing(firm: Firm) -> None:
    clerk = await firm.house.person("clerk", "people.organisation.read")
    assert (await clerk.ask("GET", "/v1/units")).status_code == 200
    body = {"code": "X", "name_zh": "x", "name_en": "x"}
    assert (await clerk.ask("POST", "/v1/units", json=body)).status_code == 403


PRESETS = {
    "centre": [
        ("电商中心", ["总监"]),
        ("运营部", ["经理", "运营专员", "推广专员", "美工"]),
        ("客服部", ["客服专员"]),
        ("渠道部", ["分销专员"]),
        ("商品物流部", ["物流专员"]),
    ],
    "department": [
        ("电子商务部", ["经理"]),
        ("运营", ["运营专员"]),
        ("推广", ["推广专员"]),
        ("技术", ["开发", "设计"]),
        ("客服", ["客服专员"]),
        ("文案策划", ["文案策划专员"]),
    ],
    "small_team": [("电商团队", ["主管", "渠道专员", "产品专员", "助理", "推广专员", "网页设计"])],
}


@pytest.mark.parametrize("code", PRESETS)
async def test_a_preset_makes_the_whole_organisation_in_one_click(firm: Firm, code: str) -> None:
    applied = await firm.ask("POST", f"/v1/organisation-presets/{code}/apply", json={})
    assert (applied.status_code, applied.json()["unit_count"]) == (201, len(PRESETS[code]))
    tree = await firm.tree()
    positions = (await firm.must("GET", "/v1/positions?limit=100"))["data"]
    made = {unit["name_zh"]: sorted(row["title_zh"] for row in positions if row["unit_id"] == unit["id"]) for unit in tree.values()}
    assert made == {name: sorted(titles) for name, titles in PRESETS[code]}
    tops = [unit for unit in tree.values() if unit["parent_id"] is None]
    assert [unit["name_zh"] for unit in tops] == [PRESETS[code][0][0]]
    boss = next(row for row in positions if row["superior_id"] is None)
    assert boss["title_zh"] == PRESETS[code][0][1][0]
    again = await firm.ask("POST", f"/v1/organisation-presets/{code}/apply", json={})
    assert refused(again) == (409, "organisation_not_empty", "ORG-1")


async def test_two_presets_at_once_make_one_organisation(firm: Firm) -> None:
    answers = await asyncio.gather(
        *(firm.ask("POST", f"/v1/organisation-presets/{code}/apply", json={}) for code in ("centre", "department"))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len((await firm.must("GET", "/v1/organisation-presets"))["data"]) == 3
