"""The database server that all tests share: started from the wheel once a run, unless DIANZHANG_TEST_POSTGRES names one."""

import os
import tempfile
from pathlib import Path

import pytest

from dianzhang.house import House

POSTGRES = "DIANZHANG_TEST_POSTGRES"
# Tests make and drop databases all the time, and none outlives the run: the disk need not be waited for.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300")
started = pytest.StashKey[tuple[House, tempfile.TemporaryDirectory[str]]]()


def pytest_configure(config: pytest.Config) -> None:
    # Workers of a parallel run inherit the address from the process that started them.
    if hasattr(config, "workerinput") or POSTGRES in os.environ or config.option.collectonly:
        return
    folder = tempfile.TemporaryDirectory(prefix="dianzhang-tests-")
    house = House(Path(folder.name), base_port=0, services=[], postgres_options=HASTY).start(stores_only=True, migrating=False)
    os.environ[POSTGRES] = house.server.url(driver="postgresql+psycopg").replace("/dianzhang", "/postgres")
    config.stash[started] = (house, folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if started in config.stash:
        house, folder = config.stash[started]
        house.stop()
        folder.cleanup()
        del os.environ[POSTGRES]
