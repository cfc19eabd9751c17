"""Intake while something it needs is gone: it accepts and catches up, or says 503 with Retry-After. Never a 2xx that is lost."""

import asyncio
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from dianzhang.house import House
from tests.faults import books
from tests.faults.books import Accepted
from tests.faults.conftest import open_to_postgres
from tests.faults.patience import stretched
from tests.faults.patient_client import Story
from tests.faults.scene import ENVIRONMENT, Scene
from tests.load.company import Company, make_company, wait_until
from tests.load.order_bodies import Buyers

DISK_BYTES = 700 * 1024 * 1024
ROOM_LEFT = 24 * 1024 * 1024
"""What is left when the filler is in: a little more than one segment of PostgreSQL's journal."""
BATCH = 200
MOST_BATCHES = 400
REFUSALS_WANTED = 12
CAUGHT_UP_SECONDS = stretched(60)


def buyers(shop_id: str, company: Company, prefix: str) -> Buyers:
    return Buyers(shop_id=shop_id, prefix=prefix, skus=company.skus)


def post(house: House, company: Company, path: str, body: Any, key: str) -> httpx.Response:
    request_id = f"wto-{uuid4().hex[:12]}"
    headers = {"Authorization": f"Bearer {company.client.token()}", "Idempotency-Key": f'"{key}"', "X-Request-Id": request_id}
    return httpx.post(f"{house.address}/api/orders/v1/orders{path}", json=body, headers=headers, timeout=stretched(15))


def is_told_to_come_again(answer: httpx.Response) -> bool:
    return answer.status_code == 503 and int(answer.headers["retry-after"]) > 0 and answer.json()["retryable"] is True


@pytest.mark.timeout(stretched(120))
async def test_without_the_broker_orders_are_accepted_and_catch_up(scene: Scene) -> None:
    shop, made = next(iter(scene.buyers.items()))
    orders = list(buyers(shop, scene.company, "7").orders(25, now=datetime.now(UTC)))
    scene.house.kill("nats")
    try:
        single = await asyncio.to_thread(post, scene.house, scene.company, "", orders[0], str(uuid4()))
        batch = await asyncio.to_thread(post, scene.house, scene.company, "/batch", {"orders": orders[1:]}, str(uuid4()))
        assert (single.status_code, batch.status_code) == (201, 200), f"{single.text} {batch.text}"
        assert batch.json()["made"] == len(orders) - 1
    finally:
        await asyncio.to_thread(scene.house.restart, "nats")
    for order in orders:
        story = Story(
            f"{made.shop_id} {order['platform_order_no']}", [f"{single.headers['x-request-id']} or {batch.headers['x-request-id']}"]
        )
        scene.accepted[order["platform_order_no"]] = scene.tried[order["platform_order_no"]] = story
        scene.shops.book.expect(order["platform_order_no"], [(line["platform_line_no"], line["quantity"]) for line in order["lines"]])
    await asyncio.to_thread(
        wait_until, lambda: _reserved(scene.house, "7%") == len(orders), what="all are reserved", seconds=CAUGHT_UP_SECONDS
    )
    async with scene.at_work("nonats") as work:
        await work.until_shipped(1)
    assert scene.wrong() == []


@pytest.mark.timeout(stretched(120))
async def test_without_the_database_nobody_is_told_that_an_order_was_taken(scene: Scene) -> None:
    shop = next(iter(scene.buyers))
    order = next(buyers(shop, scene.company, "8").orders(1, now=datetime.now(UTC)))
    key = str(uuid4())
    scene.company.client.token()
    scene.house.kill("postgres")
    try:
        for path, body in (("", order), ("/batch", {"orders": [order]})):
            answer = await asyncio.to_thread(post, scene.house, scene.company, path, body, key)
            assert is_told_to_come_again(answer), f"{answer.status_code} {answer.text}"
    finally:
        await asyncio.to_thread(scene.house.restart, "postgres")
    again = await asyncio.to_thread(post, scene.house, scene.company, "", order, key)
    assert again.status_code == 201, again.text
    once_more = await asyncio.to_thread(post, scene.house, scene.company, "", order, key)
    assert (once_more.status_code, once_more.json()["id"]) == (201, again.json()["id"])
    number = order["platform_order_no"]
    scene.accepted[number] = scene.tried[number] = Story(number, [again.headers["x-request-id"]])
    scene.shops.book.expect(number, [(line["platform_line_no"], line["quantity"]) for line in order["lines"]])
    async with scene.at_work("nopg") as work:
        await work.until_shipped(1)
    assert scene.wrong() == []


