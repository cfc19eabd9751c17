from typing import get_args

from channels.api.fields import Platform
from channels.domain.shipping.registry import PLATFORMS
from chassis.testing import caller
from services.channels.tests.fakes import Desk


async def test_each_platform_tells_what_it_needs_and_can(desk: Desk) -> None:
    found = {platform["code"]: platform for platform in (await desk.get("/v1/platforms")).json()["data"]}
    assert found["shopify"] == {
        "code": "shopify",
        "secrets": ["access_token", "webhook_secret"],
        "options": ["api_version", "notify_customer"],
        "currency": "USD",
        "needs_address": True,
        "sends_webhooks": True,
        "reads_json": True,
        "told_of_shipments": True,
        "file_dialects": ["shopify"],
    }
    assert found["tmall"]["file_dialects"] == ["taobao_lines", "taobao", "tmall_report"]
    assert (found["amazon"]["reads_json"], found["amazon"]["told_of_shipments"], found["amazon"]["secrets"]) == (True, False, [])
    assert (found["mall"]["reads_json"], found["mall"]["needs_address"], found["wechat"]["needs_address"]) == (False, True, False)
    assert (await desk.get("/v1/platforms", headers=caller("channels.shops.manage"))).status_code == 403


def test_every_platform_that_can_be_registered_has_its_facts() -> None:
    assert set(get_args(Platform)) == set(PLATFORMS)
