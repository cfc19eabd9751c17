"""A sign-out holds everywhere at once, also after the broker was gone for a while (rule ORG-8)."""

import time

import httpx
import pytest

from tests.faults.patience import stretched
from tests.faults.scene import Scene

GONE_SECONDS = 13
"""Longer than the broker's client takes to notice that heartbeats are missing."""
HOLDS_WITHIN_SECONDS = stretched(15)


@pytest.mark.timeout(stretched(90))
def test_a_sign_out_after_the_broker_was_gone_holds_in_every_service(scene: Scene) -> None:
    house = scene.house
    house.kill("nats")
    time.sleep(GONE_SECONDS)
    house.restart("nats")
    who = house.administrator
    token = httpx.post(f"{house.address}/api/people/v1/sessions", json={"login": who.login, "password": who.password}).json()[
        "access_token"
    ]
    signed_in = {"Authorization": f"Bearer {token}"}
    lists = [
        f"{house.address}/api/{path}" for path in ("orders/v1/orders", "warehouse/v1/warehouses", "catalog/v1/skus", "channels/v1/shops")
    ]
    assert {httpx.get(url, headers=signed_in).status_code for url in lists} == {200}
    assert httpx.delete(f"{house.address}/api/people/v1/sessions/current", headers=signed_in).status_code == 204
    until = time.monotonic() + HOLDS_WITHIN_SECONDS
    while still := [url for url in lists if httpx.get(url, headers=signed_in).status_code != 401]:
        assert time.monotonic() < until, f"the token of an ended session is still good at {still}"
        time.sleep(0.2)
