"""The office of the attendance month: its people before their own browsers, and how their pages are read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.acceptance.people.organisation import Json, Organisation
from tests.acceptance.people.test_attendance import at
from tests.acceptance.world import Person, World

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
UNIT = "电商运营部"
OTHERS = [f"P{number}" for number in range(1, 8)]


@dataclass
class Desk:
    """One person before their own browser; each picture is numbered in the order of the story."""

    page: Page
    folder: Path
    taken: list[str]
    story: str = "month"
    errors: list[str] = field(default_factory=list[str])

    def go(self, name: str) -> None:
        """By the menu, as everybody does; a number of waiting things may stand behind the name."""
        menu = self.page.get_by_role("button", name=re.compile("^(Open navigation|打开导航)"))
        if menu.is_visible():
            menu.click()
        self.page.get_by_role("navigation").get_by_role("link", name=re.compile(rf"^{name}(\d|\s|$)")).click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def button(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=name, exact=True)

    @property
    def dialog(self) -> Locator:
        """The one in front."""
        return self.page.get_by_role("dialog").last

    def field(self, label: str) -> Locator:
        return self.dialog.get_by_label(re.compile(f"^{re.escape(label)}"))

    def day(self, label: str, on: str) -> None:
        self.field(label).fill(on)
        self.field(label).press("Enter")

    def choose(self, label: str, option: str) -> None:
        self.field(label).fill(option)
        self.page.locator(".ant-select-dropdown:visible").get_by_title(option, exact=True).click()

    def press(self, verb: str) -> None:
        """The verb of the dialog in front, which closes when it was taken."""
        go = self.button(verb, self.dialog)
        expect(go).to_be_enabled()
        before = self.page.get_by_role("dialog").count()
        go.click()
        expect(self.page.get_by_role("dialog")).to_have_count(before - 1)

    def picture(self, name: str) -> None:
        self.taken.append(name)
        self.page.screenshot(path=self.folder / f"{self.story}-{len(self.taken):02d}-{name}.png", full_page=True)


@dataclass
class Office:
    """Nine people: a head, O1, and seven others. HR is none of them."""

    world: World
    hr: Desk
    head: Desk
    o1: Desk
    numbers: dict[str, str]
    contexts: list[BrowserContext]

    def at(self, moment: str) -> None:
        at(self.world, moment)
        for context in self.contexts:
            context.clock.set_system_time(f"{moment}+08:00")


def colleague(organisation: Organisation, role: str, name: str, language: str) -> Person:
    world = organisation.world
    roles = {one["code"]: one["id"] for one in organisation.call("GET", "/roles?limit=100")["data"]}
    wish = {
        "login": f"month.{name.lower()}.{uuid4().hex[:6]}",
        "name": name,
        "locale": language,
        "role_ids": [roles[role]],
        "shop_ids": None,
    }
    made = organisation.call("POST", "/accounts", json=wish)
    return Person(world, login=wish["login"], password=made["initial_password"], account_id=made["account"]["id"])


def settle_in(organisation: Organisation, head: Person, o1: Person) -> dict[str, str]:
    """The unit and its nine people; their numbers."""
    organisation.top()
    employees: dict[str, Json] = {
        "Head": organisation.employee("Head", account_id=head.account_id),
        "O1": organisation.employee("O1", account_id=o1.account_id),
    }
    employees |= {name: organisation.employee(name) for name in OTHERS}
    unit = organisation.unit(UNIT, head_id=employees["Head"]["id"])
    position = organisation.position(unit, planned=9, attendance_group="operations")
    for employee in employees.values():
        assert organisation.assign(employee, position).status_code < 400
    return {name: one["number"] for name, one in employees.items()}


@contextmanager
def open_office(world: World, browser: Browser, pictures: Path) -> Iterator[Office]:
    """HR, the head and O1 have signed in, O1 on a phone; at the end the clock is as it was."""
    organisation, taken, contexts = Organisation(world), list[str](), list[BrowserContext]()
    hr, head, o1 = (
        colleague(organisation, *wish) for wish in (("hr", "HR", "zh-CN"), ("staff", "Head", "zh-CN"), ("staff", "O1", "en-US"))
    )
    numbers = settle_in(organisation, head, o1)

    def sit_down(who: Person, *, phone: bool = False) -> Desk:
        context = browser.new_context(viewport=PHONE if phone else DESK, is_mobile=phone, has_touch=phone)
        contexts.append(context)
        context.clock.install()
        page = context.new_page()
        desk = Desk(page, pictures, taken)
        page.on("pageerror", lambda error: desk.errors.append(str(error)))
        page.goto(world.house.address)
        page.locator("input[autocomplete=username]").fill(who.login)
        page.locator("input[type=password]").fill(who.password)
        page.locator("button[type=submit]").click()
        expect(page.locator("main h1")).to_be_visible()
        return desk

    yield Office(world, sit_down(hr), sit_down(head), sit_down(o1, phone=True), numbers, contexts)
    for context in contexts:
        context.close()
    world.house.set_clock(0)


def unit_card(desk: Desk) -> Locator:
    return card(desk, UNIT)


def card(desk: Desk, title: str) -> Locator:
    return desk.page.locator("section", has=desk.page.get_by_role("heading", name=title))


def fact(place: Locator, term: str) -> Locator:
    """The value beside a term."""
    return place.locator("dl > div", has=place.page.get_by_text(term, exact=True)).locator("dd")
