"""A real browser before a running house, with the SPA that `make setup` built."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from dianzhang.checkout import checkout
from dianzhang.house import House
from tests.acceptance.conftest import ENVIRONMENT, HASTY, KUAIDI100_SALT
from tests.acceptance.world import World
from tests.faults.conftest import open_to_postgres
from tests.faults.fake_shops import FakeShops
from tests.faults.scene import webhook_secret
from tests.load.company import make_company

# A busy machine is slow, not wrong.
PATIENCE_MS = 20_000
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    assert (checkout() / "frontend" / "dist" / "index.html").is_file(), "the SPA is not built: run make setup"
    folder = tmp_path_factory.mktemp("journeys")
    open_to_postgres(folder)
    house = House(folder / "data", base_port=0, clock_file=True, rate_limits=False, environment=ENVIRONMENT, postgres_options=HASTY)
    with FakeShops(webhook_secret()) as shops, house:
        made = World(house=house, company=make_company(house, skus=12, pieces=1000), shops=shops, kuaidi100_salt=KUAIDI100_SALT)
        yield made
        made.close()


@pytest.fixture(scope="session")
def browser_program() -> str:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "no Chromium: make browser says what to do"
    return program


@pytest.fixture(scope="session")
def browser(browser_program: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def pictures() -> Path:
    folder = Path("build/journeys")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
