"""The office of after-sales: a clerk, who decides above them, and the keeper at the returns desk; and what each of them does on their pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from tests.acceptance.people import approvals_scene
from tests.acceptance.people.organisation import Organisation
from tests.acceptance.test_goods_come_back import waybill
from tests.acceptance.world import Order, World
from tests.journeys.attendance_office import Desk, card
from tests.journeys.seats import Seats, find, mouse_presses

A_CASE, A_NUMBER = re.compile(r"/aftersales/(?!new)"), re.compile(r"^AS-\d+-\d+$")


@dataclass
class CareOffice:
    """The clerk and the keeper work in Chinese, the head and personnel in English."""

    world: World
    seats: Seats
    clerk: Desk
    head: Desk
    personnel: Desk
    keeper: Desk


@contextmanager
def open_office(world: World, browser: Browser, pictures: Path) -> Iterator[CareOffice]:
    """All of them have what their standard roles give, and nothing else."""
    staff, seats = approvals_scene.Office(world), Seats(world, browser, pictures, story="care")
    staff.hire("director")
    staff.hire("personnel", role="hr")
    staff.hire("head", role="staff")
    staff.hire("clerk", role="customer_service")
    staff.hire("keeper", role="warehouse_keeper")
    company = staff.unit("director", "personnel", "keeper", parent_id=Organisation(world).top()["id"])
    staff.unit("head", "clerk", parent_id=company)
    yield CareOffice(
        world,
        seats,
        clerk=seats.sit_down(staff.clerk.person, "zh-CN"),
        head=seats.sit_down(staff.head.person, "en-US"),
        personnel=seats.sit_down(staff.personnel.person, "en-US"),
        keeper=seats.sit_down(staff.keeper.person, "zh-CN"),
    )
    seats.leave()


# ---- the clerk -------------------------------------------------------------------------------------------------------
def open_case(clerk: Desk, order: Order, kind: str, reason: str, *, asked: str = "1") -> str:
    """The mouse lies still: the page by its name, the order's number, a digit, a digit, the pieces or the amount. The case's number."""
    page, before = clerk.page, mouse_presses(clerk)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="搜索")).to_be_focused()
    page.keyboard.type("新建售后")
    expect(page.get_by_role("option", name="新建售后").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_label("订单号或平台单号")).to_be_focused()
    page.keyboard.type(order["number"])
    page.keyboard.press("Enter")
    for question, answer in (("类型", kind), ("原因", reason)):
        _press_its_digit(page.get_by_role("group", name=question, exact=True), answer)
    page.keyboard.type(asked)
    clerk.picture("open")
    page.keyboard.press("Enter")
    page.wait_for_url(A_CASE)
    number = page.locator("main h1")
    expect(number).to_have_text(A_NUMBER)
    assert mouse_presses(clerk) == before, "the mouse was used"
    return number.inner_text()


def _press_its_digit(choice: Locator, option: str) -> None:
    expect(choice.locator("input:focus")).to_have_count(1)
    shown = choice.locator("label").filter(has_text=re.compile(rf"^\s*\d {option}$")).inner_text()
    choice.page.keyboard.press(shown.strip()[0])


def expect_state(clerk: Desk, state: str) -> None:
    expect(clerk.page.locator("main header").first).to_contain_text(state)


def expect_chain(clerk: Desk, *words: str) -> None:
    """What came in, what goes out and the money between them, in one row."""
    for word in words:
        expect(card(clerk, "进出与款项")).to_contain_text(word)


def expect_money(clerk: Desk, **amounts: str) -> None:
    """Of the order's first line: what was `paid`, what went back, what is `left`."""
    line = clerk.page.get_by_role("region", name="订单款项").get_by_role("row").nth(2)
    for place, name in enumerate(("paid", "held", "refunded", "left"), start=1):
        if name in amounts:
            expect(line.get_by_role("cell").nth(place)).to_have_text(f"¥{amounts[name]}")


def note_parcel(clerk: Desk) -> str:
    """The buyer says by which parcel it comes."""
    tracking = waybill()
    clerk.button("登记寄回单号").click()
    clerk.field("快递公司代码").fill("SF")
    clerk.field("快递单号").fill(tracking)
    clerk.press("保存")
    return tracking


