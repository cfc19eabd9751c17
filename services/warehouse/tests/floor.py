"""What tests do on the floor: the company's goods, and the steps of a shipment."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
from sqlalchemy import text

from chassis.context import Context
from chassis.testing import caller
from contracts.catalog import SkuFacts
from contracts.message import Message
from contracts.warehouse import ExpectReturn, ReservationRequest, ReturnLine, ShipmentRequest, StockLine
from warehouse.use_cases.expect_return import expect_return
from warehouse.use_cases.note_skus import note_skus
from warehouse.use_cases.release_stock import release_stock
from warehouse.use_cases.request_shipments import request_shipments
from warehouse.use_cases.reserve_stock import reserve_stock
from warehouse.use_cases.withdraw_return import withdraw_return
from warehouse.use_cases.withdraw_shipments import withdraw_shipments

EVERYTHING = "warehouse.*"
RECEIVER = {
    "name": "张三丰",
    "phone": "13812345678",
    "country": "CN",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "town": "",
    "street": "文三路 1 号",
    "postcode": "310000",
}
# What migrations wrote and emptying takes away between tests.
SEEDS = """
    INSERT INTO carrier (code, name_zh, name_en, kuaidi100_code, aftership_slug, number_pattern, needs_phone_tail, active) VALUES
        ('SF', '顺丰速运', 'SF Express', 'shunfeng', 'sf-express', 'SF[0-9]{12,15}|[0-9]{12,15}', true, true),
        ('YTO', '圆通速递', 'YTO Express', 'yuantong', 'yto', 'YT[0-9]{10,18}|[A-Z0-9]{10,20}', false, true);
    INSERT INTO stuck_parcel_policy (version, hours, effective_from, created_at, created_by)
    VALUES (1, 48, '2020-01-01T00:00:00Z', now(), 'system');
    INSERT INTO weighing_policy (version, tolerance_percent, packaging_g, effective_from, created_at, created_by)
    VALUES (1, 5, 100, '2020-01-01T00:00:00Z', now(), 'system');
