"""One house for all acceptance tests: the same processes, ports and gateway that `make run` starts, reached over HTTP only."""

import secrets
from collections.abc import Iterator

import pytest

from dianzhang.house import House
from tests.acceptance.world import World
from tests.faults.conftest import open_to_postgres
from tests.faults.fake_shops import FakeShops
from tests.faults.scene import webhook_secret
from tests.load.company import make_company

# The data lives as long as the run; what must survive kill -9 survives without waiting for the disk (make faults waits for it).
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
KUAIDI100_SALT = secrets.token_hex(8)
ENVIRONMENT = {"DIANZHANG_ALLOW_PRIVATE_ADDRESSES": "true", "DIANZHANG_KUAIDI100_SALT": KUAIDI100_SALT}


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("acceptance")
    open_to_postgres(folder)
    house = House(folder / "data", base_port=0, clock_file=True, rate_limits=False, environment=ENVIRONMENT, postgres_options=HASTY)
    with FakeShops(webhook_secret()) as shops, house:
        made = World(house=house, company=make_company(house, skus=20, pieces=10_000), shops=shops, kuaidi100_salt=KUAIDI100_SALT)
        yield made
        made.close()


@pytest.fixture(autouse=True)
def present(world: World) -> Iterator[None]:
    """A test that moved the clock puts it back."""
    yield
    world.house.set_clock(0)
