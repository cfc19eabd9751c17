"""One shop with one buyer, its clerks and its floor, in whose hands orders and cases live every life they can."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx

from contracts.orders import RefundSettled
from tests.acceptance.hearing import everything_told
from tests.acceptance.lives.quiet import become_quiet
from tests.acceptance.people.approvals_scene import Office
from tests.acceptance.world import Order, World
from tests.faults.books import rows, stock_adds_up
from tests.load.order_bodies import money

CASES = "/orders/v1/aftersales/cases"
OPENING_PIECES = 6
RECEIVER = {"name": "李雷", "phone": "13800138001", "province": "江苏省", "city": "南京市", "district": "玄武区", "street": "中山路 1 号"}
OTHER_RECEIVER = {**RECEIVER, "street": "中山路 2 号"}
SENT_OR_GONE = ("shipped", "delivered", "completed", "cancelled", "closed")
CASE_ENDS = ("closed", "refused", "withdrawn")
KEPT = ("orders.sales_order", "orders.aftersales_case")


@dataclass
class Lives:
    world: World
    desk: Office
    """The clerk opens and agrees to cases; the head has the word above the clerk's limit."""
    shop: str = ""
    skus: list[str] = field(default_factory=list[str])
    sent: dict[str, Order] = field(default_factory=dict[str, Order])
    """Platform order number to the newest version that the shop sent."""
    quiet: bool = True
    delivered: int = OPENING_PIECES
    """Pieces of each SKU that ever came in from suppliers."""

    def __post_init__(self) -> None:
        self.shop = self.world.shop()
        self.skus = [self.world.sku(OPENING_PIECES) for _ in range(2)]

    # ---- asking --------------------------------------------------------------------------------------------------
    def tries(self, method: str, path: str, *, twice: bool = False, token: str | None = None, **rest: Any) -> httpx.Response:
        """A step that may be refused. A refusal says why and leaves everything as it was; the same request twice has one effect."""
        before = self.as_it_is() if self.quiet else None
        headers = {"Idempotency-Key": f'"{uuid4()}"', **rest.pop("headers", {})}
        answer = self.world.ask(method, path, token=token, headers=headers, **rest)
        assert answer.status_code < 500, f"{method} {path} -> {answer.status_code} {answer.text}"
        if twice:
            again = self.world.ask(method, path, token=token, headers=headers, **rest)
            assert (again.status_code, again.content) == (answer.status_code, answer.content), "the same request twice"
        if answer.status_code < 400 and answer.json().get("done") != 0:
            self.quiet = False
        elif before is not None:
            assert answer.status_code < 400 or answer.json()["code"], answer.text
            # A job of the house may have gone on meanwhile: then the same is refused once more, and a job does not do that twice.
            if self.as_it_is() != before:
                before = self.as_it_is()
                self.world.ask(method, path, token=token, headers={**headers, "Idempotency-Key": f'"{uuid4()}"'}, **rest)
                assert self.as_it_is() == before, f"{method} {path} was refused and changed something: {answer.text}"
        return answer

    def clerk_tries(self, method: str, path: str, **rest: Any) -> httpx.Response:
        return self.tries(method, path, token=self.desk.clerk.person.token, **rest)

    def settle(self) -> None:
        become_quiet(self.world.house)
        self.quiet = True

    # ---- the shop ------------------------------------------------------------------------------------------------
    def buy(self, pieces: list[tuple[int, int]], *, price: str, discount: str) -> httpx.Response:
        """`pieces`: which SKU, and how many of it."""
        goods = sum((Decimal(price) * quantity for _, quantity in pieces), Decimal(0))
        lines = [
            {
                "platform_line_no": str(number),
                "sku": self.skus[which],
                "title": "T",
                "quantity": quantity,
                "unit_price": money(Decimal(price)),
            }
            for number, (which, quantity) in enumerate(pieces, start=1)
        ]
        amounts = {
            "goods_amount": money(goods),
            "discount_amount": money(Decimal(discount)),
            "paid_amount": money(goods - Decimal(discount)),
        }
        body = self.world.body(self.shop, sku=self.skus[0], buyer_id="b-lives", receiver=RECEIVER, lines=lines, **amounts)
        self.sent[body["platform_order_no"]] = body
        return self.tries("POST", "/orders/v1/orders", json=body)

    def says_anew(self, number: str, **changes: Any) -> None:
        """A newer version of an order from its shop."""
        body = {**self.sent[number], **changes, "modified_at": (datetime.now(UTC) + timedelta(seconds=len(self.sent))).isoformat()}
        self.sent[number] = body
        self.tries("POST", "/orders/v1/orders", json=body)

    def change(self, order: Order, what: str, body: Order) -> None:
        """Items or price, on the order as it is now; by the clerk."""
        path = f"/orders/v1/orders/{order['id']}"
        version = self.world.call("GET", path)["version"]
        self.clerk_tries("PUT", f"{path}/{what}", json=body, headers={"If-Match": f'"{version}"'})

    # ---- what there is -------------------------------------------------------------------------------------------
    def orders(self) -> list[Order]:
        names = ("id", "number", "kind", "status", "platform_order_no")
        found = rows(
            self.world.house,
            f"SELECT 'ord_' || replace(id::text, '-', ''), {', '.join(names[1:])} FROM orders.sales_order WHERE shop_id = %s ORDER BY number",
            self.shop,
        )
        return [dict(zip(names, row, strict=True)) for row in found]

    def cases(self) -> list[Order]:
        listed = self.world.call("GET", f"{CASES}?shop_id={self.shop}&limit=100")["data"]
        return sorted(listed, key=lambda case: case["number"])

    def shipments(self, *states: str) -> list[str]:
        found = rows(
            self.world.house,
            """
            SELECT DISTINCT s.number FROM warehouse.shipment s JOIN warehouse.shipment_line l ON l.shipment_id = s.id
            WHERE l.sku = ANY (%s) AND s.state = ANY (%s) ORDER BY 1
            """,
            self.skus,
            list(states),
        )
        return [number for (number,) in found]

    def as_it_is(self) -> list[Any]:
        """Everything that a refused step must leave alone."""
        house = self.world.house
        return [
            rows(house, f"SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {table} t WHERE shop_id = %s", self.shop)
            for table in KEPT
        ] + [
            rows(house, "SELECT sku, on_hand, reserved, defective FROM warehouse.stock WHERE sku = ANY (%s) ORDER BY 1", self.skus),
            rows(
                house,
                """
                SELECT m.* FROM orders.line_money m JOIN orders.sales_order o ON o.id = m.order_id WHERE o.shop_id = %s ORDER BY 1, 2
                """,
                self.shop,
            ),
        ]

    # ---- the floor -----------------------------------------------------------------------------------------------
    def push_parcel(self, number: str) -> None:
        """One step nearer to the door; any of them may be refused, for instance because the parcel is stopped meanwhile."""
        path = f"/warehouse/v1/shipments/{number}"
        shipment = self.world.call("GET", path)
        state, lines = shipment["shipment"]["state"], shipment["lines"]
        if state == "waiting":
            made = self.tries(
                "POST", "/warehouse/v1/pick-lists", json={"warehouse": shipment["shipment"]["warehouse"], "shipments": [number]}
            )
            if made.status_code < 400:
                self.tries("POST", f"/warehouse/v1/pick-lists/{made.json()['pick_list']['number']}/confirm", json={"short": []})
        elif state == "picked":
            for line in lines:
                for _ in range(line["quantity"] - line["scanned_quantity"]):
                    self.tries("POST", f"{path}/scans", json={"barcode": line["barcode"]})
            weight = sum(line["weight_g"] * line["quantity"] for line in lines) + 40
            self.tries("POST", f"{path}/pack", json={"weight_g": weight})
        elif state == "packed":
            self.world.put_waybill(number)
            self.tries("POST", f"{path}/ship")

    def deliver(self, pieces: int) -> None:
        """From the supplier, of each SKU."""
        self.world.company.receive(self.skus, pieces=pieces)
        self.delivered += pieces
        self.quiet = False

    def comes_back(self, case: Order, verdict: str) -> None:
        """The buyer's parcel arrives, is opened and found so, and is closed."""
        tracking = f"RT{uuid4().hex[:12].upper()}"
        told = self.clerk_tries("POST", f"{CASES}/{case['id']}/parcel", json={"carrier_code": "SF", "tracking_number": tracking})
        if told.status_code >= 400:
            return
        self.settle()
        arrived = self.tries(
            "POST",
            "/warehouse/v1/returns",
            json={"tracking_number": tracking, "warehouse": self.world.call("GET", "/warehouse/v1/warehouses")["data"][0]["code"]},
        )
        parcel = arrived.json()["found"]["parcel"]["number"]
        shown = self.world.call("GET", f"{CASES}/{case['id']}")
        for line in shown["lines"]:
            for _ in range(line["quantity"]):
                finding = {"code": line["sku"], "verdict": verdict, "note": "压坏" if verdict == "damaged" else ""}
                self.tries("POST", f"/warehouse/v1/returns/{parcel}/findings", json=finding)
        self.tries("POST", f"/warehouse/v1/returns/{parcel}/close", json={"rest": "missing"})

    def head_decides(self, decision: str) -> bool:
        """The oldest wish in the inbox of the clerk's superior; whether there was one."""
        waiting = self.desk.head.inbox()
        if not waiting:
            return False
        answer = self.desk.head.decide(waiting[-1], decision, comment="state machine")
        assert answer.status_code < 500, answer.text
        self.quiet = False
        return True

    # ---- what must be so -----------------------------------------------------------------------------------------
    def wrong(self) -> list[str]:
        """Everything that does not add up, once it is quiet."""
        return [*stock_adds_up(self.world.house), *self._pieces(), *self._money()]

    def _pieces(self) -> list[str]:
        """Opening − sent + come back = what lies there, good and defective together."""
        wrong = rows(
            self.world.house,
            """
            SELECT s.sku, s.on_hand + s.defective AS there, %s
                - coalesce((SELECT sum(l.quantity) FROM warehouse.shipment_line l JOIN warehouse.shipment h ON h.id = l.shipment_id
                            WHERE l.sku = s.sku AND h.state = 'shipped'), 0)
                + coalesce((SELECT sum(f.quantity) FROM warehouse.return_finding f WHERE f.sku = s.sku AND f.verdict IN ('good', 'damaged')), 0) AS due
            FROM (SELECT sku, sum(on_hand) AS on_hand, sum(defective) AS defective FROM warehouse.stock GROUP BY sku) s
            WHERE s.sku = ANY (%s)
            """,
            self.delivered,
            self.skus,
        )
        sent = rows(
            self.world.house,
            """
            SELECT o.number, l.line_no, l.quantity, sum(p.quantity) FROM orders.order_line l
            JOIN orders.sales_order o ON o.id = l.order_id
            JOIN orders.order_line p ON p.origin_order_id = o.id AND p.origin_line_no = l.line_no
            JOIN orders.sales_order part ON part.id = p.order_id AND part.kind IN ('part', 'merged') AND part.status NOT IN ('closed', 'cancelled')
            WHERE o.shop_id = %s AND o.kind = 'order' GROUP BY 1, 2, 3 HAVING sum(p.quantity) > l.quantity
            """,
            self.shop,
        )
        return [
            *(f"{sku}: {there} pieces lie there, {due} should" for sku, there, due in wrong if there != due),
            *(f"{number} line {line}: {quantity} bought, {parts} in its parts" for number, line, quantity, parts in sent),
        ]

    def _money(self) -> list[str]:
        """Nobody got back more than was paid, and what the cases say is what the lines say."""
        more = rows(
            self.world.house,
            """
            SELECT o.number, o.paid_amount, sum(m.refunded) FROM orders.line_money m JOIN orders.sales_order o ON o.id = m.order_id
            WHERE o.shop_id = %s GROUP BY 1, 2 HAVING sum(m.refunded + m.held) > o.paid_amount
            """,
            self.shop,
        )
        differs = rows(
            self.world.house,
            """
            SELECT o.number, coalesce(m.refunded, 0), coalesce(r.amount, 0) FROM orders.sales_order o
            LEFT JOIN (SELECT order_id, sum(refunded) AS refunded FROM orders.line_money GROUP BY 1) m ON m.order_id = o.id
            LEFT JOIN (SELECT order_id, sum(amount) AS amount FROM orders.refund GROUP BY 1) r ON r.order_id = o.id
            WHERE o.shop_id = %s AND coalesce(m.refunded, 0) <> coalesce(r.amount, 0)
            """,
            self.shop,
        )
        return [
            *(f"{number}: {refunded} given back or promised of {paid}" for number, paid, refunded in more),
            *(f"{number}: its lines say {lines} were refunded, its cases {cases}" for number, lines, cases in differs),
        ]

    def wrong_points(self) -> list[str]:
        """The points that go back with the money are those of the whole money, however many parts it went back in."""
        sums: dict[str, tuple[Decimal, int]] = {}
        for told in everything_told(self.world.house, RefundSettled):
            if told.shop_id == self.shop:
                amount, points = sums.get(told.order_number, (Decimal(0), 0))
                sums[told.order_number] = (amount + told.amount, points + told.points)
        return [f"{number}: {points} points back for {amount}" for number, (amount, points) in sums.items() if points != int(amount)]
