"""Participation and results as a spreadsheet (rule ORG-5)."""

import io
import zipfile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from people.api.training import results_export
from services.people.tests.firm import refused
from services.people.tests.house import House
from services.people.tests.training_school import School

pytestmark = pytest.mark.rule("ORG-5")
EXPORT = "/v1/training-enrolments/export"


@pytest.fixture
async def school(house: House) -> School:
    return School(house)


def sheet_of(answer: Any) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    return [tuple(row) for row in CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()]


async def scene(school: School) -> tuple[Any, Any, Any]:
    unit = await school.firm.unit("运营部")
    position = await school.firm.position(unit, planned=3)
    head, wang = await school.member("head", position), await school.member("wang", position)
    li = await school.member("li")
    await school.firm.change(unit, head_id=head.id)
    training = await school.training(title="=1+1 规则")
    session = await school.session(training, begins=-2)
    first, second, third = await school.enrol(training, wang, li, session=session, outside=("d-1",))
    await school.attend(session, (first, "late"), (second, "absent"), (third, "present"))
    await school.firm.must(
        "POST", f"/v1/training-enrolments/{first['id']}/result", json={"passed": True, "score": 88, "comment": "=cmd|'x'"}
    )
    return head, li, training


async def test_it_holds_who_was_there_and_what_came_of_it(school: School) -> None:
    _, _, training = await scene(school)
    other = await school.training()
    await school.enrol(other, outside=("d-2",))
    heading, *rows, mark = sheet_of(await school.firm.ask("GET", f"{EXPORT}?training_id={training['id']}"))
    assert heading[0] == "Training code"
    found = {row[9]: row for row in rows}
    assert set(found) == {"Wang", "Li", "分销商 d-1"}
    assert (found["Wang"][10], found["Wang"][14], found["Wang"][15]) == ("late", "passed", 88)
    assert (found["Li"][10], found["Li"][11], found["Li"][14]) == ("absent", "病假", "")
    assert (found["分销商 d-1"][7], found["分销商 d-1"][8]) == ("outside", "d-1")
    assert found["Wang"][20].startswith("TC-")
    assert mark[0].endswith("internal, do not pass on")
    entries = (await school.firm.must("GET", "/v1/audit-entries?noun=training_results&limit=10"))["data"]
    assert [(one["action"], one["after"]) for one in entries] == [
        ("training_results.exported", {"rows": 3, "asked": {"training_id": training["id"]}})
    ]


async def test_what_looks_like_a_formula_is_text(school: School) -> None:
    await scene(school)
    answer = await school.firm.ask("GET", EXPORT)
    cells = {cell for row in sheet_of(answer) for cell in row if str(cell).startswith("=")}
    assert cells == {"=1+1 规则", "=cmd|'x'"}
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


async def test_one_takes_oneself_and_ones_people_only(school: School) -> None:
    head, li, _ = await scene(school)
    assert [row[9] for row in sheet_of(await head.ask("GET", EXPORT))[1:-1]] == ["Wang"]
    assert [row[9] for row in sheet_of(await li.ask("GET", EXPORT))[1:-1]] == ["Li"]


async def test_more_than_fits_is_refused_and_pages_are_joined(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    await scene(school)
    monkeypatch.setattr(results_export, "READ_ROWS", 1)
    assert len(sheet_of(await school.firm.ask("GET", EXPORT))) == 5
    monkeypatch.setattr(results_export, "MOST_ROWS", 2)
    assert refused(await school.firm.ask("GET", EXPORT)) == (422, "training_results_too_many", "ORG-5")
