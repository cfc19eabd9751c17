"""Requests at platforms that became no case: listed, tried again, put aside (rule CARE-1)."""

from datetime import timedelta
from typing import Any

import pytest
from case_making import NOW
from fastapi import FastAPI
from order_making import other_key, rows, tell

from chassis.testing import caller
from contracts.orders import PlatformRefund, TakePlatformRefunds
from orders.consumers import aftersales

PATH = "/v1/aftersales/platform-requests"


async def asked(app: FastAPI, order_no: str, number: str, **changes: Any) -> None:
    refund: dict[str, Any] = {
        "shop_id": "shp_main", "platform_order_no": order_no, "platform_refund_no": number, "kind": "refund_only", "state": "asked",
        "platform_status": "WAIT_SELLER_AGREE", "reason": "质量问题", "note": "", "amount": "20.00", "currency": "CNY", "lines": [],
        "carrier_code": None, "tracking_number": None, "evidence": [], "asked_at": NOW, "answer_by": None, "modified_at": NOW, **changes,
    }  # fmt: skip
    await tell(app, aftersales.on_platform_refunds, TakePlatformRefunds(refunds=[PlatformRefund.model_validate(refund)]))


@pytest.mark.rule("CARE-1")
async def test_what_became_no_case_is_tried_again_once_its_order_is_there(app: FastAPI, client: Any, clerk: Any, delivered: Any) -> None:
    await asked(app, "P-LATE", "R-1")
    [row] = (await client.get(PATH, headers=clerk)).json()["data"]
    assert (row["problem"], row["amount"]["amount"], row["order_id"], row["given_up"]) == ("order_not_found", "20.00", None, False)
    which = {"shop_id": "shp_main", "platform_refund_no": "R-1"}
    still = (await client.post(f"{PATH}/retry", json=which, headers=other_key(clerk))).json()
    assert (still["case_id"], still["problem"]) == (None, "order_not_found")
    await delivered(platform_order_no="P-LATE")
    made = (await client.post(f"{PATH}/retry", json=which, headers=other_key(clerk))).json()
    assert made["case_id"] is not None
    assert (await client.get(PATH, headers=clerk)).json()["data"] == []
    again = await client.post(f"{PATH}/retry", json=which, headers=other_key(clerk))
    assert (again.status_code, again.json()["code"]) == (409, "platform_request_is_case")


async def test_what_is_put_aside_comes_back_with_news_only(app: FastAPI, client: Any, clerk: Any) -> None:
    await asked(app, "P-NONE", "R-2")
    body = {"shop_id": "shp_main", "platform_refund_no": "R-2", "reason": "平台已处理"}
    assert (await client.post(f"{PATH}/dismiss", json=body, headers=other_key(clerk))).json()["given_up"]
    assert (await client.get(PATH, headers=clerk)).json()["data"] == []
    assert len((await client.get(f"{PATH}?all=true", headers=clerk)).json()["data"]) == 1
    assert [row["reason"] for row in await rows(app, "SELECT reason FROM audit_entry WHERE action = 'platform_request.dismissed'")] == [
        "平台已处理"
    ]
    await asked(app, "P-NONE", "R-2", modified_at=NOW + timedelta(minutes=1))
    assert len((await client.get(PATH, headers=clerk)).json()["data"]) == 1


async def test_requests_of_other_shops_are_not_there(app: FastAPI, client: Any, clerk: Any) -> None:
    for number in ("R-1", "R-2", "R-3"):
        await asked(app, "P-NONE", number)
    other = caller("orders.*", shops=frozenset({"shp_other"}))
    assert (await client.get(PATH, headers=other)).json()["data"] == []
    which = {"shop_id": "shp_main", "platform_refund_no": "R-1"}
    assert (await client.post(f"{PATH}/retry", json=which, headers=other_key(other))).status_code == 404
    assert (await client.post(f"{PATH}/dismiss", json={**which, "reason": "x"}, headers=other_key(other))).status_code == 404
    first = (await client.get(f"{PATH}?limit=2", headers=clerk)).json()
    rest = (await client.get(f"{PATH}?limit=2&cursor={first['next_cursor']}", headers=clerk)).json()
    assert [row["platform_refund_no"] for row in [*first["data"], *rest["data"]]] == ["R-1", "R-2", "R-3"]
