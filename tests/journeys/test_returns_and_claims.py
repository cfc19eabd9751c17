"""Workflow 6 of the company's stories on its pages alone: a clerk and a keeper at desks in Chinese, who decides above them in English.

tests/acceptance/test_aftersales.py walks the same cases by the API and reaches the same numbers. Through the API came only what stood
before: the people with their standard roles, and the orders, which had already left.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance.test_aftersales import sent
from tests.acceptance.test_goods_come_back import waybill
from tests.acceptance.world import Order, World
from tests.journeys.attendance_office import Desk, card
from tests.journeys.care_office import (
    CareOffice,
    agree,
    counted,
    expect_chain,
    expect_counted,
    expect_money,
    expect_state,
    note_parcel,
    open_case,
    open_office,
    receive,
    send,
)
from tests.journeys.seats import expect_stock, find


@pytest.fixture
def office(world: World, browser: Browser, pictures: Path) -> Iterator[CareOffice]:
    with open_office(world, browser, pictures) as office:
        yield office


@pytest.mark.rule("CARE-1", "CARE-2", "APR-1")
def test_workflow_six_on_its_pages(office: CareOffice) -> None:
    world, before = office.world, counted(office.clerk)
    sku = world.sku(5)
    order = sent(world, sku, pieces=3, price="100.00", paid="270.00")
    damaged = one_piece_comes_back_damaged(office, order, sku)
    the_carrier_pays_98(office, damaged)
    exchanged = another_is_exchanged(office, order, sku)
    expect_closed_in_time(office.clerk, order, damaged, exchanged)
    price_protection_of_40(office)
    a_coupon_to_the_cent(office)
    more = {"运输破损": (1, "90.00"), "尺码颜色不合适": (1, "0.00"), "降价补差": (1, "40.00"), "未收到货": (3, "10.00")}
    expect_counted(office.clerk, before, more)
    assert office.seats.errors() == []


def one_piece_comes_back_damaged(office: CareOffice, order: Order, sku: str) -> str:
    """1 to 3. 90.00 is above the clerk's 50.00: the head agrees. It is inspected before the money goes; defective +1, good ±0."""
    clerk, world = office.clerk, office.world
    case = open_case(clerk, order, "退货退款", "运输破损")
    expect_state(clerk, "审批中")
    expect_chain(clerk, "¥90.00", "尚未退款")
    clerk.picture("in-approval")
    agree(office.head, case, "90.00")
    expect_state(clerk, "待买家寄回")
    tracking = note_parcel(clerk)
    expect_stock(office.keeper, sku, on_hand=2)
    receive(office.keeper, case, tracking, sku, damaged="外箱压坏，瓶口破裂")
    expect_state(clerk, "已完结")
    expect_chain(clerk, "¥90.00", "店铺已退款")
    expect_money(clerk, paid="270.00", refunded="90.00", left="180.00")
    clerk.picture("closed")
    expect_stock(office.keeper, sku, on_hand=2, defective=1)
    office.keeper.picture("stock")
    assert world.shops.book.refunded(order["platform_order_no"]) == ["pay 90.00"], "its shop is told once"
    return case


def the_carrier_pays_98(office: CareOffice, case: str) -> None:
    """3. It left whole and weighed right: the carrier is proposed, a person confirms, head and personnel agree; 90 for the goods, 8 freight."""
    clerk = office.clerk
    panel = card(clerk, "残损定责与理赔")
    expect(panel).to_contain_text(re.compile("系统建议由以下一方承担：\\s*承运商"))
    clerk.button("确认责任方", panel).click()
    clerk.field("运费").fill("8.00")
    clerk.picture("liability-form")
    clerk.press("送审")
    expect(panel).to_contain_text("审批中")
    agree(office.head, case, "98.00")
    expect(panel).to_contain_text("审批中")
    agree(office.personnel, case, "98.00")
    expect(panel).to_contain_text("已索赔")
    clerk.picture("liability-told")
    clerk.go("残损理赔")
    claim = clerk.page.get_by_role("grid").get_by_role("row").filter(has_text=case)
    expect(claim).to_contain_text("¥98.00")
    expect(clerk.button("已收到赔款", claim)).to_have_count(0)
    clerk.button("对方认赔", claim).click()
    clerk.field("原因").fill("承运商认赔")
    clerk.press("保存")
    clerk.button("已收到赔款", claim).click()
    clerk.field("打款凭证号").fill("SF-20261122-98")
    clerk.picture("claim-paid-form")
    clerk.press("保存")
    expect(claim).to_have_count(0)
    clerk.page.get_by_role("tab", name="全部").click()
    expect(claim).to_contain_text("已赔付")
    clerk.picture("claim-paid")


