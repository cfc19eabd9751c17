"""Workflow 1 of the company's stories on its pages alone: HR and the head of a unit at a desk in Chinese, O1 on a phone in English.

tests/acceptance/people/test_attendance_month.py walks the same month by the API and reaches the same numbers. Through the API came only
what stood before the month: three accounts with standard roles, the unit, its position and nine employees, and the clock.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance.world import World
from tests.journeys.attendance_june import one_rest_day_each, photo_instead_of_a_punch, the_rules_of_june, the_same_file_twice
from tests.journeys.attendance_office import Desk, Office, card, fact, open_office, unit_card


@pytest.fixture
def office(world: World, browser: Browser, pictures: Path) -> Iterator[Office]:
    with open_office(world, browser, pictures) as office:
        yield office


def test_workflow_one_on_its_pages(office: Office) -> None:
    office.at("2026-05-29T10:00:00")
    the_rules_of_june(office.hr)
    one_rest_day_each(office)
    office.at("2026-06-12T08:24:00")
    photo_instead_of_a_punch(office.o1)
    office.at("2026-07-02T10:00:00")
    the_same_file_twice(office)
    first_compilation(office)
    leave_after_the_fact(office)
    signed_in_time(office)
    objection_on_the_last_day(office)
    closed_with_eight_silences(office)
    assert attendance_item(office.o1) == Decimal("1.5")
    replay_from_the_start_of_work(office.hr)
    assert [desk.errors for desk in (office.hr, office.head, office.o1)] == [[], [], []]


def first_compilation(office: Office) -> None:
    """2. O1 sees the same figures as the head: on the phone, and in the sheet that the head compiled."""
    head, o1 = office.head, office.o1
    o1.go("My attendance")
    o1.button("Month before").click()
    for words in ("Worked 24 of 24 days", "Late 3", "Left early 2", "Needs leave 3", "Proved by photo 1"):
        expect(o1.page.get_by_text(words, exact=True)).to_be_visible()
    for mark, days in {"late": (2, 3, 6), "needs leave": (4, 9, 11), "early": (8, 10), "fine": (1, 5, 12)}.items():
        for day in days:
            expect(o1.button(f"{day} {mark}")).to_be_visible()
    o1.picture("phone-june")
    compile_june(head, changed=9)
    head.picture("board-compiled")
    unit_card(head).get_by_role("link", name="查看").click()
    expect(head.page.get_by_text("共 9 行")).to_be_visible()
    head.page.get_by_role("link", name="O1", exact=True).click()
    expect(fact(head.dialog, "应出勤")).to_have_text("24 天 · 96 次打卡 · 180 小时")
    for term, value in {"实出勤": "24", "迟到": "3", "早退": "2", "须请假未请": "3", "旷工": "0", "照片证明": "1"}.items():
        expect(fact(head.dialog, term)).to_have_text(value)
    head.picture("sheet-o1")
    head.button("关闭", head.dialog).click()


def leave_after_the_fact(office: Office) -> None:
    """4. O1 asks on the phone, the head approves in the inbox: two open leave cases are left."""
    head, o1 = office.head, office.o1
    o1.button("4 needs leave").click()
    form = o1.page.get_by_role("link", name="File a leave form")
    expect(form).to_be_visible()
    o1.picture("phone-needs-leave")
    form.click()
    o1.field("Kind").select_option(label="Personal leave")
    o1.dialog.get_by_label("In hours").check()
    expect(o1.field("Day")).to_have_value("2026-06-04")
    for label, value in {"Begins at": "08:30", "Ends at": "09:00", "Reason": "the bus broke down"}.items():
        o1.field(label).fill(value)
    o1.picture("phone-leave-form")
    o1.press("Send for approval")
    expect(o1.page.locator("main")).to_contain_text("Waiting")
    head.go("待审批")
    head.page.get_by_role("listitem").filter(has_text="O1").get_by_role("button").click()
    head.picture("inbox")
    head.page.get_by_role("button", name=re.compile("^同意")).click()
    head.press("同意")
    expect(o1.page.locator("main")).to_contain_text("Approved")
    compile_june(head, changed=1)
    expect_leave_cases(office, 2)


def signed_in_time(office: Office) -> None:
    """5. On the 4th the sheet that nobody signed is marked; compiled again it is the same. The head signs it, HR takes it over."""
    head, hr = office.head, office.hr
    office.at("2026-07-03T23:59:00")
    head.page.reload()
    head.go("月度考勤")
    expect(unit_card(head)).to_contain_text("待签")
    expect(unit_card(head)).not_to_contain_text("逾期")
    office.at("2026-07-04T00:00:10")
    head.page.reload()
    expect(unit_card(head)).to_contain_text("逾期未签")
    head.picture("board-overdue")
    compile_june(head, changed=0)
    head.button("签字", unit_card(head)).click()
    head.press("签字")
    expect(unit_card(head)).to_contain_text("已签")
    expect(unit_card(head)).not_to_contain_text("逾期")
    hr.go("月度考勤")
    hr.button("人事接收", unit_card(hr)).click()
    hr.press("人事接收")
    expect(unit_card(hr)).to_contain_text("人事已接收")


def objection_on_the_last_day(office: Office) -> None:
    """6. O1 objects on the last evening; a form that is sent a second after the 5th is refused with the clause."""
    hr, o1 = office.hr, office.o1
    office.at("2026-07-05T18:00:00")
    o1.go("My month")
    o1.button("Object to 2026-06-09").click()
    expect(o1.field("Day")).to_have_value("2026-06-09")
    o1.field("What is wrong").fill("I left at noon; the clock was slow.")
    o1.field("Witness").fill("Wang, at the gate")
    o1.field("Attachments").fill("p. 7 of the gate book")
    o1.picture("phone-objection-form")
    o1.press("Object")
    expect(card(o1, "Objections")).to_contain_text("Open")
    o1.picture("phone-objection")
    o1.button("Object to 2026-06-11").click()
    o1.field("What is wrong").fill("I left at six.")
    office.at("2026-07-06T00:00:01")
    o1.button("Object", o1.dialog).click()
    expect(o1.dialog).to_contain_text("4.2.1")
    expect(o1.dialog).to_contain_text("2026-07-05")
    o1.picture("phone-too-late")
    o1.button("Cancel", o1.dialog).click()
    o1.button("Discard", o1.dialog).click()
    o1.page.reload()
    expect(o1.page.locator("main")).to_contain_text("Objections were taken until the end of 2026-07-05")
    expect(o1.page.get_by_role("button", name=re.compile("^Object"))).to_have_count(0)
    settle(hr)
    expect(card(o1, "Objections")).to_contain_text("Accepted")
    o1.button("2026-06-09").click()
    expect(o1.dialog).to_contain_text("11:54 needs leave")
    expect(o1.dialog).to_contain_text("12:00 fine")
    o1.picture("phone-objection-settled")
    o1.button("Close", o1.dialog).click()
    expect(fact(o1.page.locator("main"), "Leave cases")).to_have_text("1")


def settle(hr: Desk) -> None:
    hr.go("考勤异议")
    hr.page.get_by_role("link", name="O1", exact=True).click()
    hr.picture("objection")
    hr.button("裁定", hr.dialog).click()
    hr.choose("结论", "采纳")
    hr.field("向谁核实").fill("门卫王师傅看到他中午才离开")
    hr.field("裁定理由").fill("他中午 12 点离开")
    hr.choose("补记", "签退")
    hr.field("时间").fill("12:00")
    hr.press("裁定")
    for words in ("11:54 须请假", "12:00 正常"):
        expect(hr.dialog).to_contain_text(words)
    hr.picture("objection-settled")
    hr.button("关闭", hr.dialog).click()


def closed_with_eight_silences(office: Office) -> None:
    """7. One objection settled, eight accepted by silence, each with its time; nothing but a correction entry changes it then."""
    hr, head = office.hr, office.head
    hr.go("月度考勤")
    expect(unit_card(hr)).to_contain_text("异议已裁定 1")
    hr.button("结账", unit_card(hr)).click()
    hr.press("结账")
    for words in ("已结账", "默认接受 8"):
        expect(unit_card(hr)).to_contain_text(words)
    hr.picture("board-closed")
    unit_card(hr).get_by_role("link", name="查看").click()
    expect(hr.page.get_by_text("默认接受 2026-07-06 00:00")).to_have_count(8)
    expect(hr.page.get_by_text("异议已裁定 2026-07-06 00:00")).to_have_count(1)
    hr.picture("sheet-closed")
    head.go("月度考勤")
    expect(head.button("汇总")).to_be_disabled()
    hr.page.get_by_role("link", name="O1", exact=True).click()
    expect(hr.button("更正单", hr.dialog)).to_be_visible()
    hr.picture("sheet-closed-o1")
    hr.button("关闭", hr.dialog).click()


def attendance_item(o1: Desk) -> Decimal:
    """8. Of five points: half a one off for late and early, a whole one for an open leave case; from what O1 reads on the phone."""
    main = o1.page.locator("main")
    late, early, cases = (int(fact(main, term).inner_text()) for term in ("Late", "Early", "Leave cases"))
    return 5 - Decimal("0.5") * (late + early) - cases


def replay_from_the_start_of_work(hr: Desk) -> None:
    """9. On a copy lateness counts from 08:30: 08:26 and 08:41 change class, nothing else, and nobody but O1."""
    hr.go("考勤制度")
    hr.button("起草新版本").click()
    hr.choose("迟到从上班时间算的时段", "第 1 段")
    hr.field("原因").fill("按另一种读法看 4.1.1")
    hr.press("保存草稿")
    hr.button("重算对比").click()
    expect(hr.field("第一天")).to_have_value("2026-06-01")
    expect(hr.field("最后一天")).to_have_value("2026-06-30")
    hr.press("开始")
    expect(hr.page.get_by_text("1 人、2 天")).to_be_visible()
    rows = hr.page.get_by_role("grid").get_by_role("row").filter(has_text="2026-06-")
    expect(rows).to_have_text(
        [
            re.compile(r"O1\s*2026-06-02\s*08:26 迟到\s*08:26 正常$"),
            re.compile(r"O1\s*2026-06-04\s*08:41 正常 （没有请假单则需请假）\s*08:41 正常 （没有请假单则迟到）$"),
        ]
    )
    hr.picture("replay")


def expect_leave_cases(office: Office, cases: int) -> None:
    """In the head's sheet and on O1's own page."""
    head, o1 = office.head, office.o1
    unit_card(head).get_by_role("link", name="查看").click()
    head.page.get_by_role("link", name="O1", exact=True).click()
    expect(fact(head.dialog, "须请假未请")).to_have_text(str(cases))
    head.button("关闭", head.dialog).click()
    o1.go("My month")
    expect(fact(o1.page.locator("main"), "Leave cases")).to_have_text(str(cases))
    expect(fact(o1.page.locator("main"), "Required")).to_have_text("24 days · 96 punches · 180 hours")
    o1.picture("phone-month")


def compile_june(head: Desk, *, changed: int) -> None:
    head.go("月度考勤")
    head.button("汇总").click()
    expect(head.page.get_by_text(f"最近一次汇总 9 人，{changed} 人的数字有变化")).to_be_visible()
    expect(unit_card(head)).to_contain_text("待签")
