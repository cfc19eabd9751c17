"""What the hot path writes as plain JSON is what the contracts say."""

from typing import Any

from fastapi import FastAPI
from order_making import order_body, reserved, sent, tell_reserved

from contracts.orders import OrdersAdvanced, OrdersPlaced
from contracts.warehouse import RequestShipments, ReserveStock


async def test_plain_envelopes_are_the_messages_they_stand_for(app: FastAPI, place: Any) -> None:
    made = await place(order_body())
    await place(order_body(buyer_remark="x", receiver={"province": ""}))
    await tell_reserved(app, reserved(made["id"]))
    for message in (OrdersPlaced, ReserveStock, RequestShipments, OrdersAdvanced):
        for payload in await sent(app, message.subject):
            read = message.model_validate(payload)
            assert set(payload) == set(message.model_fields)
            parts = [part for name in ("requests", "shipments") for part in payload.get(name, [])]
            assert all(part["owner"] == "shp_main" for part in parts)
            moments = {"placed_at", "happened_at"}
            # What has a default may be left out: the hot path sends no more than it has to say.
            assert read.model_dump(mode="json", exclude=moments, exclude_unset=True) == {
                name: value for name, value in payload.items() if name not in moments
            }
