"""Workflow 11 of the company's stories on its pages alone: a reviewer judges a ring, the seller appeals, somebody else decides.

tests/acceptance/test_fake_orders.py walks the same by the API and reaches the same numbers. Through the API came only what the mall tells:
200 orders, and what it saw of ten of them. All stand on one day, so that the home page shows them in one figure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from tests.acceptance.fake_order_scene import heavy_sku, orders_with_a_ring, ring_shows_itself
from tests.acceptance.world import Person, World
from tests.journeys.attendance_office import DESK, PHONE, Desk

CHINA = ZoneInfo("Asia/Shanghai")
JUDGES = (
    "orders.suspicions.read",
    "orders.suspicions.decide",
    "orders.fake_order_cases.read",
    "orders.fake_order_appeals.decide",
    "orders.credit.read",
    "orders.orders.read",
    "orders.figures.read",
)


@dataclass
class Court:
    reviewer: Desk
    seller: Desk
    judge: Desk


@pytest.fixture
def court(world: World, browser: Browser, pictures: Path) -> Iterator[Court]:
    """It is ten in the evening of a day on which 200 orders came in."""
    evening = datetime.now(CHINA).replace(hour=22, minute=0, second=0)
    world.house.set_clock((evening - datetime.now(CHINA)).total_seconds())
    shop, sku = world.shop(), heavy_sku(world, pieces=300)
    ring, neighbours = orders_with_a_ring(world, shop, sku, now=evening.astimezone(UTC), apart=timedelta(minutes=40))
    ring_shows_itself(world, ring, neighbours)
    contexts: list[BrowserContext] = []
    taken: list[str] = []

    def sit_down(who: Person, *, phone: bool = False) -> Desk:
        context = browser.new_context(viewport=PHONE if phone else DESK, is_mobile=phone, has_touch=phone, locale="zh-CN")
        contexts.append(context)
        desk = Desk(context.new_page(), pictures, taken)
        desk.page.on("pageerror", lambda error: desk.errors.append(str(error)))
        desk.page.goto(world.house.address)
        desk.page.locator("input[autocomplete=username]").fill(who.login)
        desk.page.locator("input[type=password]").fill(who.password)
        desk.page.locator("button[type=submit]").click()
        expect(desk.page.locator("main h1")).to_be_visible()
        return desk

    reviewer, judge = (world.person(*JUDGES, shops=[shop], locale="zh-CN") for _ in range(2))
    seller = world.person("orders.fake_order_cases.read", "orders.fake_order_appeals.lodge", shops=[shop], locale="zh-CN")
    yield Court(sit_down(reviewer), sit_down(seller, phone=True), sit_down(judge))
    for context in contexts:
        context.close()
    world.house.set_clock(0)


def sales(desk: Desk) -> Locator:
    desk.go("首页")
    return desk.page.get_by_role("link").filter(has_text="今日销售额")


def orders_of_score(desk: Desk, score: int) -> Locator:
    table = desk.page.get_by_role("region", name="疑似订单")
    return table.get_by_role("row").filter(has=desk.page.get_by_role("cell", name=str(score), exact=True))


def decide(desk: Desk, verb: str, reason: str, orders: Locator) -> None:
    for place in range(orders.count()):
        orders.nth(place).get_by_role("checkbox").check()
    desk.button(verb).click()
    desk.dialog.get_by_role("textbox").fill(reason)
    desk.press(verb)


def test_a_ring_is_judged_appealed_and_restored_on_the_pages(court: Court) -> None:
    reviewer = court.reviewer
    expect(sales(reviewer)).to_contain_text("¥20,000.00")
    expect(sales(reviewer)).not_to_contain_text("已剔除")
    confirmed_and_cleared(reviewer)
    figure = sales(reviewer)
    expect(figure).to_contain_text("¥18,400.00")
    expect(figure).to_contain_text("已剔除刷单 ¥1,600.00")
    reviewer.picture("fake-orders-figure")
    appealed(court.seller)
    nobody_judges_themselves(reviewer)
    upheld(court.judge)
    restored = sales(court.judge)
    expect(restored).to_contain_text("¥20,000.00")
    expect(restored).not_to_contain_text("已剔除")
    court.judge.go("信用")
    expect(court.judge.page.get_by_text("正常", exact=True)).to_be_visible()
    assert [desk.errors for desk in (reviewer, court.seller, court.judge)] == [[], [], []]


def confirmed_and_cleared(reviewer: Desk) -> None:
    """Ten hang together; eight show every sign of it. By keyboard from the list: the first ring is opened with Enter."""
    reviewer.go("刷单审查")
    grid = reviewer.page.get_by_role("grid")
    expect(grid).to_contain_text("¥1,760.00")
    grid.focus()
    reviewer.page.keyboard.press("j")
    reviewer.page.keyboard.press("Enter")
    expect(reviewer.page.get_by_text("10 单，合计 ¥1,760.00")).to_be_visible()
    reviewer.picture("fake-orders-ring")
    eight, two = orders_of_score(reviewer, 150), orders_of_score(reviewer, 70)
    expect(eight).to_have_count(8)
    expect(two).to_have_count(2)
    expect(reviewer.button("认定为刷单")).to_be_disabled()
    decide(reviewer, "认定为刷单", "空包、同一付款人", eight)
    expect(eight.filter(has_text="刷单").get_by_text("刷单", exact=True)).to_have_count(8)
    decide(reviewer, "排除嫌疑", "住在同一栋楼，家人代付", two)
    expect(two.get_by_text("已排除", exact=True)).to_have_count(2)


def appealed(seller: Desk) -> None:
    seller.go("刷单案件")
    expect(seller.page.get_by_text("¥1,600.00")).to_be_visible()
    seller.button("提出申诉").click()
    seller.field("申诉说明").fill("真实客户，空包为仓库误发")
    seller.field("证据").fill("合同 HT-2026-11\n聊天记录.png")
    seller.press("提出申诉")
    expect(seller.page.get_by_text("待裁决")).to_be_visible()
    seller.picture("fake-orders-appeal-phone")


def nobody_judges_themselves(reviewer: Desk) -> None:
    reviewer.go("刷单案件")
    reviewer.button("申诉成立").click()
    reviewer.dialog.get_by_role("textbox").fill("同意")
    reviewer.button("申诉成立", reviewer.dialog).click()
    expect(reviewer.dialog).to_contain_text("申诉须由认定人和申诉人以外的人决定")
    reviewer.page.keyboard.press("Escape")


def upheld(judge: Desk) -> None:
    judge.go("刷单案件")
    judge.button("申诉成立").click()
    judge.dialog.get_by_role("textbox").fill("证据属实")
    judge.press("申诉成立")
    expect(judge.page.get_by_role("grid").get_by_text("申诉成立", exact=True)).to_be_visible()
