"""What the demo company's buyers complain about, how it is mediated, and whom customer service calls back."""

from dataclasses import dataclass, field
from typing import Any

from dianzhang.demo_call import Caller

CARE = "/orders/v1/care"
SERVICE, SHOP, DIRECTOR = "service", "shop.manager", "director"
PLANS = (
    {"name": "签收三天回访", "trigger": "after_delivery", "days": 3, "sample_percent": 20},
    {"name": "售后满意度回访", "trigger": "after_case", "days": 1, "sample_percent": 100},
    {"name": "沉睡客户唤醒", "trigger": "dormant", "days": 18, "sample_percent": 15},
)
OLD = (
    ("quality", "毛巾洗了一次就掉毛", "supplier", "与供应商核对批次，加抽检"),
    ("delivery", "快递放在门口没有通知，丢了一件", "carrier", "要求快递电话确认后投放"),
    ("service", "客服半天不回消息", "staff", "高峰时段增加一名客服"),
)
LATE = (("refund", "退款说三天到账，一直没到"), ("wrong_goods", "发错颜色，要求补发"), ("dispute", "平台介入：买家称未收到货"))
FRESH = (
    ("description", "实物比图片小很多"),
    ("price", "刚买就降价，要求补差"),
    ("other", "包装盒破损，送礼没法用"),
    ("quality", "杯口有毛刺"),
)


CALL_DAYS = (20, 15, 10, 5, 1, 0)
CALLS_A_DAY = 12
CALLS: tuple[dict[str, Any], ...] = (
    {"outcome": "reached", "satisfaction": 5, "note": "很满意，会再来"},
    {"outcome": "reached", "satisfaction": 4, "note": "物流稍慢"},
    {"outcome": "not_reached", "note": "无人接听"},
    {"outcome": "reached", "satisfaction": 5, "note": ""},
    {"outcome": "reached", "satisfaction": 3, "note": "一般"},
    {"outcome": "reached", "satisfaction": 5, "note": "孩子很喜欢"},
    {"outcome": "reached", "satisfaction": 4, "note": "希望多些颜色"},
)
UNHAPPY = {5: ("包装太简单", "delivery"), 0: ("颜色偏暗", "quality")}
"""By days ago: who is not content when called, and of what kind their complaint is."""


@dataclass
class Care:
    caller: Caller
    number: int = field(default=0)
    called: int = field(default=0)

    def plan(self) -> None:
        """Before the first order: plans follow what happens from then on."""
        for plan in PLANS:
            self.caller.by(DIRECTOR, "POST", f"{CARE}/callback-plans", json={"parameters": plan})

    def day(self, ago: int) -> None:
        if ago in CALL_DAYS:
            self._call_back(ago)
        if ago == 12:
            self._old_complaints()
        elif ago == 8:
            self._decided_mediation()
        elif ago == 4:
            self._silent_seller()
        elif ago == 2:
            *_, dispute = self._complain(LATE)
            self._hand_on(dispute)
        elif ago == 0:
            self._today()

    def _old_complaints(self) -> None:
        made = self._complain([(kind, text) for kind, text, *_ in OLD])
        for complaint, (_, _, responsible, improvement) in zip(made, OLD, strict=True):
            path = f"{CARE}/complaints/{complaint['id']}"
            self._service(f"{path}/answer", text="您好，非常抱歉，我们马上核实处理。")
            self._service(f"{path}/notes", text="已联系相关方核实情况。")
            self._service(f"{path}/close", responsible=responsible, improvement=improvement)
        self._service(f"{CARE}/complaints/{made[0]['id']}/reopen", reason="买家反映换货后仍掉毛")

    def _today(self) -> None:
        first, *_ = self._complain(FRESH)
        self._service(f"{CARE}/complaints/{first['id']}/answer", text="您好，尺寸以详情页为准，可为您办理退换。")
        med = self._mediate(2, "商品与描述不符，要求退一赔一")
        self._speaks(med, "buyer", "收到的是旧款，聊天记录里客服承诺是新款。")

    def _decided_mediation(self) -> None:
        med = self._mediate(0, "收到时已破损，要求全额退款")
        self._speaks(med, "buyer", "签收时外箱完好，打开后杯子碎了。")
        self._speaks(med, "seller", "出库前已称重检验，愿意补发一件。")
        decision = {"outcome": "shared", "reason": "运输包装不足，双方均有责任", "to_do": "卖家补发一件并承担运费"}
        self.caller.by(DIRECTOR, "POST", f"{CARE}/mediations/{med}/decide", json=decision)
        self.caller.by(DIRECTOR, "POST", f"{CARE}/mediations/{med}/compliance", json={"complied": True, "text": "已补发并签收"})

    def _silent_seller(self) -> None:
        """Since then the seller's three days have run out."""
        self._speaks(self._mediate(1, "七天无理由被拒，要求退货"), "buyer", "商品未使用，卖家不同意退货。")

    def _mediate(self, place: int, claim: str) -> str:
        order = self._arrived()[place]
        return self.caller.call("POST", f"{CARE}/mediations", json={"order_id": order["id"], "claim": claim})["id"]

    def _speaks(self, med: str, side: str, text: str) -> None:
        self.caller.call("POST", f"{CARE}/mediations/{med}/statements", json={"side": side, "text": text})

    def _call_back(self, ago: int) -> None:
        """Whose day has come; the others wait. One does not want to be called again."""
        rows = self.caller.call("GET", f"{CARE}/callbacks?limit={CALLS_A_DAY}")["data"]
        for place, row in enumerate(row for row in rows if row["attempts"] == 0):
            result = dict(CALLS[self.called % len(CALLS)])
            if place == 0 and ago in UNHAPPY:
                note, kind = UNHAPPY[ago]
                result = {"outcome": "reached", "satisfaction": 2, "note": note, "complaint_kind": kind}
            elif place == 1 and ago == CALL_DAYS[1] and row["customer_id"] is not None:
                result = {"outcome": "do_not_call", "note": "请不要再打电话"}
            self._service(f"{CARE}/callbacks/{row['id']}/result", **result)
            self.called += 1

    def _hand_on(self, complaint: dict[str, Any]) -> None:
        """The dispute of a platform goes to the shop's manager."""
        self.caller.by(SHOP, "POST", f"{CARE}/colleagues/me")
        manager = next(one for one in self.caller.by(SERVICE, "GET", f"{CARE}/colleagues")["data"] if one["name"] != "赵慧")
        self._service(f"{CARE}/complaints/transfer", ids=[complaint["id"]], to_id=manager["account_id"], reason="平台介入，请店长跟进")

    def _complain(self, told: Any) -> list[dict[str, Any]]:
        """About orders that have arrived, each about its own."""
        made: list[dict[str, Any]] = []
        for (kind, text), order in zip(told, self._arrived()[3:], strict=False):
            self.number += 1
            wish = {"kind": kind, "text": text, "order_id": order["id"]}
            platform_no = {"platform_no": f"TS{self.number:06d}"} if kind == "dispute" else {}
            made.append(self.caller.by(SERVICE, "POST", f"{CARE}/complaints", json=wish | platform_no))
        return made

    def _arrived(self) -> list[dict[str, Any]]:
        return self.caller.call("GET", "/orders/v1/orders?status=delivered&limit=20")["data"]

    def _service(self, path: str, **body: Any) -> None:
        self.caller.by(SERVICE, "POST", path, json=body)
