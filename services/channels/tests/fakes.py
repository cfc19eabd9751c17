"""What stands in for the world: a shop that notes what it is told, an orders service, and a desk with the usual requests."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

import httpx
from sqlalchemy import text

from channels.clients.outside import Outside
from channels.domain.shipping.registry import PLATFORMS
from chassis.context import Context
from chassis.ids import new_id
from chassis.testing import caller
from contracts.message import Message
from contracts.orders import OrderShipped, RefundDecided, RefundLine, ShippedLine

EVERYTHING = ("channels.*", "orders.orders.place")
WEBHOOK_SECRET = "hush"
MALL_SECRET = "whsec_" + "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"


class NearOutside(Outside):
    """Every name is here: tests ask no name server."""

    async def _resolved(self, host: str, port: int) -> str:
        return "127.0.0.1"


@dataclass
class FakeShop:
    """Answers with what `script` says for each request in turn, then 200. An exception in the script is raised instead."""

    requests: list[httpx.Request] = field(default_factory=list)
    script: list[httpx.Response | Exception] = field(default_factory=list)
    otherwise: Callable[[httpx.Request], httpx.Response] = field(default=lambda _: httpx.Response(200, json={}))

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.script:
            scripted = self.script.pop(0)
            if isinstance(scripted, Exception):
                raise scripted
            return scripted
        return self.otherwise(request)


@dataclass
class FakeOrders:
    """Takes batches as orders does: the same key twice has one effect and one answer."""

    batches: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    down: bool = False
    status: int = 200
    known: dict[str, str] = field(default_factory=dict)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("refused")
        if self.status != 200:
            return httpx.Response(self.status, json={"code": "x"})
        body = json.loads(request.content)
        self.batches.append(body)
        self.keys.append(request.headers["idempotency-key"])
        self.authorizations.append(request.headers["authorization"])
        return httpx.Response(200, json={"results": [self._result(index, order) for index, order in enumerate(body["orders"])]})

    def _result(self, index: int, order: dict[str, Any]) -> dict[str, Any]:
        number = order["platform_order_no"]
        outcome = "unchanged" if number in self.known else "made"
        self.known[number] = outcome
        return {
            "index": index, "platform_order_no": number, "outcome": outcome, "id": f"ord_{len(self.known):032x}",
            "number": f"SO-20261122-{len(self.known):06d}", "status": "placed",
            "hold_reasons": ["unknown_state"] if order["state"] == "unknown" else [],
            "attention_reasons": ["unknown_sku"] if any(not line["sku"] for line in order["lines"]) else [], "errors": [],
        }  # fmt: skip


@dataclass
class Desk:
    """The usual requests, by somebody who may do everything."""

    client: httpx.AsyncClient
    context: Context

    async def post(self, path: str, body: object = None, *, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.client.post(path, json=body, headers=headers or caller(*EVERYTHING))

    async def get(self, path: str, *, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.client.get(path, headers=headers or caller(*EVERYTHING))

    async def register(self, platform: str = "mall", **more: object) -> dict[str, Any]:
        facts = PLATFORMS[platform]
        credentials = {name: "x" for name in facts.secrets}
        if "webhook_secret" in credentials:
            credentials["webhook_secret"] = MALL_SECRET if platform == "mall" else WEBHOOK_SECRET
        body = {"name": f"{platform} {new_id().hex[-6:]}", "platform": platform, "credentials": credentials}
        if not facts.base_url and facts.secrets:
            body["api_url"] = "http://127.0.0.1:9/shop"
        answer = await self.post("/v1/shops", {**body, **more})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def ship(self, shop_id: str, *, number: str = "1", times: int = 1) -> None:
        """Orders tells that a parcel left, perhaps more than once."""
        message = OrderShipped(
            order_id=f"ord_{int(number):032x}", number=f"SO-20261122-{int(number):06d}", shop_id=shop_id, platform_order_no=f"90000{number}",
            shipment_number=f"SH-{number}", carrier_code="SF", tracking_number=f"SF{number}",
            lines=[ShippedLine(platform_line_no="11", sku="A", quantity=2)], shipped_at=datetime.now(UTC),
        )  # fmt: skip
        for _ in range(times):
            await self.hear(message)

    async def decide(self, shop_id: str, *, refund_id: str, decision: Literal["agreed", "pay", "refused"] = "pay", times: int = 1) -> None:
        """Orders tells what was decided about money, perhaps more than once."""
        message = RefundDecided(
            refund_id=refund_id, case_id="case_1", case_number="AS-20261122-000001", shop_id=shop_id, platform_order_no="900001",
            platform_refund_no=None, decision=decision, amount=Decimal("90.00") if decision == "pay" else Decimal(0), currency="USD",
            lines=[RefundLine(platform_line_no="11", quantity=1, amount=Decimal("90.00"))], reason="damaged", decided_at=datetime.now(UTC),
        )  # fmt: skip
        for _ in range(times):
            await self.hear(message)

    async def hear(self, message: Message) -> None:
        stream = await self.context.broker.jetstream()
        await self.context.broker.ensure_stream(message.subject)
        await stream.publish(message.subject, message.model_dump_json().encode(), headers={"ce-id": str(new_id())})

    async def write_backs(self, **query: str) -> list[dict[str, Any]]:
        answer = await self.client.get("/v1/write-backs", params={"limit": "100", **query}, headers=caller(*EVERYTHING))
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def sql(self, statement: str, **values: object) -> list[Any]:
        async with self.context.engine.begin() as connection:
            found = await connection.execute(text(statement), values)
            return list(found.all()) if found.returns_rows else []

    async def outbox(self, subject: str) -> list[dict[str, Any]]:
        """What was published, also when the relay has sent it already."""
        stream = await self.context.broker.jetstream()
        await self.context.broker.ensure_stream(subject)
        got: list[dict[str, Any]] = []
        owner = subject.split(".")[0].upper()
        info = await stream.stream_info(owner)
        for place in range(max(info.state.first_seq, 1), info.state.last_seq + 1):
            message = await stream.get_msg(owner, place)
            if message.subject == subject and message.data:
                got.append(json.loads(message.data))
        return got


async def eventually(check: Callable[[], Awaitable[object]], *, seconds: float = 10) -> Any:
    """Jobs and consumers run by themselves: waits until `check` says something true, and returns it."""
    until = time.monotonic() + seconds
    while not (found := await check()):
        assert time.monotonic() < until, "it did not happen in time"
        await asyncio.sleep(0.05)
    return found
