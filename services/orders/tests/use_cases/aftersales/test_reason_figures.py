"""Why buyers come back, by reason, product, shop and month (rule CARE-1)."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from case_making import opening, told
from fastapi import FastAPI
from python_calamine import CalamineWorkbook

from chassis.testing import caller

PATH = "/v1/aftersales/figures"
TODAY = datetime.now(UTC).date()
DAYS = f"first={TODAY - timedelta(days=1)}&last={TODAY + timedelta(days=1)}"


@pytest.mark.rule("CARE-1")
async def test_cases_are_counted_by_what_is_asked_and_open_to_their_rows(
    app: FastAPI, delivered: Any, ask: Any, client: Any, clerk: Any
) -> None:
    order_id = await delivered()
    paid = await ask("", opening(order_id, "refund_only", "quality", amount="20.00", agree=True), status=201)
    await told(app, paid["id"])
    await ask("", opening(order_id, "exchange", "quality"), status=201)
    gone = await ask("", opening(order_id, "exchange", "size_or_colour"), status=201)
    await ask(f"/{gone['id']}/withdraw", {"reason": "买家留下了"})

    async def figures(by: str, headers: dict[str, str] = clerk) -> list[tuple[Any, ...]]:
        found = (await client.get(f"{PATH}?by={by}&{DAYS}", headers=headers)).json()["data"]
        return [(row["key"], row["cases"], row["closed"], row["amount"]["amount"]) for row in found]

    assert await figures("reason") == [("quality", 2, 1, "20.00")]
    assert await figures("product") == [("TEE-W", 2, 1, "20.00")]
    assert await figures("shop") == [("shp_main", 2, 1, "20.00")]
    assert [row[1:] for row in await figures("month")] == [(2, 1, "20.00")]
    assert await figures("reason", caller("orders.*", shops=frozenset({"shp_other"}))) == []
    rows = (await client.get("/v1/aftersales/cases?view=all&reason=quality&sku=TEE-W", headers=clerk)).json()["data"]
    assert len(rows) == 2
    assert (await client.get("/v1/aftersales/cases?view=all&sku=MUG", headers=clerk)).json()["data"] == []


async def test_figures_are_saved_as_a_spreadsheet_with_who_took_it(delivered: Any, ask: Any, client: Any, clerk: Any) -> None:
    await ask("", opening(await delivered(), "exchange", "quality"), status=201)
    answer = await client.get(f"{PATH}/export?by=reason&{DAYS}", headers={**clerk, "Accept-Language": "zh-CN"})
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:3] == ["quality", "质量问题", 1]
    assert "acc_test" in rows[-1][0]


@pytest.mark.parametrize(("first", "last"), [("2026-01-02", "2026-01-01"), ("2024-01-01", "2026-01-01")])
async def test_a_time_that_is_none_or_too_long_is_refused(client: Any, clerk: Any, first: str, last: str) -> None:
    answer = await client.get(f"{PATH}?first={first}&last={last}", headers=clerk)
    assert (answer.status_code, answer.json()["code"]) == (422, "days_wrong")
