"""One order from a signed webhook to the told shop, seen and worked on in the browser, in both languages."""

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.test_orders_come_in import shopify_order, signed
from tests.acceptance.world import World

WORDS = {
    "zh-CN": {"scan": "扫描或输入单号", "goods": "扫描商品条码", "pack": "打包完成", "ship": "发货", "confirm": "确认拣完", "carrier": "承运商", "tracking": "运单号", "shipped": "已发货"},
    "en-US": {"scan": "Scan or type a number", "goods": "Scan the goods", "pack": "Packed", "ship": "Ship", "confirm": "Confirm picked", "carrier": "Carrier", "tracking": "Waybill", "shipped": "Shipped"},
}  # fmt: skip


def sign_in(page: Page, world: World, language: str) -> None:
    clerk = world.person("*")
    world.call(
        "PATCH", "/people/v1/me", json={"locale": language}, token=clerk.token, headers={"If-Match": version_of_me(world, clerk.token)}
    )
    page.goto(world.house.address)
    page.locator("input[autocomplete=username]").fill(clerk.login)
    page.locator("input[type=password]").fill(clerk.password)
    page.locator("button[type=submit]").click()
    expect(page.locator("nav")).to_be_visible()


def version_of_me(world: World, token: str) -> str:
    return world.ask("GET", "/people/v1/me", token=token).headers["etag"]


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_from_webhook_to_told_shop(world: World, browser: Browser, pictures: Path, language: str) -> None:
    words = WORDS[language]
    shop, sku = world.shop("shopify"), world.sku(5)
    number = str(uuid4().int % 10**12)
    world.shops.book.expect(number, [(f"{int(number) * 10 + 1}", 1)])
    page = browser.new_page(locale=language, viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, world, language)
    page.screenshot(path=pictures / f"{language}-1-home.png")

    # The desk is open when the shop's webhook comes: the order appears by itself.
    page.goto(f"{world.house.address}/orders")
    payload = json.dumps(shopify_order(int(number), sku, updated_at="2026-11-20T12:00:00+08:00")).encode()
    path = f"/channels/v1/webhooks/shopify/{shop}"
    assert world.ask("POST", path, content=payload, headers=signed(payload, delivery=uuid4().hex), token="").status_code == 200
    order = world.becomes(number, status="allocated")
    expect(page.get_by_text(order["number"]).first).to_be_visible(timeout=10_000)
    page.screenshot(path=pictures / f"{language}-2-orders.png")

    shipment = world.shipment_of(order)
    listed = world.call("POST", "/warehouse/v1/pick-lists", json={"warehouse": "HZ1", "shipments": [shipment]})["pick_list"]["number"]
    page.goto(f"{world.house.address}/pick-lists/{listed}")
    page.get_by_role("button", name=words["confirm"]).click()
    page.screenshot(path=pictures / f"{language}-3-pick-list.png")
    page.get_by_role("dialog").get_by_role("button", name=words["confirm"]).click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.goto(f"{world.house.address}/station")
    page.get_by_label(words["scan"]).fill(shipment)
    page.keyboard.press("Enter")
    goods = page.get_by_label(re.compile(re.escape(words["goods"])))
    goods.fill("000000")
    goods.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.screenshot(path=pictures / f"{language}-4-wrong-scan.png")
    goods.fill(sku)
    goods.press("Enter")
    page.get_by_role("button", name=words["pack"], exact=True).click()
    page.get_by_label(words["carrier"], exact=True).select_option("SF")
    page.get_by_label(words["tracking"], exact=True).fill(f"SF{int(number) % 10**12:012d}")
    page.screenshot(path=pictures / f"{language}-5-station.png")
    page.get_by_role("button", name=words["ship"], exact=True).click()
    expect(page.get_by_label(words["scan"])).to_be_visible()

    world.becomes(number, status="shipped")
    world.eventually(lambda: world.shops.book.told(number) == [f"SF{int(number) % 10**12:012d}"], what="the shop is told")
    page.goto(f"{world.house.address}/orders/{order['id']}")
    expect(page.get_by_text(words["shipped"]).first).to_be_visible()
    page.screenshot(path=pictures / f"{language}-6-order.png", full_page=True)
    page.goto(f"{world.house.address}/write-backs")
    expect(page.get_by_text(order["number"]).first).to_be_visible()
    page.screenshot(path=pictures / f"{language}-7-write-backs.png")
    assert errors == []
    page.close()
