"""Every page that the navigation offers, looked at by axe: both languages, light and dark, desk and phone (frontend/e2e).

Runs after the order's journey, so the lists are not empty.
"""

import os
import subprocess

from dianzhang.checkout import checkout
from tests.acceptance.world import World

MOST_SECONDS = 1200


def test_axe_finds_nothing_on_any_page(world: World, browser_program: str) -> None:
    person = world.person("*")
    environment = {
        **os.environ,
        "CHROMIUM": browser_program,
        "DIANZHANG_PUBLIC_URL": world.house.address,
        "DIANZHANG_LOGIN": person.login,
        "DIANZHANG_PASSWORD": person.password,
    }
    done = subprocess.run(
        ["npm", "run", "--silent", "e2e"],
        cwd=checkout() / "frontend",
        env=environment,
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
