"""Two shops on this machine that count what they are told: one that speaks Shopify, one that takes our own signed notices.

They behave as badly as real ones: now and then one does what it was asked and the line breaks before its answer, and now and then one is
busy. What counts is what took effect: how many fulfilments an order has at Shopify, how many different notices came to the mall.
"""

import json
import socket
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from standardwebhooks import Webhook

SHOPIFY = "/shopify"
MALL = "/mall"
BROKEN_LINE_EVERY = 97
BUSY_EVERY = 31


@dataclass
class Book:
    """What the shops know. One lock: handlers run in threads."""

    mall_secret: str
    lock: threading.Lock = field(default_factory=threading.Lock)
    lines: dict[str, list[tuple[str, int]]] = field(default_factory=dict[str, list[tuple[str, int]]])
    """Shopify order to its (line id, quantity)."""
    fulfilments: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict[str, list[str]](list))
    """Shopify order to the tracking numbers of its fulfilments."""
    refused: Counter[str] = field(default_factory=Counter[str])
    """Shopify order to attempts to fulfil it again: harmless there, but it should not happen."""
    notices: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict[str, dict[str, str]](dict))
    """Mall order to notice id to tracking number."""
    refunds: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict[str, dict[str, str]](dict))
    """Mall order to notice id to what was decided about money, as "pay 90.00"."""
    forged: int = 0
    asked: int = 0

    def told(self, order_no: str) -> list[str]:
        """The tracking numbers that the shop has for the order, once for each time it took effect."""
        with self.lock:
            return [*self.fulfilments.get(order_no, ()), *self.notices.get(order_no, {}).values()]

    def refunded(self, order_no: str) -> list[str]:
        """What the mall was told about money of the order, once for each notice."""
        with self.lock:
            return [*self.refunds.get(order_no, {}).values()]

    def expect(self, order_no: str, lines: list[tuple[str, int]]) -> None:
        with self.lock:
            self.lines[order_no] = lines


class FakeShops:
    """`with FakeShops(secret) as shops:` serves on a free port of 127.0.0.1."""

    def __init__(self, mall_secret: str) -> None:
        self.book = Book(mall_secret)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.book))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="fake shops", daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "FakeShops":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(book: Book) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            with book.lock:
                book.asked += 1
                busy, breaks = book.asked % BUSY_EVERY == 0, book.asked % BROKEN_LINE_EVERY == 0
                status, answer = (503, {}) if busy else self._answer(body)
            if breaks and not busy:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if status == 503:
                self.send_header("Retry-After", "1")
            self.end_headers()
            self.wfile.write(content)

        def _answer(self, body: bytes) -> tuple[int, dict[str, Any]]:
            if self.path.startswith(SHOPIFY):
                return 200, shopify_answer(book, json.loads(body))
            return mall_answer(book, dict(self.headers), body)

        def log_message(self, format: str, *args: object) -> None:
            """The test speaks, not the shop."""

    return Handler


def shopify_answer(book: Book, call: Mapping[str, Any]) -> dict[str, Any]:
    """The two calls that matter: an order with its open fulfilment order, and fulfillmentCreate."""
    variables = call["variables"]
    if "fulfillment" not in variables:
        return {"data": {"order": _shopify_order(book, variables["id"].rpartition("/")[2])}}
    fulfilment = variables["fulfillment"]
    group = fulfilment["lineItemsByFulfillmentOrder"][0]["fulfillmentOrderId"]
    order_no = cast(str, group).rpartition("/")[2]
    if book.fulfilments[order_no]:
        book.refused[order_no] += 1
        problem = {"field": ["fulfillment"], "message": "Fulfillment order has an unfulfillable status= closed."}
        return {"data": {"fulfillmentCreate": {"fulfillment": None, "userErrors": [problem]}}}
    book.fulfilments[order_no].append(fulfilment["trackingInfo"]["number"])
    made = {"id": f"gid://shopify/Fulfillment/{order_no}", "status": "SUCCESS"}
    return {"data": {"fulfillmentCreate": {"fulfillment": made, "userErrors": []}}}


def _shopify_order(book: Book, order_no: str) -> dict[str, Any] | None:
    if order_no not in book.lines:
        return None
    told = book.fulfilments[order_no]
    items = [
        {"id": f"gid://shopify/FulfillmentOrderLineItem/{line}", "remainingQuantity": 0 if told else count, "lineItem": {"id": _line(line)}}
        for line, count in book.lines[order_no]
    ]
    group = {"id": f"gid://shopify/FulfillmentOrder/{order_no}", "status": "CLOSED" if told else "OPEN", "lineItems": {"nodes": items}}
    return {
        "id": f"gid://shopify/Order/{order_no}",
        "fulfillments": [{"status": "SUCCESS", "trackingInfo": [{"number": number}]} for number in told],
        "fulfillmentOrders": {"nodes": [group]},
    }


def _line(number: str) -> str:
    return f"gid://shopify/LineItem/{number}"


def mall_answer(book: Book, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
    """Takes a notice once, as the Standard Webhooks specification asks of a receiver; refuses one that is not signed by us."""
    try:
        notice = Webhook(book.mall_secret).verify(body.decode(), {name.lower(): value for name, value in headers.items()})
    except Exception:
        book.forged += 1
        return 401, {}
    data = notice["data"]
    if notice["type"] == "order.refund_decided":
        book.refunds[data["platform_order_no"]].setdefault(data["notice_id"], f"{data['decision']} {data['amount']}")
        return 200, {}
    book.notices[data["platform_order_no"]].setdefault(data["notice_id"], data["tracking_number"])
    return 200, {}
