"""The peak hour's clerk and keeper, and what each of them does on their pages."""

import re
from collections.abc import Sequence
from uuid import uuid4

from playwright.sync_api import Locator, expect

from tests.acceptance.people.organisation import Organisation
from tests.acceptance.world import Person, World
from tests.journeys.attendance_office import Desk
from tests.journeys.seats import find

FIRST, SECOND = "PK1", "PK2"
"""Warehouses of this story alone: in the others wait the parcels of other stories."""


def open_warehouses(world: World) -> None:
    for code, name in ((FIRST, "一号仓"), (SECOND, "二号仓")):
        place = {"code": code, "name_zh": name, "name_en": code, "province": "浙江省", "rank": 900}
        assert world.ask("POST", "/warehouse/v1/warehouses", json=place).status_code in (201, 409)


def hire(world: World, role: str, *, shops: list[str] | None = None) -> Person:
    """With what the standard role gives, in these shops."""
    organisation = Organisation(world)
    roles = {one["code"]: one["id"] for one in organisation.call("GET", "/roles?limit=100")["data"]}
    wish = {"login": f"peak.{uuid4().hex[:8]}", "name": role, "locale": "zh-CN", "role_ids": [roles[role]], "shop_ids": shops}
    made = organisation.call("POST", "/accounts", json=wish)
    return Person(world, login=wish["login"], password=made["initial_password"], account_id=made["account"]["id"])


# ---- the clerk -------------------------------------------------------------------------------------------------------
def queue(clerk: Desk, name: str) -> Locator:
    """The desk of orders, at this queue; its rows."""
    clerk.go("订单")
    clerk.page.get_by_role("tab", name=re.compile(f"^{name}")).click()
    return rows(clerk)


def rows(desk: Desk) -> Locator:
    return desk.page.get_by_role("grid").get_by_role("row").filter(has=desk.page.get_by_role("gridcell"))


def split_by_warehouse(clerk: Desk, orders: int) -> None:
    """All that are short, in one go."""
    expect(queue(clerk, "缺货")).to_have_count(orders)
    clerk.page.get_by_role("checkbox", name="选择已加载的所有行").check()
    clerk.picture("to-split")
    clerk.page.get_by_role("toolbar").get_by_role("button", name="调整").click()
    clerk.page.get_by_role("menuitem", name="按仓库拆分").click()
    clerk.button("按仓库拆分", clerk.dialog).click()
    results = clerk.page.get_by_role("dialog", name="处理结果")
    expect(results).to_contain_text(f"{orders} 条已处理")
    clerk.picture("split")
    clerk.button("知道了", results).click()


def merge_all(clerk: Desk, groups: int) -> None:
    """Every buyer's orders that are proposed."""
    clerk.go("可合并订单")
    expect(rows(clerk)).to_have_count(groups)
    clerk.page.get_by_role("checkbox", name="选择已加载的所有行").check()
    clerk.picture("to-merge")
    clerk.button(f"合并这 {groups} 组").click()
    clerk.button("合并", clerk.dialog).click()
    results = clerk.page.get_by_role("dialog", name="处理结果")
    expect(results.get_by_role("row").filter(has_text="SO-")).to_have_count(groups)
    clerk.picture("merged")
    clerk.button("知道了", results).click()


def waiting(clerk: Desk, stage: str) -> Locator:
    """What waits at the review desk for this stage."""
    clerk.go("审单台")
    clerk.page.get_by_role("tab", name=stage).click()
    return clerk.page.get_by_role("list", name="待审订单").get_by_role("listitem")


def cancel_refunded(clerk: Desk, number: str) -> None:
    """Read beside the list, then by its key."""
    row = waiting(clerk, "客服").filter(has_text=number)
    row.get_by_role("button").click()
    expect(clerk.page.locator("main")).to_contain_text("这里放行后，订单就会继续")
    clerk.picture("review-desk")
    clerk.page.keyboard.press("c")
    clerk.button("买家要求取消", clerk.dialog).click()
    clerk.press("取消订单")
    expect(row).to_have_count(0)


