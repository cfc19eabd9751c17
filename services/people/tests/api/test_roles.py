import pytest

from services.people.tests.house import House, Signed


async def test_the_standard_roles_are_there(house: House) -> None:
    roles = (await house.boss.ask("GET", "/v1/roles")).json()["data"]
    assert [role["code"] for role in roles] == [
        "administrator",
        "director",
        "shop_manager",
        "order_clerk",
        "warehouse_keeper",
        "customer_service",
        "developer",
        "staff",
        "hr",
        "finance",
        "warehouse_head",
    ]
    assert roles[0] | {"id": "", "account_count": 1} == {
        "id": "",
        "code": "administrator",
        "name_zh": "管理员",
        "name_en": "Administrator",
        "permissions": ["*"],
        "reach": "all",
        "fixed": True,
        "account_count": 1,
        "version": 1,
    }
    assert not any(role["fixed"] for role in roles[1:])


@pytest.mark.rule("ORG-7")
async def test_the_administrator_role_cannot_be_changed(house: House) -> None:
    role = (await house.boss.ask("GET", "/v1/roles")).json()["data"][0]
    answer = await house.boss.ask("PATCH", f"/v1/roles/{role['id']}", version=1, json={"permissions": []})
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (409, "role_fixed", "ORG-7")


@pytest.mark.rule("ORG-7")
async def test_a_role_that_loses_a_permission_signs_its_people_out(house: House) -> None:
    wang = await house.person("wang", "orders.orders.read", "orders.orders.hold")
    role = (await house.boss.ask("GET", f"/v1/accounts/{wang.account['id']}")).json()["role_ids"][0]
    more = ["orders.orders.read", "orders.orders.hold", "catalog.skus.read"]
    changed = await house.boss.ask("PATCH", f"/v1/roles/{role}", version=1, json={"permissions": more})
    assert changed.status_code == 200
    assert changed.json()["account_count"] == 1
    wang = Signed.of(house.client, await wang.refresh())
    assert wang.account["permissions"] == sorted(more)
    assert (await house.boss.ask("PATCH", f"/v1/roles/{role}", version=2, json={"permissions": more[:1]})).status_code == 200
    assert (await wang.ask("GET", "/v1/me")).status_code == 401


async def test_a_role_is_read_back_with_its_version(house: House) -> None:
    role = await house.role("orders.*", "*", "orders.*")
    answer = await house.boss.ask("GET", f"/v1/roles/{role['id']}")
    assert answer.json()["permissions"] == ["*", "orders.*"]
    assert answer.headers["etag"] == '"1"'
    assert (await house.boss.ask("PATCH", f"/v1/roles/{role['id']}", version=9, json={})).status_code == 412


@pytest.mark.parametrize("permission", ["", "*.*", "orders", "Orders.x", "orders.*.read", "orders..x", "a" * 200, "订单.读"])
async def test_what_is_no_permission_code_is_refused(house: House, permission: str) -> None:
    answer = await house.boss.ask("POST", "/v1/roles", json={"name_zh": "x", "name_en": "x", "permissions": [permission]})
    assert answer.status_code == 422
