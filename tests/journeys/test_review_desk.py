"""Reviewers work through what is held, by keyboard; a draft of the rules is changed, tried and published (rules ORD-2, SYS-6)."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.world import World
from tests.journeys.test_an_order_to_its_shop import sign_in


@pytest.fixture
def page(world: World, browser: Browser) -> Page:
    opened = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 900})
    sign_in(opened, world, "zh-CN")
    return opened


def place_held(world: World, count: int) -> list[dict[str, Any]]:
    """Orders of one shop that wait for service and for finance."""
    shop, sku = world.shop(), world.sku(count)
    bodies = [world.body(shop, sku=sku, price="6000.00", buyer_remark=f"请开发票 {place}") for place in range(count)]
    for body in bodies:
        world.place(body)
    return [world.becomes(body["platform_order_no"], reservation="reserved") for body in bodies]


@pytest.mark.rule("ORD-2")
def test_r_says_yes_for_one_stage_and_the_order_waits_for_the_other(world: World, page: Page, pictures: Path) -> None:
    first, _ = place_held(world, 2)
    shop = first["shop_id"]
    page.goto(f"{world.house.address}/review-desk?shop={shop}")
    expect(page.get_by_role("button", name=re.compile(first["number"]))).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_text("这里放行后，还要等：财务")).to_be_visible()
    expect(page.get_by_text("买家：请开发票 0")).to_be_visible()
    page.screenshot(path=pictures / "review-1-desk.png")
    page.keyboard.press("r")
    page.get_by_role("dialog").get_by_role("button", name="放行", exact=True).click()
    expect(page.get_by_role("button", name=re.compile(first["number"]))).to_have_count(0)
    # The next one is open already.
    expect(page.get_by_text("买家：请开发票 1")).to_be_visible()
    assert world.order(first["platform_order_no"])["waits_for"] == ["finance"]
    page.get_by_role("tab", name="财务").click()
    expect(page.get_by_role("button", name=re.compile(first["number"]))).to_be_visible()
    page.close()


@pytest.mark.rule("ORD-2", "SYS-6")
def test_a_draft_is_changed_tried_and_published(world: World, page: Page, pictures: Path) -> None:
    [order] = place_held(world, 1)
    shop_name = world.order(order["platform_order_no"])["shop_name"]
    page.goto(f"{world.house.address}/review-rules")
    page.get_by_role("button", name="新建草案").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("年货节免审")
    dialog.get_by_role("button", name="新建草案").click()
    expect(page.get_by_role("heading", name="年货节免审")).to_be_visible()
    page.get_by_role("button", name="添加规则").click()
    dialog.get_by_label("中文名称").fill("信任的店")
    dialog.get_by_label("英文名称").fill("Trusted shop")
    dialog.get_by_label("编码", exact=False).first.fill("trusted_shop")
    dialog.get_by_label("作用").click()
    page.get_by_text("免审：本阶段的其他规则自动放行").last.click()
    dialog.get_by_label("店铺").click()
    page.keyboard.type(shop_name)
    page.keyboard.press("Enter")
    page.screenshot(path=pictures / "review-3-rule.png")
    dialog.get_by_role("button", name="保存规则").click()
    expect(page.get_by_text(f"客服免审：店铺为“{shop_name}”")).to_be_visible()
    page.get_by_role("button", name="试算").click()
    dialog.get_by_role("button", name="试算").click()
    expect(page.get_by_role("link", name=order["number"])).to_be_visible()
    page.screenshot(path=pictures / "review-4-replay.png", full_page=True)
    page.get_by_role("button", name="发布", exact=True).click()
    dialog.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text(re.compile(r"^已发布为第 \d+ 版$"))).to_be_visible()
    later = world.body(order["shop_id"], sku=order["lines"][0]["sku"], buyer_remark="快")
    assert world.place(later).json()["hold_reasons"] == []
    page.goto(f"{world.house.address}/orders/{world.order(later['platform_order_no'])['id']}")
    expect(page.get_by_text("“信任的店”自动放行：买家留言")).to_be_visible()
    page.screenshot(path=pictures / "review-5-order.png", full_page=True)
    page.close()