def another_is_exchanged(office: CareOffice, order: Order, sku: str) -> str:
    """4. In +1, out −1, money 0: return, replacement and its parcel stand in one chain."""
    clerk, keeper = office.clerk, office.keeper
    case = open_case(clerk, order, "换货", "尺码颜色不合适")
    expect_state(clerk, "待买家寄回")
    receive(keeper, case, note_parcel(clerk), sku)
    expect_state(clerk, "处理中")
    expect_stock(keeper, sku, on_hand=3, reserved=1, defective=1)
    chain = card(clerk, "进出与款项")
    replacement, leaves_by = chain.get_by_role("link").inner_text(), waybill()
    send(keeper, replacement, sku, leaves_by)
    expect_state(clerk, "已完结")
    expect_chain(clerk, replacement, leaves_by, "¥0.00", "不涉及退款")
    expect_money(clerk, refunded="90.00", left="180.00")
    clerk.picture("exchanged")
    expect_stock(keeper, sku, on_hand=2, defective=1)
    return case


def expect_closed_in_time(clerk: Desk, order: Order, *cases: str) -> None:
    clerk.go("售后单")
    clerk.page.get_by_role("tab", name="全部").click()
    for case in cases:
        row = find(clerk, case)
        expect(row).to_contain_text("已完结")
        expect(row).to_contain_text(order["number"])
        expect(row).not_to_contain_text("已逾期")
    clerk.picture("desk")


def price_protection_of_40(office: CareOffice) -> None:
    """5. Bought at 199.00, now 159.00: the difference goes back at once, and no goods."""
    clerk, world = office.clerk, office.world
    order = sent(world, world.sku(1), pieces=1, price="199.00", paid="199.00")
    open_case(clerk, order, "价保", "降价补差", asked="40")
    expect_state(clerk, "已完结")
    expect_chain(clerk, "¥40.00", "店铺已退款", "不需退回", "不发出商品")
    expect_money(clerk, refunded="40.00", left="159.00")
    clerk.picture("price-protection")
    assert world.shops.book.refunded(order["platform_order_no"]) == ["pay 40.00"]


def a_coupon_to_the_cent(office: CareOffice) -> None:
    """6. 10.00 over three equal pieces: 3.34, 3.33, 3.33, and nothing is left."""
    clerk, world = office.clerk, office.world
    order = sent(world, world.sku(3), pieces=3, price="10.00", paid="10.00")
    for amount, left in (("3.34", "6.66"), ("3.33", "3.33"), ("3.33", "0.00")):
        open_case(clerk, order, "仅退款", "未收到货")
        expect_state(clerk, "已完结")
        expect_chain(clerk, f"¥{amount}")
        expect_money(clerk, left=left)
    others = card(clerk, "同一订单的其他售后")
    for amount in ("¥3.34", "¥3.33"):
        expect(others).to_contain_text(amount)
    clerk.picture("rounding")
    told = world.shops.book.refunded(order["platform_order_no"])
    assert sorted(told) == ["pay 3.33", "pay 3.33", "pay 3.34"]


@pytest.mark.rule("CARE-1", "CARE-2")
def test_one_piece_of_three_is_refunded_before_it_leaves(office: CareOffice) -> None:
    """By keyboard alone: one of three pieces for 10.00 is taken out at 3.34, and the order goes on with two."""
    world, clerk = office.world, office.clerk
    sku = world.sku(3)
    line = {"platform_line_no": "1", "sku": sku, "title": "T", "quantity": 3, "unit_price": {"amount": "10.00", "currency": "CNY"}}
    amounts = {"goods_amount": "30.00", "discount_amount": "20.00", "paid_amount": "10.00"}
    told = {name: {"amount": amount, "currency": "CNY"} for name, amount in amounts.items()}
    order = world.allocated(world.shop(), sku=sku, lines=[line], **told)
    case = open_case(clerk, order, "发货前退款", "不想要了")
    expect_state(clerk, "已完结")
    expect_chain(clerk, "¥3.34", "店铺已退款")
    expect_money(clerk, paid="10.00", refunded="3.34", left="6.66")
    clerk.picture("part-refunded")
    clerk.page.set_viewport_size({"width": 390, "height": 844})
    clerk.picture("part-refunded-narrow")
    clerk.page.set_viewport_size({"width": 1440, "height": 900})
    clerk.page.locator("main header").get_by_role("link", name=order["number"]).click()
    expect(clerk.page.locator("main")).to_contain_text("× 2")
    clerk.picture("part-order")
    rest = world.becomes(order["platform_order_no"], status="allocated")
    assert [(one["sku"], one["quantity"]) for one in rest["lines"]] == [(sku, 2)]
    assert case
    assert office.seats.errors() == []