"""


class Floor:
    def __init__(self, client: httpx.AsyncClient, context: Context) -> None:
        self.client = client
        self.context = context
        self.owner = "shp_a"
        self.region = "浙江省 杭州市"

    async def furnish(self) -> None:
        """Warehouses HZ in Zhejiang and GZ in Guangdong; SKUs A, B, C with barcodes 69…A and so on; no stock."""
        async with self.context.engine.begin() as connection:
            for statement in SEEDS.split(";")[:-1]:
                await connection.execute(text(statement))
        for code, province, rank in (("HZ", "浙江省", 1), ("GZ", "广东省", 2)):
            body = {"code": code, "name_zh": f"{code}仓", "name_en": f"{code} house", "province": province, "rank": rank}
            answer = await self.post("/v1/warehouses", body)
            assert answer.status_code == 201, answer.text
        await self.tell_skus("A", "B", "C")

    async def tell_skus(self, *skus: str, version: int = 1) -> None:
        facts = [
            SkuFacts(
                sku=sku,
                name_zh=f"商品{sku}",
                name_en=f"Goods {sku}",
                barcode=f"69{sku}",
                weight_g=100,
                length_mm=1,
                width_mm=1,
                height_mm=1,
                unit="pc",
                active=True,
                version=version,
            )
            for sku in skus
        ]
        async with self.context.new_system_uow("test") as uow:
            await note_skus(uow, skus=facts)
            await uow.commit()

    # ---- over HTTP

    async def get(self, path: str, *permissions: str, **query: Any) -> httpx.Response:
        return await self.client.get(path, params=query, headers=caller(*(permissions or (EVERYTHING,))))

    async def post(self, path: str, body: Any = None, *permissions: str, **extra: str) -> httpx.Response:
        return await self.client.post(path, json=body or {}, headers={**caller(*(permissions or (EVERYTHING,))), **extra})

    async def upload(self, path: str, content: bytes, *, name: str = "file.csv", **fields: Any) -> httpx.Response:
        check = {"check": fields.pop("check")} if "check" in fields else {}
        return await self.client.post(path, files={"file": (name, content)}, data=fields, params=check, headers=caller(EVERYTHING))

    async def receive(self, warehouse: str = "HZ", **quantities: int) -> httpx.Response:
        lines = [{"sku": sku, "warehouse": warehouse, "quantity": quantity} for sku, quantity in quantities.items()]
        answer = await self.post("/v1/stock-movements", {"kind": "receive", "reason": "goods in", "document": "GR-1", "lines": lines})
        assert answer.status_code == 201, answer.text
        return answer

    async def level(self, sku: str, warehouse: str = "HZ") -> tuple[int, int]:
        """On hand and reserved."""
        found = (await self.get(f"/v1/stock/{sku}")).json()["levels"]
        return next(((one["on_hand"], one["reserved"]) for one in found if one["warehouse"] == warehouse), (0, 0))

    async def differences(self) -> list[dict[str, Any]]:
        return (await self.get("/v1/stock-movements/differences")).json()["data"]

    # ---- commands, as their consumers run them

    async def reserve(self, wishes: Mapping[str, Mapping[str, int]], *, province: str | None = None) -> dict[str, str | None]:
        """Reference to the warehouse that reserved it, None for short."""
        requests = [
            ReservationRequest(
                reference=reference,
                province=province,
                lines=[StockLine(sku=sku, quantity=quantity) for sku, quantity in needs.items()],
                owner=self.owner,
            )
            for reference, needs in wishes.items()
        ]
        async with self.context.new_system_uow("test") as uow:
            await reserve_stock(uow, requests=requests)
            results = uow_messages(uow, "warehouse.stock.reserved.v1")
            await uow.commit()
        return {result["reference"]: result["warehouse_code"] for message in results for result in message["results"]}

    async def release(self, *references: str) -> dict[str, str | None]:
        """Those that were served by what came free."""
        async with self.context.new_system_uow("test") as uow:
            await release_stock(uow, references=references, reason="test")
            results = uow_messages(uow, "warehouse.stock.reserved.v1")
            await uow.commit()
        return {result["reference"]: result["warehouse_code"] for message in results for result in message["results"]}

    async def request(self, **needs: Mapping[str, int]) -> list[dict[str, Any]]:
        """The steps that were told."""
        shipments = [self.shipment_request(reference, lines) for reference, lines in needs.items()]
        async with self.context.new_system_uow("test") as uow:
            await request_shipments(uow, shipments=shipments)
            steps = [step for message in uow_messages(uow, "warehouse.shipments.advanced.v1") for step in message["steps"]]
            await uow.commit()
        return steps

    def shipment_request(self, reference: str, needs: Mapping[str, int]) -> ShipmentRequest:
        return ShipmentRequest(
            reference=reference,
            number=f"SO-{reference.upper()}",
            shop_name="旗舰店",
            receiver_sealed=self.context.sealer.seal(RECEIVER),
            receiver_region=self.region,
            note="易碎",
            lines=[StockLine(sku=sku, quantity=quantity) for sku, quantity in needs.items()],
            owner=self.owner,
        )

    async def withdraw(self, *references: str) -> list[str]:
        """Subjects of the answers, in order."""
        async with self.context.new_system_uow("test") as uow:
            await withdraw_shipments(uow, references=references, reason="buyer changed his mind")
            subjects = [row.subject for row in uow._leaving.messages]
            await uow.commit()
        return [subject for subject in subjects if "withdraw" in subject]

    # ---- the way of a shipment

    async def make_shipment(self, reference: str = "r1", *, sku: str = "A", quantity: int = 1) -> str:
        """Stock for it, reserved, requested: its number."""
        await self.receive(**{sku: quantity})
        assert await self.reserve({reference: {sku: quantity}}) == {reference: "HZ"}
        return (await self.request(**{reference: {sku: quantity}}))[0]["shipment_number"]

    async def pick(self, *numbers: str) -> str:
        """Number of the list."""
        made = await self.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": list(numbers)})
        assert made.status_code == 201, made.text
        pick_list = made.json()["pick_list"]["number"]
        assert (await self.post(f"/v1/pick-lists/{pick_list}/confirm")).status_code == 200
        return pick_list

    async def pack(self, number: str, *, barcode: str = "69A", quantity: int = 1, weight_g: int | None = None) -> None:
        """Weighs what its goods weigh and a box, unless told otherwise."""
        scanned = await self.post(f"/v1/shipments/{number}/scans", {"barcode": barcode, "quantity": quantity})
        assert scanned.status_code == 201, scanned.text
        packed = await self.post(f"/v1/shipments/{number}/pack", {"weight_g": weight_g or 100 * quantity + 50})
        assert packed.status_code == 200, packed.text

    async def waybill(self, number: str, tracking_number: str, *, carrier: str = "SF", version: int | None = None) -> httpx.Response:
        known = version or (await self.get(f"/v1/shipments/{number}")).json()["shipment"]["version"]
        body = {"carrier_code": carrier, "tracking_number": tracking_number}
        return await self.client.put(f"/v1/shipments/{number}/waybill", json=body, headers={**caller(EVERYTHING), "If-Match": f'"{known}"'})

    async def make_packed(self, reference: str = "r1", *, tracking_number: str = "SF1000000000001") -> str:
        number = await self.make_shipment(reference)
        await self.pick(number)
        await self.pack(number)
        assert (await self.waybill(number, tracking_number)).status_code == 200
        return number

    async def make_shipped(self, reference: str = "r1", *, tracking_number: str = "SF1000000000001") -> str:
        number = await self.make_packed(reference, tracking_number=tracking_number)
        shipped = await self.post(f"/v1/shipments/{number}/ship")
        assert shipped.status_code == 200, shipped.text
        return number

    async def eventually_rated(self, parcels: int) -> None:
        """Consumers rate what has left."""
        deadline = asyncio.get_running_loop().time() + 20
        while True:
            async with self.context.engine.connect() as connection:
                rated = (await connection.execute(text("SELECT count(*) FROM parcel_freight"))).scalar_one()
            if rated == parcels:
                return
            assert asyncio.get_running_loop().time() < deadline, f"{rated} of {parcels} parcels are rated"
            await asyncio.sleep(0.05)

    # ---- goods that come back

    async def expect(self, reference: str, needs: Mapping[str, int], *, tracking_number: str | None = None) -> None:
        told = ExpectReturn(
            reference=reference,
            number=f"AS-{reference.upper()}",
            order_number=f"SO-{reference.upper()}",
            shop_name="旗舰店",
            owner=self.owner,
            lines=[ReturnLine(sku=sku, quantity=quantity) for sku, quantity in needs.items()],
            carrier_code="SF",
            tracking_number=tracking_number,
            note="",
        )
        async with self.context.new_system_uow("test") as uow:
            await expect_return(uow, told=told)
            await uow.commit()

    async def expect_no_more(self, reference: str) -> None:
        async with self.context.new_system_uow("test") as uow:
            await withdraw_return(uow, reference=reference, reason="buyer keeps it")
            await uow.commit()

    async def arrive(self, tracking_number: str) -> dict[str, Any]:
        """What the desk sees of the parcel."""
        answer = await self.post("/v1/returns", {"tracking_number": tracking_number, "warehouse": "HZ"})
        assert answer.status_code == 201, answer.text
        return answer.json()["found"]

    async def find(self, number: str, code: str, verdict: str, *, quantity: int = 1, note: str = "") -> httpx.Response:
        return await self.post(f"/v1/returns/{number}/findings", {"code": code, "verdict": verdict, "quantity": quantity, "note": note})

    async def told(self, message: type[Message]) -> list[dict[str, Any]]:
        """What left for the broker is gone from the outbox: JetStream has it."""
        stream = await self.context.broker.jetstream()
        await self.context.broker.ensure_stream(message.subject)
        found = await stream.subscribe(message.subject, ordered_consumer=True)
        messages: list[dict[str, Any]] = []
        try:
            while True:
                messages.append(orjson.loads((await found.next_msg(timeout=0.3)).data))
        except TimeoutError:
            return messages
        finally:
            await found.unsubscribe()


def uow_messages(uow: Any, subject: str) -> list[dict[str, Any]]:
    """What this unit of work is about to tell."""
    return [orjson.loads(row.payload) for row in uow._leaving.messages if row.subject == subject]


NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
