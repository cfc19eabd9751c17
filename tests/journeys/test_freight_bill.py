"""Workflow 9 of the company's stories on its pages alone: a clerk publishes the price card, takes the carrier's bill and settles it; finance pays.

tests/acceptance/test_freight.py walks the same bill by the API and reaches the same numbers. Through the API came only what stood before:
people, and five parcels that had left.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, expect
from python_calamine import CalamineWorkbook

from tests.acceptance.test_freight import WEIGHTS, send
from tests.acceptance.world import World
from tests.journeys.attendance_office import Desk, card
from tests.journeys.seats import Seats

CLERK = ("warehouse.freight.read", "warehouse.freight.reconcile", "warehouse.price_cards.publish", "warehouse.shipments.read")
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def seats(world: World, browser: Browser, pictures: Path) -> Iterator[Seats]:
    seats = Seats(world, browser, pictures, story="freight")
    yield seats
    seats.leave()


@pytest.mark.rule("LOG-1", "LOG-3")
def test_workflow_nine_on_its_pages(world: World, seats: Seats) -> None:
    clerk = seats.sit_down(world.person(*CLERK), "zh-CN")
    finance = seats.sit_down(world.person("warehouse.freight.read", "warehouse.freight.pay"), "en-US")
    publish_a_card(clerk)
    sku, shop = world.sku(5), world.shop()
    sent = [send(world, shop, sku, weight_g, province) for weight_g, province in WEIGHTS]
    unknown = f"SF{uuid4().int % 10**13:013d}"
    amounts = ["8", "8", "12", "14", "20", "9", "14"]
    lines = [f"{number},{amount},2.4" for number, amount in zip([*sent, unknown, sent[3]], amounts, strict=True)]
    take_the_bill(clerk, lines)
    expect_sums(clerk, billed="85.00", payable="60.00", disputed="25.00", paid="0.00")
    clerk.picture("compared")
    expect_dispute_file(clerk, [(4, 12, 10, "1.200"), (7, 9, 0, ""), (8, 14, 0, "3.500")])
    the_carrier_proves_line_four(clerk)
    expect_sums(clerk, billed="85.00", payable="62.00", disputed="23.00", paid="0.00")
    number = clerk.page.url.rsplit("/", 1)[-1].split("?")[0]
    finance_pays(finance, number)
    the_rest_is_given_up(clerk)
    expect_sums(clerk, billed="85.00", payable="62.00", disputed="0.00", paid="62.00")
    taken_again_it_is_the_same(clerk, lines, number)
    clerk.page.set_viewport_size(PHONE)
    clerk.picture("phone")
    assert seats.errors() == []


def publish_a_card(clerk: Desk) -> None:
    """First kg 8, each further started kg 2, remote +10; tried before and after."""
    clerk.go("运费价卡")
    clerk.button("发布价卡").click()
    clerk.page.get_by_label("承运商").select_option("SF")
    page = clerk.page
    page.get_by_label("第 1 区 首重价").fill("8")
    page.get_by_label("第 1 区 续重价").fill("2")
    page.get_by_label("偏远地区").fill("西藏")
    page.get_by_label("偏远附加（元）").fill("10")
    page.get_by_label("生效时间").fill("2026-01-01")
    try_a_parcel(page.get_by_role("form", name="试算"), "2.3", "新疆", "2.3 kg 寄往新疆：12.00 元，计费重量 2.3 kg")
    clerk.picture("card")
    clerk.button("发布").click()
    expect(page.get_by_text("生效中").first).to_be_visible()
    expect(page.get_by_text("其他地区：首重 1 kg 内 8 元，续重每 1 kg 2 元").first).to_be_visible()
    try_a_parcel(page.get_by_role("form", name="试算").first, "2", "西藏", "2 kg 寄往西藏：20.00 元，计费重量 2 kg，含偏远附加 10.00 元")
    clerk.picture("cards")


def try_a_parcel(place: Locator, weight: str, region: str, said: str) -> None:
    place.get_by_label("重量（kg）").fill(weight)
    place.get_by_label("寄往").fill(region)
    place.get_by_label("寄往").press("Enter")
    expect(place.get_by_text(said)).to_be_visible()


def choose_file(clerk: Desk, lines: list[str]) -> None:
    today = datetime.now(UTC).date()
    clerk.button("上传账单").click()
    clerk.choose("承运商", "顺丰速运")
    clerk.day("账期开始", str(today - timedelta(days=1)))
    clerk.day("账期结束", str(today + timedelta(days=1)))
    clerk.button("下一步", clerk.dialog).click()
    content = "\n".join(["运单号,金额,计费重量", *lines]).encode()
    clerk.dialog.locator("input[type=file]").set_input_files({"name": "bill.csv", "mimeType": "text/csv", "buffer": content})


def take_the_bill(clerk: Desk, lines: list[str]) -> None:
    """Every wrong row is shown at once; then the right file."""
    clerk.go("运费对账")
    choose_file(clerk, [*lines[:2], "x,free,", f"{lines[2]}kg"])
    expect(clerk.dialog.get_by_role("row")).to_have_count(4)
    clerk.picture("wrong-rows")
    clerk.page.keyboard.press("Escape")
    choose_file(clerk, lines)
    clerk.button("导入", clerk.dialog).click()
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("账单 FB")


def expect_sums(clerk: Desk, **sums: str) -> None:
    names = {"billed": "账单金额", "payable": "应付", "disputed": "争议", "paid": "已付"}
    for name, amount in sums.items():
        tile = clerk.page.locator(".dz-stat").filter(has=clerk.page.get_by_text(names[name], exact=True))
        expect(tile).to_contain_text(f"¥{amount}")


def expect_dispute_file(clerk: Desk, lines: list[tuple[int, int, int, str]]) -> None:
    with clerk.page.expect_download() as waiting:
        clerk.button("下载争议明细").click()
    _, *rows = CalamineWorkbook.from_path(waiting.value.path()).get_sheet_by_index(0).to_python()
    assert [(row[0], row[4], row[5], row[8]) for row in rows] == lines


def the_carrier_proves_line_four(clerk: Desk) -> None:
    grid = clerk.page.get_by_role("grid", name="账单明细")
    grid.get_by_role("button", name="处理第 4 行").click()
    clerk.choose("结果", "承运商已举证")
    clerk.field("说明").fill("重新包装后 2.4 kg")
    clerk.picture("settling")
    clerk.press("处理")
    grid.get_by_role("row").filter(has_text="重量不符").get_by_role("gridcell").nth(2).dblclick()
    expect(clerk.dialog.get_by_text("承运商已举证 10.00 → 12.00")).to_be_visible()
    expect(clerk.dialog.get_by_text("重新包装后 2.4 kg")).to_be_visible()
    clerk.picture("history")
    clerk.page.keyboard.press("Escape")


def finance_pays(finance: Desk, number: str) -> None:
    finance.go("Freight bills")
    finance.page.get_by_role("link", name=number).click()
    finance.button("Note a payment").click()
    finance.field("Amount").fill("62.01")
    finance.field("Payment document").fill("P-1")
    finance.button("Note", finance.dialog).click()
    expect(finance.dialog.get_by_role("alert").first).to_contain_text("LOG-3")
    finance.field("Amount").fill("62.00")
    finance.press("Note")
    finance.page.get_by_role("tab", name="Payments").click()
    expect(finance.page.get_by_role("row").filter(has_text="P-1")).to_contain_text("¥62.00")
    finance.picture("paid")


def the_rest_is_given_up(clerk: Desk) -> None:
    """By keyboard: the rows are chosen with x."""
    clerk.page.reload()
    grid = clerk.page.get_by_role("grid", name="账单明细")
    for text in ("非我方运单", "重复计费"):
        row = grid.get_by_role("row").filter(has_text=text)
        row.get_by_role("checkbox").check()
    clerk.button("承运商放弃").click()
    clerk.dialog.get_by_role("textbox").fill("承运商同意扣除")
    clerk.picture("in-bulk")
    clerk.press("处理")
    expect(grid.get_by_text("争议中")).to_have_count(0)


def taken_again_it_is_the_same(clerk: Desk, lines: list[str], number: str) -> None:
    clerk.go("运费对账")
    clerk.picture("bills")
    rows = clerk.page.get_by_role("grid").get_by_role("row").count()
    choose_file(clerk, lines)
    clerk.button("导入", clerk.dialog).click()
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text(number)
    expect_sums(clerk, payable="62.00", disputed="0.00")
    expect(card(clerk, "核对结果").get_by_role("row").filter(has_text="重复计费")).to_contain_text("¥14.00")
    clerk.go("运费对账")
    expect(clerk.page.get_by_role("grid").get_by_role("row")).to_have_count(rows)
    clerk.page.get_by_role("link", name=number).click()
    expect(card(clerk, "核对结果")).to_be_visible()
