"""Orders of other people's shops, as their platforms really send them: everything that can be read becomes an order, and nothing is lost.

The samples are not ours to ship: they lie beside the checkout, or where DIANZHANG_SAMPLES says; without them these tests are skipped, so no rule rests on them.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.world import World

SAMPLES = Path(os.environ.get("DIANZHANG_SAMPLES", Path(__file__).parents[3] / "shared" / "samples"))
REPORT = Path("build/samples.json")
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="other people's payloads do not lie beside this checkout")

JSON_ORDERS = [
    ("taobao", "taobao/trades_sold_get_page.json"),
    ("taobao", "taobao/trades_sold_get_doc_sample.json"),
    ("jd", "jd/pop_order_get_base.json"),
    ("jd", "jd/pop_order_search_page.json"),
    ("pinduoduo", "pdd/order_list_page_masked.json"),
    ("pinduoduo", "pdd/doc_dts_order_information_get.json"),
    ("douyin", "douyin/order_detail_base.json"),
    ("douyin", "douyin/order_search_empty.json"),
    ("shopify", "shopify/rest_order_go.json"),
    ("shopify", "shopify/rest_order_py.json"),
    ("shopify", "shopify/webhook_orders_create.json"),
    ("woocommerce", "woocommerce/order_create_an_order.json"),
    ("woocommerce", "woocommerce/order_list_all_orders.json"),
    ("woocommerce", "woocommerce/order_update_an_order.json"),
]
FILES = [
    ("jd", "exports/jd_orders_multiline.csv"),
    ("youzan", "exports/youzan_orders_mixed.csv"),
    ("pinduoduo", "exports/pdd_orders_header_only_27col.csv"),
    ("taobao", "exports/taobao_orders_header_only.csv"),
    ("tmall", "tmall/order_report_rows_1_2000.csv"),
    ("other", "uci_online_retail/first_2500_rows.csv"),
]

NO_ORDER_INSIDE = ("douyin/order_search_empty.json",)


@pytest.fixture(scope="module")
def report() -> Any:
    """What became of each file: written to build/samples.json when all have been tried."""
    lines: dict[str, Any] = {}
    yield lines
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(lines, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


@pytest.mark.parametrize(("platform", "path"), JSON_ORDERS)
def test_platform_json_is_taken_without_loss(world: World, report: dict[str, Any], platform: str, path: str) -> None:
    shop = world.shop(platform, **({"api_url": "http://127.0.0.1:9/"} if platform == "woocommerce" else {}))
    content = (SAMPLES / path).read_bytes()
    message = world.call(
        "POST", f"/channels/v1/shops/{shop}/platform-orders", content=content, headers={"Content-Type": "application/json"}
    )
    seen: dict[str, Any] = {}

    def settled() -> bool:
        seen.update(world.call("GET", f"/channels/v1/inbound-messages/{message['id']}"))
        return seen["state"] in ("processed", "refused", "dead")

    world.eventually(settled, what=f"{path} is settled")
    empty = path in NO_ORDER_INSIDE
    assert seen["state"] == ("refused" if empty else "processed"), seen
    numbers = {result["platform_order_no"] for result in seen["results"] if result["outcome"] == "sent"}

    def orders() -> list[dict[str, Any]]:
        return world.call("GET", f"/orders/v1/orders?shop_id={shop}&limit=100")["data"]

    world.eventually(lambda: {row["platform_order_no"] for row in orders()} == numbers, what=f"the orders of {path}: {numbers}")
    report[path] = {
        "state": seen["state"],
        "told": seen["results"],
        "orders": [[row["platform_order_no"], row["status"], row["hold_reasons"], row["attention_reasons"]] for row in orders()],
    }
    # What we cannot vouch for is never sent to the floor.
    assert all(row["attention_reasons"] or row["hold_reasons"] or row["status"] not in ("allocated", "picked") for row in orders())


@pytest.mark.parametrize(("platform", "path"), FILES)
def test_an_export_is_read_or_every_bad_row_is_named(world: World, report: dict[str, Any], platform: str, path: str) -> None:
    shop = world.shop(platform)
    content = (SAMPLES / path).read_bytes()
    answer = world.ask(
        "POST", "/channels/v1/order-imports", files={"file": (Path(path).name, content)}, data={"shop_id": shop, "mode": "run"}
    )
    told = answer.json()
    assert answer.status_code in (201, 422), answer.text[:500]
    if answer.status_code == 422:
        assert told["rule"] == "SYS-3"
        report[path] = {"outcome": told["code"], "mistakes": len(told["errors"]), "first": told["errors"][:3], "detail": told["detail"]}
        assert told["errors"] or told["code"] == "file_not_readable"
        return
    report[path] = {"outcome": "imported", **{name: told[name] for name in told if name in ("dialect", "counts", "rows", "warnings")}}
