"""The demo company's warehouse: picks, scans, packs and ships what a day brought, and the carriers report on the way."""

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dianzhang.demo_call import Caller

CARRIERS = ("SF", "ZTO", "YTO", "YUNDA")
NUMBERS = {"SF": "SF{:013d}", "ZTO": "7{:013d}", "YTO": "YT{:013d}", "YUNDA": "4{:013d}"}
STORY = (
    (0, "collected", "快件已揽收"),
    (1, "in_transit", "快件已到达转运中心"),
    (2, "out_for_delivery", "快件派送中"),
    (3, "delivered", "快件已签收"),
)
LEFT_ON_THE_LAST_DAY = 12
"""So many shipments stay for the visitor of the demo to work on."""


@dataclass
class Parcel:
    carrier: str
    tracking: str
    shipped_at: datetime
    stands_still: bool


@dataclass
class Floor:
    caller: Caller
    chance: random.Random
    warehouses: list[str]
    parcels: list[Parcel] = field(default_factory=list[Parcel])
    packed: int = 0

    def work(self, *, now: datetime, last: bool) -> None:
        for warehouse in self.warehouses:
            waiting = self._shipments(warehouse)
            todo = waiting[: max(len(waiting) - LEFT_ON_THE_LAST_DAY // len(self.warehouses), 0)] if last else waiting
            for start in range(0, len(todo), 30):
                self._wave(warehouse, todo[start : start + 30], now=now)

    def _shipments(self, warehouse: str) -> list[str]:
        rows = self.caller.call("GET", f"/warehouse/v1/shipments?warehouse={warehouse}&state=waiting&sort=created_at&limit=100")["data"]
        return [row["number"] for row in rows]

    def _wave(self, warehouse: str, numbers: list[str], *, now: datetime) -> None:
        made = self.caller.call("POST", "/warehouse/v1/pick-lists", json={"warehouse": warehouse, "shipments": numbers})
        self.caller.call("POST", f"/warehouse/v1/pick-lists/{made['pick_list']['number']}/confirm", json={"short": []})
        waybills = [self._waybill() for _ in numbers]
        self.caller.each(lambda pair: self._pack(*pair), zip(numbers, waybills, strict=True))
        self.caller.call("POST", "/warehouse/v1/shipments/ship", json={"numbers": numbers})
        for waybill in waybills:
            parcel = Parcel(waybill["carrier_code"], waybill["tracking_number"], now, stands_still=self.chance.random() < 0.01)
            self.parcels.append(parcel)

    def _waybill(self) -> dict[str, str]:
        self.packed += 1
        carrier = self.chance.choice(CARRIERS)
        return {"carrier_code": carrier, "tracking_number": NUMBERS[carrier].format(self.packed * 7919)}

    def _pack(self, number: str, waybill: dict[str, str]) -> None:
        shipment = self.caller.call("GET", f"/warehouse/v1/shipments/{number}")
        for line in shipment["lines"]:
            self.caller.call(
                "POST", f"/warehouse/v1/shipments/{number}/scans", json={"barcode": line["barcode"], "quantity": line["quantity"]}
            )
        goods = sum(line["weight_g"] * line["quantity"] for line in shipment["lines"])
        packed = self.caller.call("POST", f"/warehouse/v1/shipments/{number}/pack", json={"weight_g": goods + 40})
        version = {"If-Match": f'"{packed["shipment"]["version"]}"'}
        self.caller.call("PUT", f"/warehouse/v1/shipments/{number}/waybill", json=waybill, headers=version)

    def follow_parcels(self, *, now: datetime) -> None:
        """A day's carrier file: each parcel that is on its way has moved one step, but for the few that stand still."""
        rows: list[list[Any]] = []
        for parcel in self.parcels:
            days = (now.date() - parcel.shipped_at.date()).days
            if days >= len(STORY) or (parcel.stands_still and days > 0):
                continue
            _, state, words = STORY[days]
            china = now + timedelta(hours=8, minutes=5)
            rows.append([parcel.carrier, parcel.tracking, china.strftime("%Y-%m-%d %H:%M:%S"), words, state])
        if not rows:
            return
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(["Carrier", "Tracking number", "Time", "Text", "State"])
        writer.writerows(rows)
        files = {"file": ("tracking.csv", buffer.getvalue().encode("utf-8-sig"), "text/csv")}
        answer = self.caller.call("POST", "/warehouse/v1/tracking-imports", files=files)
        assert not answer["errors"], answer["errors"][:3]
