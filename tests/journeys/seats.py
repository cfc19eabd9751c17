"""Where people sit down before their own browsers, each in their own language."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from tests.acceptance.world import Person, World
from tests.journeys.attendance_office import DESK, Desk
from tests.journeys.test_an_order_to_its_shop import version_of_me

COUNT_THE_MOUSE = "window.presses = 0; addEventListener('mousedown', () => { window.presses += 1 }, true)"


@dataclass
class Seats:
    """Those of one story, whose pictures are numbered in its order."""

    world: World
    browser: Browser
    folder: Path
    story: str
    desks: list[Desk] = field(default_factory=list[Desk])
    taken: list[str] = field(default_factory=list[str])

    def sit_down(self, who: Person, language: str) -> Desk:
        """In a browser of their own, signed in."""
        headers = {"If-Match": version_of_me(self.world, who.token)}
        self.world.call("PATCH", "/people/v1/me", json={"locale": language}, token=who.token, headers=headers)
        page = self.browser.new_page(locale=language, viewport=DESK)
        page.add_init_script(COUNT_THE_MOUSE)
        desk = Desk(page, self.folder, self.taken, story=self.story)
        page.on("pageerror", lambda error: desk.errors.append(str(error)))
        page.goto(self.world.house.address)
        page.locator("input[autocomplete=username]").fill(who.login)
        page.locator("input[type=password]").fill(who.password)
        page.locator("button[type=submit]").click()
        expect(page.locator("main h1")).to_be_visible()
        self.desks.append(desk)
        return desk

    def errors(self) -> list[str]:
        return [error for desk in self.desks for error in desk.errors]

    def leave(self) -> None:
        for desk in self.desks:
            desk.page.close()


def mouse_presses(desk: Desk) -> int:
    """Since the page was loaded."""
    return desk.page.evaluate("window.presses")


def find(desk: Desk, text: str) -> Locator:
    """The one row that the list's search field leaves."""
    desk.page.get_by_role("searchbox").first.fill(text)
    rows = desk.page.get_by_role("grid").get_by_role("row").filter(has_text=text)
    expect(rows).to_have_count(1)
    return rows


def expect_stock(desk: Desk, sku: str, *, on_hand: int, reserved: int = 0, defective: int = 0) -> None:
    """As the page of stock shows it; what is not reserved is available."""
    desk.go("库存")
    cells = find(desk, sku).get_by_role("gridcell")
    for place, pieces in enumerate((on_hand, reserved, on_hand - reserved, defective), start=4):
        expect(cells.nth(place)).to_have_text(str(pieces))
