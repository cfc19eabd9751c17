"""Units, positions, headcounts and duties, through the gateway (rules ORG-1, ORG-2, ORG-3, ORG-10, ORG-11)."""

import pytest

from tests.acceptance.people.organisation import Organisation, day, description, refused
from tests.acceptance.world import World

CENTRE = {
    "电商中心": {"总监"},
    "运营部": {"经理", "运营专员", "推广专员", "美工"},
    "渠道部": {"分销专员"},
    "商品物流部": {"物流专员"},
}


@pytest.fixture
def firm(world: World) -> Organisation:
    return Organisation(world)


@pytest.mark.rule("ORG-1")
def test_a_preset_starts_the_organisation_in_one_click_and_only_once(firm: Organisation) -> None:
    top = firm.top()
    if top["name_zh"] == "电商中心":
        rows = firm.call("GET", "/positions?limit=100")["data"]
        titles = {unit["name_zh"]: {row["title_zh"] for row in rows if row["unit_id"] == unit["id"]} for unit in firm.tree().values()}
        assert {name: found for name, found in titles.items() if name in CENTRE} == CENTRE
        assert "客服部" in titles
    presets = firm.call("GET", "/organisation-presets")["data"]
    assert [preset["title_zh"] for preset in presets] == ["电商中心", "电子商务部", "小团队"]
    again = firm.ask("POST", "/organisation-presets/department/apply", json={})
    assert refused(again) == (409, "organisation_not_empty", "ORG-1")


@pytest.mark.rule("ORG-1")
def test_a_reorganisation_is_planned_and_keeps_history_and_one_tree(firm: Organisation) -> None:
    first, second = firm.unit("甲部"), firm.unit("乙部")
    assert firm.change_unit(second, effective_from=day(20), parent_id=first["id"]).status_code == 200
    assert firm.tree()[second["id"]]["parent_id"] == firm.top()["id"]
    assert firm.tree(day(20))[second["id"]]["parent_id"] == first["id"]
    # Today it would be fine; on the day of the planned move it would be a circle.
    assert refused(firm.change_unit(first, parent_id=second["id"])) == (409, "units_in_a_circle", "ORG-1")
    assert refused(firm.change_unit(first, parent_id=None)) == (409, "several_tops", "ORG-1")
    assert refused(firm.change_unit(first, effective_from=day(-1), name_zh="改名")) == (409, "date_in_the_past", "ORG-1")
    version = firm.call("GET", f"/units/{second['id']}")["version"]
    assert firm.ask("DELETE", f"/units/{second['id']}/planned-changes/{day(20)}", version=version).status_code == 204
    assert firm.change_unit(first, parent_id=second["id"]).status_code == 200


@pytest.mark.rule("ORG-1")
def test_two_moves_at_the_same_moment_make_no_circle(firm: Organisation, world: World) -> None:
    first, second = firm.unit("甲部"), firm.unit("乙部")
    moves = [(first, second), (second, first)]
    answers = world.at_once([lambda a=a, b=b: firm.change_unit(a, parent_id=b["id"]) for a, b in moves])
    assert sorted(answer.status_code for answer in answers) == [200, 409]


@pytest.mark.rule("ORG-1")
def test_a_unit_has_one_head_and_another_deputy(firm: Organisation) -> None:
    unit = firm.unit("丙部")
    head = firm.employee("王芳")
    assert firm.change_unit(unit, head_id=head["id"]).status_code == 200
    assert refused(firm.change_unit(unit, deputy_id=head["id"])) == (409, "head_is_deputy", "ORG-1")
    assert firm.tree()[unit["id"]]["head"]["name"] == "王芳"