# ---- the keeper ------------------------------------------------------------------------------------------------------
def walk(keeper: Desk, warehouse: str, parcels: int) -> None:
    """One wave: those that have waited longest, picked without a piece missing."""
    keeper.go("拣货单")
    keeper.button("生成拣货单").first.click()
    keeper.choose("仓库", warehouse)
    keeper.field("取最早的多少单").fill(str(parcels))
    keeper.press("生成")
    expect(keeper.button("确认拣完")).to_be_visible()
    expect(keeper.page.get_by_role("table").last.locator("tbody tr")).to_have_count(parcels)
    keeper.button("确认拣完").click()
    keeper.picture("wave")
    keeper.press("确认拣完")
    expect(keeper.page.locator("main header").first).to_contain_text("已完成")


def scan_and_weigh(keeper: Desk, shipment: str, barcodes: Sequence[str], grams: int) -> None:
    page = keeper.page
    keeper.go("作业台")
    page.get_by_label("扫描或输入单号").fill(shipment)
    page.keyboard.press("Enter")
    goods = page.get_by_label(re.compile("^扫描商品条码"))
    for barcode in barcodes:
        goods.fill(barcode)
        goods.press("Enter")
    page.get_by_label("称重（克）").fill(str(grams))
    keeper.button("打包完成").click()


def stop_at_the_scale(keeper: Desk, shipment: str, barcode: str) -> None:
    """Far too heavy: it cannot leave from here, and who keeps the warehouse cannot let it go."""
    scan_and_weigh(keeper, shipment, [barcode], 820)
    expect(keeper.page.locator("main")).to_contain_text("重 820 克，商品应重 320 克，不能发货")
    expect(keeper.page.locator("main")).to_contain_text("WMS-12")
    expect(keeper.button("发货")).to_have_count(0)
    expect(keeper.button("重量无误，放行")).to_have_count(0)
    keeper.picture("weight-off")
    keeper.button("下一单（Esc）").click()


def import_waybills(keeper: Desk, shipments: Sequence[str]) -> None:
    """The carrier's file; it is checked before anything is written."""
    lines = ["发货单号,承运商,运单号", *(f"{number},SF,SF{uuid4().int % 10**13:013d}" for number in shipments)]
    keeper.go("发货单")
    keeper.button("导入运单号").click()
    content = "\r\n".join(lines).encode("utf-8-sig")
    keeper.dialog.locator("input[type=file]").set_input_files({"name": "waybills.csv", "mimeType": "text/csv", "buffer": content})
    expect(keeper.dialog).to_contain_text(f"共 {len(shipments)} 行，没有发现问题，可以导入。")
    keeper.picture("waybills")
    keeper.press("导入")


def ship_all(keeper: Desk, warehouse: str, *, packed: int, refused: str | None = None) -> None:
    """Everything that is packed there; what may not leave is named with its reason, and the rest is gone."""
    keeper.page.goto(f"{keeper.page.url.split('/shipments')[0]}/shipments?warehouse={warehouse}&state=packed")
    grid, all_there = keeper.page.get_by_role("grid"), keeper.page.get_by_text(f"共 {packed} 行，已全部显示")
    expect(rows(keeper).first).to_be_visible()
    while not all_there.is_visible():
        grid.press("End")
        keeper.page.wait_for_timeout(200)
    grid.press("Control+a")
    expect(keeper.page.get_by_role("toolbar")).to_contain_text(f"已选 {packed} 行")
    keeper.picture("to-ship")
    keeper.page.get_by_role("toolbar").get_by_role("button", name="发货").click()
    keeper.button("发货", keeper.dialog).click()
    if refused is None:
        expect(rows(keeper)).to_have_count(0)
        return
    expect(keeper.dialog).to_contain_text("1 单没有发出")
    expect(keeper.dialog).to_contain_text(refused)
    keeper.picture("one-refused")
    keeper.button("取消", keeper.dialog).click()
    expect(rows(keeper)).to_have_count(1)


def expect_both_parcels(clerk: Desk, number: str, tracking_numbers: Sequence[str]) -> None:
    """Both stand on the page of the order that was split."""
    queue(clerk, "全部")
    find(clerk, number).get_by_role("link").first.click()
    for tracking in tracking_numbers:
        expect(clerk.page.locator("main")).to_contain_text(tracking)
    clerk.picture("both-parcels")
