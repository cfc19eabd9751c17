"""What the demo company's buyers say: reviews, chats with customer service, and standard answers to them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dianzhang.demo_call import Caller

CARE = "/orders/v1/care"
SERVICE, DIRECTOR = "service", "director"
"""Who answers: 赵慧, customer service; who decides what gets better."""
AGENTS = ((SERVICE, "赵慧"), ("clerk", "王雅婷"))
PRAISE = ("面料舒服，做工也好，会回购", "物流很快，包装完整", "和描述一样，家里人都喜欢", "性价比高，客服回复及时")
TROUBLE = (
    (1, "质量差，穿一次就开线了"),
    (2, "色差明显，和图片不符"),
    (1, "外包装破损，里面压坏了"),
    (2, "物流慢，等了一个多星期"),
    (1, "发错货，不是我买的颜色"),
    (3, "少发了一件，联系客服才补"),
    (2, "客服回复慢，问半天没人回"),
)
ANSWERS = (
    ("quality", "质量问题致歉", ["质量", "开线"], "您好，非常抱歉，订单 {order_no} 的“{product}”我们安排换新或退款，请联系在线客服。"),
    ("damaged", "运输破损补发", ["破损", "压坏"], "您好，运输破损给您添麻烦了，订单 {order_no} 我们今天为您补发。"),
    ("slow", "物流慢安抚", ["物流", "快递"], "您好，{shop} 已催促承运商，运单 {tracking_number} 有进展会第一时间告诉您。"),
    ("wrong_goods", "发错货处理", ["错发"], "您好，发错货是我们的失误，订单 {order_no} 正确的商品马上寄出，运费由我们承担。"),
)
CHATS = (
    (20, 300, 5), (45, 420, 5), (150, 900, 4), (400, 1500, 3), (75, 600, None), (30, 240, 5), (900, 1800, 2), (60, 500, 4)
)  # fmt: skip
"""Seconds until the first answer, until the end, and the buyer's mark."""
CHATS_IN_ALL = 48
FOLLOWED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("follow-up", {"reason": "电话沟通后买家已接受补发，不再投诉"}),
    ("follow-up", {"complaint": "quality", "reason": "买家要求换货，转投诉处理"}),
)


@dataclass
class Feedback:
    caller: Caller
    shops: list[str]
    accounts: dict[str, str]
    """By login."""

    def tell(self) -> None:
        """After the thirty days: of what has arrived."""
        for class_code, title, keys, zh in ANSWERS:
            words = {"class_code": class_code, "title": title, "keys": keys, "zh": zh}
            self.caller.by(SERVICE, "POST", f"{CARE}/standard-answers", json=words)
        arrived = [one for status in ("delivered", "completed") for one in self._orders(status)]
        self.caller.call("POST", f"{CARE}/reviews", json={"reviews": self.caller.each(self._review, enumerate(arrived))})
        self.caller.call("POST", f"{CARE}/contacts", json={"contacts": [self._chat(place) for place in range(CHATS_IN_ALL)]})
        self._answer_some()
        self._improve()

    def _orders(self, status: str) -> list[dict[str, Any]]:
        return self.caller.call("GET", f"/orders/v1/orders?status={status}&limit=100")["data"]

    def _review(self, placed: tuple[int, dict[str, Any]]) -> dict[str, Any]:
        """Who complains says of which product."""
        place, order = placed
        bad = place % 5 == 0
        stars, text = TROUBLE[place // 5 % len(TROUBLE)] if bad else (5 - place % 2, PRAISE[place * 7 // 5 % len(PRAISE)])
        sku = self.caller.call("GET", f"/orders/v1/orders/{order['id']}")["lines"][0]["sku"] if bad else ""
        written = datetime.now(UTC) - timedelta(minutes=37 * (place + 1))
        return {
            "shop_id": order["shop_id"],
            "platform_review_no": f"PJ-{order['platform_order_no']}",
            "platform_order_no": order["platform_order_no"],
            "sku": sku,
            "stars": stars,
            "text": text,
            "written_at": written.isoformat(),
        }

    def _chat(self, place: int) -> dict[str, Any]:
        first, end, mark = CHATS[place % len(CHATS)]
        start = datetime.now(UTC) - timedelta(hours=14 * (place + 1))
        login, name = AGENTS[place % 3 == 0]
        return {
            "shop_id": self.shops[place % len(self.shops)],
            "contact_no": f"CHAT-{place + 1:04d}",
            "agent_id": self.accounts[login],
            "agent_name": name,
            "buyer_id": f"buyer-{place % 31}",
            "started_at": start.isoformat(),
            "first_answer_at": (start + timedelta(seconds=first)).isoformat(),
            "ended_at": (start + timedelta(seconds=end)).isoformat(),
            "satisfaction": mark,
        }

    def _answer_some(self) -> None:
        """Praise is thanked for; of the bad ones the first has its reason written, the others wait."""
        waiting = self.caller.by(SERVICE, "GET", f"{CARE}/reviews?view=unanswered&limit=100")["data"]
        thanked = [one["id"] for one in waiting if not one["bad"]][:60]
        if thanked:
            self.caller.by(SERVICE, "POST", f"{CARE}/reviews/answer", json={"ids": thanked, "text": "感谢您的支持，欢迎再次光临！"})
        for one, (path, body) in zip(self._to_follow_up(), FOLLOWED, strict=False):
            self._decide(one["id"], path, body)
        suspect = self._to_follow_up()[0]["id"]
        self._decide(suspect, "malicious", {"evidence": ["聊天记录 2026-11-20：不退全款就给差评"], "reason": "威胁索赔"})
        self._decide(suspect, "malicious/appeal", {"reason": "平台申诉单 SS-20261122-01"})

    def _to_follow_up(self) -> list[dict[str, Any]]:
        return self.caller.by(SERVICE, "GET", f"{CARE}/reviews?view=follow_up&limit=5")["data"]

    def _decide(self, review_id: str, path: str, body: dict[str, Any]) -> None:
        version = self.caller.by(SERVICE, "GET", f"{CARE}/reviews/{review_id}")["version"]
        headers = {"If-Match": f'"{version}"'}
        self.caller.by(SERVICE, "POST", f"{CARE}/reviews/{review_id}/{path}", json=body, headers=headers)

    def _improve(self) -> None:
        """What is told most has an owner, and one thing is done already."""
        first, second, *_ = self.caller.by(DIRECTOR, "GET", f"{CARE}/improvements?limit=10")["data"]
        due = (datetime.now(UTC) + timedelta(days=14)).date().isoformat()
        worked_on = {"state": "open", "owner": "周敏", "due_on": due}
        done = {"state": "done", "owner": "何俊", "reason": "已更换供应商批次并加抽检"}
        for one, decision in ((first, worked_on), (second, done)):
            body = {"class_code": one["class_code"], "sku": one["sku"], **decision}
            self.caller.by(DIRECTOR, "POST", f"{CARE}/improvements/decide", json=body, headers={"If-Match": f'"{one["version"]}"'})
