"""One house for all fault tests: starting it takes longer than most of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dianzhang.house import House
from tests.faults.fake_shops import FakeShops
from tests.faults.scene import ENVIRONMENT, Scene, set_the_scene, webhook_secret


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("faults")
    open_to_postgres(folder)
    house = House(folder / "data", base_port=0, clock_file=True, rate_limits=False, environment=ENVIRONMENT)
    with FakeShops(webhook_secret()) as shops, house:
        scene = set_the_scene(house, shops)
        yield scene
        scene.company.http.close()


def open_to_postgres(folder: Path) -> None:
    """Where we are root PostgreSQL runs as another user, and pytest's folders are closed to all but us."""
    for place in (folder, *folder.parents):
        if place.stat().st_uid == folder.stat().st_uid and place != Path("/"):
            place.chmod(place.stat().st_mode | 0o011)
