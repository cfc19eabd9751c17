import pytest

from chassis.testing import caller
from services.channels.tests.fakes import EVERYTHING, MALL_SECRET, Desk, eventually


async def test_a_registered_shop_is_told_to_orders_and_shown_without_its_secrets(desk: Desk) -> None:
    shop = await desk.register("shopify", name="Tea US", api_url="https://tea.example.com", currency="USD", owner="李店长")
    assert shop["credential_names"] == ["access_token", "webhook_secret"]
    assert (shop["version"], shop["active"], shop["owner"], shop["currency"]) == (1, True, "李店长", "USD")
    assert "hush" not in str(shop)
    commands = await eventually(lambda: desk.outbox("orders.shop.register.v1"))
    assert commands[-1] == {"shop_id": shop["id"], "name": "Tea US", "platform": "shopify", "active": True, "version": 1}
    rows = await desk.sql("SELECT credentials_sealed, (SELECT string_agg(after::text, '') FROM audit_entry) AS audit FROM shop")
    assert rows[0].credentials_sealed.startswith("v1.")
    assert "hush" not in rows[0].credentials_sealed + rows[0].audit


async def test_a_change_needs_the_version_that_was_read_and_grows_it(desk: Desk) -> None:
    shop = await desk.register("mall")
    path = f"/v1/shops/{shop['id']}"
    without = await desk.client.patch(path, json={"active": False}, headers=caller(*EVERYTHING))
    assert without.status_code == 428
    stale = await desk.client.patch(path, json={"active": False}, headers={**caller(*EVERYTHING), "If-Match": '"7"'})
    assert stale.status_code == 412
    changed = await desk.client.patch(path, json={"active": False}, headers={**caller(*EVERYTHING), "If-Match": '"1"'})
    assert (changed.status_code, changed.json()["active"], changed.headers["etag"]) == (200, False, '"2"')
    seen = await desk.get(path)
    assert (seen.headers["etag"], seen.json()["credential_names"]) == ('"2"', ["webhook_secret"])
    commands = await eventually(lambda: desk.outbox("orders.shop.register.v1"))
    assert [command["version"] for command in await eventually(lambda: _two(desk))] == [1, 2], commands


async def _two(desk: Desk) -> list[dict[str, object]]:
    found = await desk.outbox("orders.shop.register.v1")
    return found if len(found) == 2 else []


async def test_credentials_are_put_over_and_taken_away_one_by_one(desk: Desk) -> None:
    shop = await desk.register("jd")
    headers = {**caller(*EVERYTHING), "If-Match": '"1"'}
    body = {"credentials": {"app_key": " new\n", "access_token": None}}
    changed = await desk.client.patch(f"/v1/shops/{shop['id']}", json=body, headers=headers)
    assert changed.json()["credential_names"] == ["app_key", "app_secret"]
    (row,) = await desk.sql("SELECT credentials_sealed FROM shop")
    assert desk.context.sealer.open(row.credentials_sealed) == {"app_key": "new", "app_secret": "x"}


async def test_credentials_do_not_move_to_another_host(desk: Desk) -> None:
    shop = await desk.register("shopify", api_url="https://tea.example.com/a")
    path = f"/v1/shops/{shop['id']}"
    for version, (url, given, left) in enumerate(
        [
            ("https://tea.example.com/b", {}, ["access_token", "webhook_secret"]),
            ("https://thief.example.com/b", {"access_token": "new"}, ["access_token"]),
            ("http://thief.example.com/b", {}, []),
        ],
        start=1,
    ):
        headers = {**caller(*EVERYTHING), "If-Match": f'"{version}"'}
        changed = await desk.client.patch(path, json={"api_url": url, "credentials": given}, headers=headers)
        assert (changed.status_code, changed.json()["credential_names"]) == (200, left)
    jd = await desk.register("jd")
    headers = {**caller(*EVERYTHING), "If-Match": '"1"'}
    same = await desk.client.patch(f"/v1/shops/{jd['id']}", json={"api_url": None}, headers=headers)
    assert same.json()["credential_names"] == ["access_token", "app_key", "app_secret"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "A", "platform": "jd", "credentials": {"api_key": "x"}}, 422, "credential_unknown"),
        ({"name": "A", "platform": "jd", "credentials": {"app_key": "a\nb"}}, 422, "validation"),
        ({"name": "A", "platform": "jd", "credentials": {"app_key": "密"}}, 422, "validation"),
        ({"name": "A", "platform": "jd", "credentials": {"app_key": " "}}, 422, "validation"),
        ({"name": "A", "platform": "woocommerce"}, 422, "shop_address_missing"),
        ({"name": "A", "platform": "ebay"}, 422, "validation"),
        ({"name": "A", "platform": "jd", "time_zone": "Mars/North"}, 422, "validation"),
        ({"name": "A", "platform": "jd", "time_zone": "../../etc/passwd"}, 422, "validation"),
        ({"name": "A", "platform": "jd", "secret": 1}, 422, "validation"),
        ({"name": " ", "platform": "jd"}, 422, "validation"),
        ({"name": "A", "platform": "mall", "api_url": "ftp://x"}, 422, "validation"),
    ],
)
async def test_what_is_wrong_is_refused_by_name(desk: Desk, body: dict[str, object], status: int, code: str) -> None:
    answer = await desk.post("/v1/shops", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await desk.sql("SELECT 1 FROM shop") == []


async def test_two_shops_cannot_have_one_name(desk: Desk) -> None:
    await desk.register("jd", name="同名店")
    answer = await desk.post("/v1/shops", {"name": "同名店", "platform": "taobao"})
    assert (answer.status_code, answer.json()["code"]) == (409, "shop_name_taken")


async def test_a_caller_sees_only_the_shops_of_its_scope(desk: Desk) -> None:
    mine, other = await desk.register("jd"), await desk.register("taobao")
    headers = caller("channels.*", shops=[mine["id"]])
    listed = await desk.get("/v1/shops", headers=headers)
    assert [shop["id"] for shop in listed.json()["data"]] == [mine["id"]]
    assert (await desk.get(f"/v1/shops/{other['id']}", headers=headers)).status_code == 404
    refused = await desk.client.patch(f"/v1/shops/{other['id']}", json={"owner": "x"}, headers={**headers, "If-Match": '"1"'})
    assert refused.status_code == 404
    health = await desk.get("/v1/shops/health", headers=headers)
    assert [shop["shop_id"] for shop in health.json()["data"]] == [mine["id"]]


async def test_lists_are_paged_by_name_and_filtered(desk: Desk) -> None:
    for name, platform in (("丙", "jd"), ("甲", "jd"), ("乙", "taobao")):
        await desk.register(platform, name=name)
    first = (await desk.get("/v1/shops?limit=2")).json()
    second = (await desk.get(f"/v1/shops?limit=2&cursor={first['next_cursor']}")).json()
    names = [shop["name"] for shop in first["data"] + second["data"]]
    assert (sorted(names), first["has_more"], second["has_more"]) == (sorted(["甲", "乙", "丙"]), True, False)
    assert [shop["name"] for shop in (await desk.get("/v1/shops?platform=taobao")).json()["data"]] == ["乙"]
    assert (await desk.get("/v1/shops?active=false")).json()["data"] == []


async def test_nobody_without_the_permission(desk: Desk) -> None:
    answer = await desk.post("/v1/shops", {"name": "A", "platform": "jd"}, headers=caller("channels.shops.read"))
    assert answer.status_code == 403
    assert MALL_SECRET not in answer.text