def counted(clerk: Desk) -> dict[str, tuple[int, int, Decimal]]:
    """By reason: cases, those of them that are closed, and what was paid back; of the whole house, whose other stories have cases too."""
    table = _reasons(clerk)
    # Where nobody has a case yet there is no table.
    expect(clerk.page.get_by_role("heading", level=2).first).to_be_visible()
    lines = [line.split("\t") for line in table.locator("tbody tr").all_inner_texts()]
    return {reason: (int(cases), int(closed), Decimal(amount.lstrip("¥").replace(",", ""))) for reason, cases, closed, amount in lines}


def expect_counted(clerk: Desk, before: dict[str, tuple[int, int, Decimal]], more: dict[str, tuple[int, str]]) -> None:
    """So many `more` of each reason than before, all of them closed, with what they paid."""
    table = _reasons(clerk)
    expect(table).to_be_visible()
    for reason, (cases, amount) in more.items():
        had, had_closed, had_paid = before.get(reason, (0, 0, Decimal(0)))
        row = table.get_by_role("row").filter(has_text=reason)
        expect(row.get_by_role("cell")).to_have_text(
            [reason, str(had + cases), str(had_closed + cases), f"¥{had_paid + Decimal(amount):,.2f}"]
        )
    clerk.picture("reasons")


def _reasons(clerk: Desk) -> Locator:
    clerk.go("售后分析")
    return clerk.page.get_by_role("region", name="明细")


# ---- who decides above them ------------------------------------------------------------------------------------------
def agree(decider: Desk, case: str, *evidence: str) -> None:
    """In the inbox, with what speaks for it beside it; by keyboard once it is open."""
    decider.go("Approvals")
    row = decider.page.get_by_role("listitem").filter(has_text=case)
    row.get_by_role("button").click()
    for words in evidence:
        expect(decider.page.locator("main")).to_contain_text(words)
    decider.picture("inbox")
    decider.page.keyboard.press("a")
    decider.press("Approve")
    expect(row).to_have_count(0)


# ---- the keeper ------------------------------------------------------------------------------------------------------
def receive(keeper: Desk, case: str, tracking: str, sku: str, *, damaged: str | None = None) -> None:
    """The parcel is awaited; its waybill and its goods are scanned, each with a verdict, and the work is closed."""
    keeper.go("待收退货")
    expect(find(keeper, case)).to_contain_text(tracking)
    keeper.go("退货收货台")
    page = keeper.page
    page.get_by_label("扫描或输入退回包裹的运单号").fill(tracking)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(case)
    goods = page.get_by_label(re.compile("^扫描商品条码"))
    if damaged is not None:
        goods.fill("2")
        goods.press("Enter")
        page.get_by_label(re.compile("^看到了什么")).fill(damaged)
    goods.fill(sku)
    goods.press("Enter")
    expect(page.get_by_label(re.compile("全部商品都有结论了$"))).to_be_visible()
    keeper.picture("returns-desk")
    keeper.button("完成查验").click()
    keeper.press("完成查验")
    expect(page.get_by_label("扫描或输入退回包裹的运单号")).to_be_visible()


def send(keeper: Desk, order_number: str, sku: str, tracking: str) -> None:
    """From the list of shipments over the pick list to the station, where it is scanned, weighed and leaves."""
    page = keeper.page
    keeper.go("发货单")
    row = find(keeper, order_number)
    shipment = row.get_by_role("link").first.inner_text()
    row.get_by_role("checkbox").check()
    page.get_by_role("toolbar").get_by_role("button", name="生成拣货单").click()
    keeper.button("确认拣完").click()
    keeper.press("确认拣完")
    keeper.go("作业台")
    page.get_by_label("扫描或输入单号").fill(shipment)
    page.keyboard.press("Enter")
    goods = page.get_by_label(re.compile("^扫描商品条码"))
    goods.fill(sku)
    goods.press("Enter")
    page.get_by_label("称重（克）").fill("360")
    keeper.button("打包完成").click()
    page.get_by_label("承运商", exact=True).select_option("SF")
    page.get_by_label("运单号", exact=True).fill(tracking)
    keeper.picture("station")
    keeper.button("发货").click()
    expect(page.get_by_label("扫描或输入单号")).to_be_visible()
