"""What June of the attendance month is made of, by its pages: the rules and the calendar, the rota, a photo, the file of punches."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests.acceptance.people.test_attendance import USUAL, june
from tests.journeys.attendance_office import UNIT, Desk, Office, card, fact


def the_rules_of_june(hr: Desk) -> None:
    """1. The version with its bands, and the public holiday: 24 days, 96 punches, 180 hours for both patterns."""
    hr.go("考勤制度")
    hr.button("起草新版本").click()
    for label, value in {"上班时段": "08:30-12:00\n14:00-18:00", "提前签到": "5", "迟到范围": "15", "早退范围": "5"}.items():
        hr.field(label).fill(value)
    hr.field("每月机动调休天数").fill("1")
    hr.field("每月轮休天数").fill("5")
    hr.field("原因").fill("2026 年 6 月起的考勤规定")
    hr.press("保存草稿")
    hr.button("发布").click()
    hr.day("生效日期", "2026-06-01")
    hr.press("发布")
    expect(card(hr, "第 2 版")).to_contain_text("未生效")
    expect(card(hr, "第 2 版")).to_contain_text("2026-06-01")
    hr.picture("policy")
    hr.go("工作日历")
    hr.button("设置公司日").click()
    hr.day("日期", "2026-06-19")
    hr.choose("类型", "放假")
    hr.field("名称").fill("端午节")
    hr.field("原因").fill("公司日历")
    hr.press("设置")
    expect(hr.page.get_by_role("listitem").filter(has_text="2026-06-19")).to_contain_text("端午节公司设置")
    row = hr.page.get_by_role("row", name=re.compile("^2026-06"))
    hr.picture("calendar")
    expect(row).to_contain_text("24 天，96 次打卡，180 小时24 天，96 次打卡，180 小时")


def one_rest_day_each(office: Office) -> None:
    head = office.head
    head.go("排班")
    head.page.get_by_role("button", name=re.compile("^部门")).click()
    head.button(UNIT).click()
    head.button("下个月").click()
    for name in office.numbers:
        head.page.get_by_role("checkbox", name=f"{name} 2026-06-30 休息").click()
    head.button("保存").click()
    head.button("发布").click()
    head.press("发布")
    head.picture("rota")


def photo_instead_of_a_punch(o1: Desk) -> None:
    o1.go("My attendance")
    o1.button("Photo sign-in").click()
    buffer = io.BytesIO()
    Image.effect_noise((320, 240), 70).convert("RGB").save(buffer, "JPEG")
    o1.dialog.locator("input[type=file]").set_input_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()})
    o1.press("Sign in")
    expect(fact(o1.page.locator("main"), "in").first).to_contain_text("08:24")
    o1.picture("phone-photo-done")


def the_same_file_twice(office: Office) -> None:
    hr, numbers = office.hr, office.numbers
    days = sorted({time[:10] for _, time in june("")})
    rows = june(numbers["O1"]) + [
        (number, f"{day} {clock}") for name, number in numbers.items() if name != "O1" for day in days for clock in USUAL
    ]
    text = "工号,打卡时间\n" + "\n".join(",".join(row) for row in rows)
    hr.go("打卡导入")
    for added in (863, 0):
        hr.button("导入文件").click()
        hr.dialog.locator("input[type=file]").set_input_files({"name": "june.csv", "mimeType": "text/csv", "buffer": text.encode()})
        expect(hr.button("导入", hr.dialog)).to_be_enabled()
        hr.press("导入")
        expect(hr.page.get_by_role("region", name="消息")).to_contain_text(f"其中 {added} 行")
    for added, known in (("863", "0"), ("0", "863")):
        expect(hr.page.get_by_role("row", name=re.compile(rf"june\.csv\s*863\s*{added}\s*{known}\s*0"))).to_have_count(1)
    hr.picture("punches")
