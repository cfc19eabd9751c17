"""Timed jobs: what events may have missed is looked at again, and figures are added up."""

from typing import Any

from fastapi import FastAPI
from order_making import line_body, new_uow, order_body, sent
from sqlalchemy import text

from orders.jobs.recheck import recheck


async def test_an_order_that_came_while_its_sku_became_known_goes_on(app: FastAPI, place: Any, show: Any) -> None:
    """The SKU is written as another process would write it between this order's review and its commit: no event finds the order."""
    made = await place(order_body(lines=[line_body(sku="LATE")]))
    other = await place(order_body(lines=[line_body(sku="NEVER")]))
    async with new_uow(app) as uow:
        await uow.session.execute(text("INSERT INTO sku VALUES ('LATE', '迟', 'late', '件', true, 1, now())"))
        await uow.session.execute(text("UPDATE knowledge_version SET version = nextval('knowledge_version_series')"))
        await uow.commit()
    context = app.state.context
    await recheck(context)
    await recheck(context)
    assert (await show(made["id"]))["status"] == "reviewed"
    assert [reason["code"] for reason in (await show(other["id"]))["attention"]] == ["unknown_sku"]
    assert len(await sent(app, "warehouse.reservation.reserve.v1")) == 1
