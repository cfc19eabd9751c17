"""A backup taken in the middle of work stands again elsewhere, and holds every order that was accepted before it began."""

import asyncio
from pathlib import Path
from time import monotonic

import pytest

from dianzhang.backup import back_up, restore
from dianzhang.folder import DataFolder
from dianzhang.house import House
from tests.faults import books
from tests.faults.books import Accepted
from tests.faults.scene import Scene

SETTLE_SECONDS = 40


@pytest.mark.timeout(200)
async def test_a_backup_under_load_holds_all_that_was_accepted_before_it(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "saved.tar.gz"
    async with scene.at_work("backup") as work:
        await work.until_accepted(60)
        before = Accepted(scene.accepted)
        await asyncio.to_thread(back_up, scene.house.data, file)
        await work.until_accepted(20)
        await work.until_shipped(3)
    assert work.wrong() == []
    assert scene.wrong() == []

    elsewhere = DataFolder(tmp_path / "elsewhere")
    await asyncio.to_thread(restore, elsewhere, file, force=False)
    # Without channels: the shops of this scene belong to the house that still stands, and must not be told by a second one.
    services = [name for name in scene.house.services if name != "channels"]
    with House(elsewhere.root, base_port=0, services=services) as again:
        begun = monotonic()
        while (wrong := what_is_wrong(again, before, scene.tried)) and monotonic() < begun + SETTLE_SECONDS:
            await asyncio.sleep(0.3)
        assert wrong == []


def what_is_wrong(house: House, before: Accepted, tried: Accepted) -> list[str]:
    """What was under way at the moment of the backup comes to its end first: the services catch up."""
    return [
        *books.orders_exist_once(house, accepted=before, tried=tried),
        *books.stock_adds_up(house),
        *books.orders_agree_with_warehouse(house, tried),
        *books.nothing_left_behind(house),
        *(
            f"{number} still asks for stock"
            for (number,) in books.rows(house, "SELECT platform_order_no FROM orders.sales_order WHERE reservation = 'requested' LIMIT 5")
        ),
    ]
