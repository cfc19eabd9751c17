"""HR grants and corrects balances, one by one and by file; every line stays in the ledger (rules ATT-9, SYS-3)."""

import asyncio
import io
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from services.people.tests.api.attendance.attendance_house import Attendance
from services.people.tests.api.attendance.leave_scene import LeaveScene
from services.people.tests.attendance_people import shown_employee, shown_unit

pytestmark = pytest.mark.rule("ATT-9", "SYS-3")
HEADINGS = ["工号", "姓名", "假别", "操作", "数量", "有效期至", "凭据编号", "原因"]
GRANT = ["A", "Name A", "年假", "发放", "5", "2026-12-31", "HR-1", "for 2026"]


@pytest.fixture
async def scene(attendance: Attendance) -> LeaveScene:
    return await LeaveScene(attendance).open()


def workbook(*rows: list[Any]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for place, cells in enumerate([HEADINGS, *rows]):
        sheet.write_row(place, 0, cells)
    book.close()
    return buffer.getvalue()


async def load(scene: LeaveScene, *rows: list[Any], check: bool = False, who: str = "P", csv: bool = False) -> dict[str, Any]:
    content = "\n".join(",".join(map(str, cells)) for cells in [HEADINGS, *rows]).encode("gb18030") if csv else workbook(*rows)
    files = {"file": ("leave.csv" if csv else "leave.xlsx", content, "application/octet-stream")}
    answer = await scene.ask(who, "POST", f"/leave-imports?check={str(check).lower()}", files=files)
    return answer.json() | {"status": answer.status_code}


async def test_a_file_is_checked_then_taken_and_the_same_file_adds_nothing(scene: LeaveScene) -> None:
    rows = [GRANT, ["B", "", "time_off", "", 7.5, "", "HR-1", "worked on Sunday"]]
    checked = await load(scene, *rows, check=True)
    assert (checked["added"], checked["known"], checked["applied"], checked["errors"]) == (2, 0, False, [])
    assert (await scene.balance("A"))["balance"] == "0"
    assert (await load(scene, *rows))["added"] == 2
    assert await scene.balance("A") == {"balance": "5", "held": "0", "available": "5"}
    assert (await scene.balance("B", "time_off"))["balance"] == "7.5"
    again = await load(scene, *rows)
    assert (again["added"], again["known"], again["applied"]) == (0, 2, True)
    # A longer file holds what was there before; as csv it is the same.
    more = await load(scene, *rows, ["A", "", "annual", "更正", "-0.5", "", "HR-2", "counted twice"], csv=True)
    assert (more["added"], more["known"], (await scene.balance("A"))["balance"]) == (1, 2, "4.5")
    ledger = (await scene.call("P", "GET", f"/leave-balances/annual/ledger?employee_id={shown_employee('A')}"))["data"]
    assert [(line["move"], line["amount"], line["expires_on"], line["document"], line["reason"]) for line in ledger] == [
        ("grant", "5", "2026-12-31", "HR-1", "for 2026"),
        ("correct", "-0.5", None, "HR-2", "counted twice"),
    ]


async def test_one_wrong_row_and_nothing_is_taken(scene: LeaveScene) -> None:
    await load(scene, GRANT)
    rows = [
        ["X", "", "年假", "发放", "5", "", "HR-3", "for 2026"],
        ["B", "", "年假", "发放", "5", "", "HR-3", "for 2026"],
        ["A", "Name B", "病假", "发放", "0.001", "2026-01-01", "HR-3", "for 2026"],
        ["A", "", "年假", "发放", "6", "2026-12-31", "HR-1", "for 2026"],
        ["A", "", "年假", "更正", "-6", "", "HR-4", "too much"],
    ]
    found = [(2, "工号", "unknown_employee"), (4, "姓名", "name_differs"), (4, "假别", "no_balance")]
    found += [(5, "凭据编号", "document_used"), (6, "数量", "leave_over_balance")]
    checked = await load(scene, *rows, check=True)
    assert [(one["row"], one["column"], one["code"]) for one in checked["errors"]] == found
    refused = await load(scene, *rows)
    assert (refused["status"], refused["code"], refused["rule"]) == (422, "rows_refused", "SYS-3")
    assert [one["pointer"] for one in refused["errors"]] == [f"row {row}/{column}" for row, column, _ in found]
    assert [(await scene.balance(who))["balance"] for who in "AB"] == ["5", "0"]
    assert (await load(scene, ["A"]))["code"] == "rows_refused"
    nothing = {"file": ("leave.xlsx", b"PK\x03\x04 no workbook", "application/octet-stream")}
    assert (await scene.refused("P", "POST", "/leave-imports", files=nothing))["code"] == "file_unreadable"


async def test_two_who_send_the_same_file_at_once_book_it_once(scene: LeaveScene) -> None:
    answers = await asyncio.gather(*(load(scene, GRANT) for _ in range(3)))
    assert sorted(answer["added"] for answer in answers) == [0, 0, 1]
    assert (await scene.balance("A"))["balance"] == "5"


async def test_the_template_is_a_file_that_can_be_read_again(scene: LeaveScene) -> None:
    made = await scene.ask("P", "GET", "/leave-imports/template")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_index(0).to_python()
    assert (lines[0], len(lines)) == (HEADINGS, 2)
    text = (await scene.ask("P", "GET", "/leave-imports/template?format=csv&lang=en-US")).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Employee number,Name,Kind of leave,Entry,Amount,Last day,Document,Reason"
    files = {"file": ("leave-template.csv", text.replace("E000001", "A").replace("Zhang San", "Name A").encode(), "text/csv")}
    assert (await scene.call("P", "POST", "/leave-imports", files=files))["added"] == 1
    assert [(await scene.ask(who, "GET", "/leave-imports/template")).status_code for who in "AH"] == [403, 403]


async def test_balances_of_many_people_tell_namesakes_apart(scene: LeaveScene) -> None:
    scene.attendance.company._run("UPDATE employee SET name = 'Li Na' WHERE number IN (%s, %s)", ("A", "B"))
    await load(scene, ["A", "Li Na", *GRANT[2:]])
    await scene.leave(first="2026-07-06")
    found = (await scene.call("P", "GET", "/leave-accounts?q=li%20na"))["data"]
    assert [(row["number"], row["name"], row["unit_en"]) for row in found] == [("A", "Li Na", "sales"), ("B", "Li Na", "sales")]
    annual = {row["number"]: next(one for one in row["balances"] if one["kind"] == "annual") for row in found}
    assert {number: (one["balance"], one["held"], one["available"]) for number, one in annual.items()} == {
        "A": ("5", "1", "4"),
        "B": ("0", "0", "0"),
    }
    assert annual["A"]["ends"] == [{"on": "2026-12-31", "amount": "5"}]
    page = await scene.call("P", "GET", f"/leave-accounts?limit=2&unit_id={shown_unit('sales')}")
    rest = await scene.call("P", "GET", f"/leave-accounts?limit=2&unit_id={shown_unit('sales')}&cursor={page['next_cursor']}")
    assert [row["number"] for row in (*page["data"], *rest["data"])] == ["A", "B", "H"]
    assert (await scene.ask("A", "GET", "/leave-accounts")).status_code == 403


async def test_a_booking_names_everybody_who_has_too_little(scene: LeaveScene) -> None:
    await scene.grant("B", "3")
    body = {"kind": "annual", "move": "correct", "amount": "-1", "reason": "granted too much"}
    body |= {"employee_ids": [shown_employee(number) for number in "ABH"]}
    refused = await scene.refused("P", "POST", "/leave-balances/bookings", json=body)
    assert (refused["code"], [one["pointer"] for one in refused["errors"]]) == (
        "leave_over_balance",
        ["/employee_ids/0", "/employee_ids/2"],
    )
    assert (await scene.balance("B"))["balance"] == "3"
    past = {"employee_ids": [shown_employee("A")], "kind": "annual", "move": "grant", "amount": "1", "reason": "for the year"}
    refused = await scene.refused("P", "POST", "/leave-balances/bookings", json=past | {"expires_on": "2026-07-02"})
    assert (refused["code"], refused["rule"], refused["errors"][0]["pointer"]) == ("leave_amount_wrong", "ATT-9", "/expires_on")
    unknown = past | {"employee_ids": [f"emp_{'0' * 32}"]}
    assert (await scene.refused("P", "POST", "/leave-balances/bookings", json=unknown))["code"] == "employee_not_found"


@pytest.mark.rule("SYS-6")
async def test_kinds_that_come_later_are_listed_too(scene: LeaveScene) -> None:
    body = {
        "code": "care", "name_zh": "护理假", "name_en": "Care leave", "paid": True, "balance": True, "unit": "half_day", "evidence": False,
        "effective_from": "2026-08-01", "reason": "new law",
    }  # fmt: skip
    await scene.call("P", "POST", "/leave-kinds", json=body)
    now = {kind["code"] for kind in (await scene.call("P", "GET", "/leave-kinds"))["data"]}
    newest = {kind["code"]: kind["effective_from"] for kind in (await scene.call("P", "GET", "/leave-kinds?versions=newest"))["data"]}
    assert ("care" in now, newest["care"]) == (False, "2026-08-01")