def _reserved(house: House, pattern: str) -> int:
    statement = "SELECT count(*) FROM orders.sales_order WHERE platform_order_no LIKE %s AND reservation = 'reserved'"
    return books.rows(house, statement, pattern)[0][0]


# ---- a full disk ----------------------------------------------------------------------------------------------------
@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own, so that filling it hurts nobody else. Only root may mount one."""
    if os.geteuid() != 0:
        pytest.skip("a disk of its own to fill needs root (mount -t tmpfs)")
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a disk of its own to fill cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        # The logs outlive the disk: pytest keeps this folder for a while.
        if (logs := folder / "data" / "logs").is_dir():
            shutil.copytree(logs, folder.parent / "logs")
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    space = os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, space.f_bavail * space.f_frsize - ROOM_LEFT)
    return filler


@pytest.mark.timeout(stretched(200))
def test_on_a_full_disk_nothing_accepted_is_lost(tmp_path: Path) -> None:
    open_to_postgres(tmp_path)
    with small_disk(tmp_path / "disk") as disk:
        disk.chmod(0o755)
        with House(disk / "data", base_port=0, rate_limits=False, environment=ENVIRONMENT) as house:
            company = make_company(house, skus=20, pieces=100_000)
            shop = company.open_shop("small disk")
            company.http.close()
            filler = fill(disk)
            accepted, refused = order_until_refused(house, company, shop)
            assert refused >= REFUSALS_WANTED, "the disk was never full"
            filler.unlink()
            bring_back(house)
            stored = {number for (number,) in books.rows(house, "SELECT platform_order_no FROM orders.sales_order")}
            assert [str(accepted[number]) for number in accepted if number not in stored] == []
            again = post(house, company, "", next(buyers(shop, company, "after").orders(1, now=datetime.now(UTC))), str(uuid4()))
            assert again.status_code == 201, again.text
            wait_until(lambda: _reserved(house, "%") == len(stored) + 1, what="all are reserved", seconds=CAUGHT_UP_SECONDS)
            assert books.stock_adds_up(house) == []
            assert books.orders_agree_with_warehouse(house, accepted) == []


def order_until_refused(house: House, company: Company, shop: str) -> tuple[Accepted, int]:
    """Batches until the disk is full and has been for a while. Every answer is 200 with each order made, or asks to come again."""
    accepted, refused = Accepted(), 0
    goods, chance = buyers(shop, company, ""), random.Random(3)
    for turn in range(MOST_BATCHES):
        numbers = [f"disk-{turn:03d}-{place:03d}" for place in range(BATCH)]
        orders = [goods.order(number, now=datetime.now(UTC), chance=chance) for number in numbers]
        answer = post(house, company, "/batch", {"orders": orders}, str(uuid4()))
        story = Story(f"batch {turn}", [f"{answer.headers.get('x-request-id', '')} -> {answer.status_code}"])
        if answer.status_code == 200:
            assert answer.json()["made"] == BATCH, answer.text[:500]
            accepted.update(dict.fromkeys(numbers, story))
        else:
            assert is_told_to_come_again(answer), f"{story}: {answer.text[:500]}"
            refused += 1
            if refused >= REFUSALS_WANTED:
                break
    return accepted, refused


def bring_back(house: House) -> None:
    """What a full disk has ended starts again, as the watch of `dianzhang up` would do it."""
    for name in ("postgres", "nats", *house.services):
        part = house.parts[name]
        if not part.alive or not part.healthy():
            house.restart(name)
