"""A clerk merges a buyer's orders, splits one by hand, and types one in, by keyboard where it is quicker (rules ORD-1, ORD-2)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.world import World
from tests.journeys.test_an_order_to_its_shop import sign_in


@pytest.fixture
def page(world: World, browser: Browser) -> Page:
    opened = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 900})
    sign_in(opened, world, "zh-CN")
    return opened


@pytest.mark.rule("ORD-2")
def test_a_buyers_orders_are_merged_where_they_are_proposed(world: World, page: Page, pictures: Path) -> None:
    shop, sku = world.shop(), world.sku(5)
    first = world.body(shop, sku=sku)
    second = world.body(shop, sku=sku, buyer_id=first["buyer_id"], receiver=first["receiver"])
    for order in (first, second):
        world.place(order)
    one, two = (world.becomes(order["platform_order_no"], status="allocated") for order in (first, second))

    def proposed() -> bool:
        groups = world.call("GET", "/orders/v1/orders/merge-candidates?limit=100")["data"]
        return any({order["id"] for order in group["orders"]} == {one["id"], two["id"]} for group in groups)

    world.eventually(proposed, what="the two are proposed")
    page.goto(f"{world.house.address}/orders/merge")
    row = page.get_by_role("row").filter(has_text=one["number"])
    expect(row).to_be_visible()
    page.screenshot(path=pictures / "merge-1-proposed.png")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name=re.compile("^合并这")).click()
    page.get_by_role("dialog").get_by_role("button", name="合并", exact=True).click()
    page.get_by_role("dialog", name="处理结果").get_by_role("button", name="知道了").click()
    merged = world.becomes(first["platform_order_no"], status="merged")
    page.goto(f"{world.house.address}/orders/{merged['id']}")
    parcel = merged["related"][0]["number"]
    expect(page.get_by_role("link", name=parcel)).to_be_visible()
    page.screenshot(path=pictures / "merge-2-order.png", full_page=True)
    page.get_by_role("link", name=parcel).click()
    for order in (one, two):
        expect(page.get_by_role("link", name=order["number"])).to_be_visible()
    page.get_by_role("button", name="调整").click()
    page.get_by_role("menuitem", name="还原").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("买家要求分开")
    page.get_by_role("dialog").get_by_role("button", name="还原", exact=True).click()
    world.becomes(first["platform_order_no"], status="allocated")
    page.close()


@pytest.mark.rule("ORD-2")
def test_one_is_split_by_hand_and_both_parcels_stand_on_it(world: World, page: Page, pictures: Path) -> None:
    order = world.allocated(world.shop(), sku=world.sku(3), quantity=3)
    page.goto(f"{world.house.address}/orders/{order['id']}")
    page.get_by_role("button", name="调整").click()
    page.get_by_role("menuitem", name="手动拆分").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="拆分", exact=True)).to_be_disabled()
    dialog.get_by_role("spinbutton").first.fill("1")
    page.screenshot(path=pictures / "split-1-dialog.png")
    dialog.get_by_role("button", name="拆分", exact=True).click()
    split = world.becomes(order["platform_order_no"], status="split")
    assert sorted(part["piece_count"] for part in split["related"]) == [1, 2]
    for part in split["related"]:
        expect(page.get_by_role("link", name=part["number"])).to_be_visible()
    page.screenshot(path=pictures / "split-2-order.png", full_page=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path=pictures / "split-3-phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


@pytest.mark.rule("ORD-1")
def test_an_order_is_typed_in_by_keyboard(world: World, page: Page, pictures: Path) -> None:
    shop, sku = world.shop(), world.sku(5)
    page.goto(f"{world.house.address}/orders/new")
    page.get_by_label("店铺", exact=True).select_option(shop)
    line = page.get_by_label("粘贴一整行地址")
    line.fill("李雷 13800138001 江苏省南京市玄武区中山路1号")
    line.press("Enter")
    expect(page.get_by_label("市", exact=True)).to_have_value("南京市")
    goods = page.get_by_role("combobox", name=re.compile("商品 1"))
    goods.fill(sku)
    expect(page.get_by_role("option").filter(has_text=sku)).to_be_visible()
    goods.press("Enter")
    page.get_by_label("数量 1").fill("2")
    page.get_by_label("单价 1").fill("19.90")
    page.screenshot(path=pictures / "manual-1-form.png", full_page=True)
    page.get_by_label("单价 1").press("Control+Enter")
    page.wait_for_url(re.compile(r"/orders/ord_"))
    expect(page.get_by_text("hand").first).to_be_visible()
    page.goto(f"{world.house.address}/orders/new")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_label("粘贴一整行地址")).to_be_visible()
    page.screenshot(path=pictures / "manual-2-phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(f"{world.house.address}/price-rules")
    expect(page.get_by_text("现行")).to_be_visible()
    page.screenshot(path=pictures / "price-rules.png")
    page.close()