@pytest.mark.rule("ORG-2")
def test_a_description_has_versions_and_prints(firm: Organisation) -> None:
    position = firm.position(firm.unit("运营部"))
    path = f"/positions/{position['id']}/descriptions"
    assert refused(firm.ask("PUT", f"{path}/1", version=2, json=description())) == (409, "description_fixed", "ORG-2")
    firm.call("POST", path, json=description(title_zh="高级推广专员"))
    firm.call("POST", f"{path}/2/publish", version=1, json={"effective_from": day(30)})
    titles = [firm.call("GET", f"/positions/{position['id']}?on={day(ahead)}")["title_zh"] for ahead in (29, 30)]
    assert titles == ["推广专员", "高级推广专员"]
    paper = firm.ask("GET", f"{path}/1/pdf")
    assert (paper.status_code, paper.headers["content-type"], paper.content[:5]) == (200, "application/pdf", b"%PDF-")


@pytest.mark.rule("ORG-3")
def test_the_example_plan_is_four_and_the_fifth_is_refused(firm: Organisation) -> None:
    unit = firm.unit("首批招聘")
    promoter, operator = firm.position(unit), firm.position(unit, title_zh="运营专员")
    service = firm.position(unit, planned=2, title_zh="客服专员")
    for number, position in enumerate((promoter, operator, service, service)):
        report = firm.call("GET", f"/positions/vacancies?unit_id={unit['id']}")
        assert (report["planned"], report["staff"], report["vacancies"], report["over"]) == (4, number, 4 - number, 0)
        assert firm.assign(firm.employee(f"员工{number}"), position).status_code == 201
    assert refused(firm.assign(firm.employee("第五人"), service)) == (409, "headcount_exceeded", "ORG-3")
    more = {"valid_from": day(0), "planned": 3, "reason": "旺季"}
    assert refused(firm.ask("POST", f"/positions/{service['id']}/headcounts", json=more)) == (409, "headcount_raise_not_approved", "ORG-3")
    assert firm.call("GET", f"/positions/vacancies?unit_id={unit['id']}")["staff"] == 4


@pytest.mark.rule("ORG-10")
def test_experience_in_fake_orders_cannot_be_published_and_age_never_filters(firm: Organisation) -> None:
    asked = {**description()["qualifications"], "experience": [{"years": 1, "subject": "有刷单经验"}]}
    position = firm.position(firm.unit("客服部"), published=None, qualifications=asked)
    path = f"/positions/{position['id']}/descriptions"
    answer = firm.ask("POST", f"{path}/1/publish", version=1, json={"effective_from": day(0)})
    assert refused(answer) == (422, "requirement_forbidden", "ORG-10")
    assert "ORD-6" in answer.json()["detail"]
    honest = {**asked, "experience": [{"years": 1, "subject": "售后服务"}], "age_from": 30, "age_to": 45}
    firm.call("PUT", f"{path}/1", version=1, json=description(qualifications=honest))
    published = firm.call("POST", f"{path}/1/publish", version=2, json={"effective_from": day(0)})
    assert (published["text"]["qualifications"]["age_from"], published["in_force"]) == (30, True)


@pytest.mark.rule("ORG-11")
def test_the_duty_map_names_duties_nobody_holds_and_permissions_without_one(firm: Organisation) -> None:
    unit = firm.unit("职责部")
    carried = {"text": "维护分销商", "permissions": ["channels.shops.read"], "pages": ["/shops"], "indicators": []}
    loose = {"text": "领导交办的其他工作", "permissions": [], "pages": [], "indicators": []}
    position = firm.position(unit, duties=[carried, loose])
    before = firm.call("GET", "/duty-map")
    mine = [line for line in before["data"] if line["position_id"] == position["id"]]
    assert [(line["number"], line["held"], line["carried"]) for line in mine] == [(1, False, True), (2, False, False)]
    assert "channels.shops.read" in before["known"]
    assert "channels.shops.read" not in before["without_duty"]
    assert firm.assign(firm.employee("赵敏"), position).status_code == 201
    after = firm.call("GET", "/duty-map")
    assert after["nobody_holds"] == before["nobody_holds"] - 2
    assert after["point_at_nothing"] == before["point_at_nothing"]
