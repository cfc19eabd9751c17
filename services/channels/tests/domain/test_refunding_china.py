"""Decisions about refunds told to Taobao, Tmall, JD, Pinduoduo and Douyin, by stand-ins that follow the documented dialogues (rule CARE-2).

Each keeps one request of a buyer as it stands, looks at the signature of whatever asks, and counts how often it paid.
"""

import dataclasses
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.clients.outside import AnswerLost
from channels.domain import signatures
from channels.domain.refunding.notice import RefundedLine, RefundNotice
from channels.domain.refunding.registry import refund_dialogue_for
from channels.domain.shipping.dialogue import Answer, CannotTell, Request, Verdict
from channels.use_cases.tell_shop import tell_shop
from services.channels.tests.domain.test_shipping import access, answer

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
NOTICE = RefundNotice(
    notice_id="wbk_" + "a" * 32, case_number="AS-1", platform_order_no="900001", platform_refund_no="77001", decision="pay",
    amount=Decimal("3.33"), currency="CNY", lines=(RefundedLine(platform_line_no="11", quantity=1, amount=Decimal("3.33")),),
    reason="不想要了", decided_at=NOW,
)  # fmt: skip
REFUSAL = dataclasses.replace(NOTICE, decision="refused", amount=Decimal(0), lines=(), reason="商品已使用")
OPEN = {"taobao": "WAIT_SELLER_AGREE", "tmall": "WAIT_SELLER_AGREE", "jd": "0", "pinduoduo": "2", "douyin": "6"}
PAID = {"taobao": "SUCCESS", "tmall": "SUCCESS", "jd": "3", "pinduoduo": "10", "douyin": "12"}
NO = {"taobao": "SELLER_REFUSE_BUYER", "tmall": "SELLER_REFUSE_BUYER", "jd": "2", "pinduoduo": "6", "douyin": "27"}
GONE = {"taobao": "CLOSED", "tmall": "CLOSED", "pinduoduo": "11", "douyin": "51"}


@dataclass
class Platform:
    """One platform with one request of a buyer. `lost`: how many answers to a write get lost after they took effect."""

    name: str
    status: str = ""
    fen: int = 333
    paid: int = 0
    lost: int = 0
    asked: list[str] = field(default_factory=list[str])
    message: str = ""

    def __post_init__(self) -> None:
        self.status = self.status or OPEN[self.name]

    async def send(self, request: Request) -> Answer:
        method, told = self._opened(request)
        self.asked.append(method)
        if method in ("taobao.refund.get", "jingdong.pop.afs.soa.refundapply.queryById", "pdd.refund.information.get", "afterSale.Detail"):
            return answer(self._shown(method))
        body = self._decided(method, told)
        if self.lost:
            self.lost -= 1
            raise AnswerLost("the line broke")
        return answer(body)

    def _opened(self, request: Request) -> tuple[str, dict[str, object]]:
        """The method and its parameters; a wrong signature is nobody's request."""
        if self.name == "douyin":
            query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
            text = request.body.decode()
            signed = signatures.douyin_hmac(
                app_key="k", secret="s", method=query["method"], parameter_text=text, timestamp=query["timestamp"]
            )
            assert (query["sign"], urlsplit(request.url).path) == (signed, f"/{query['method'].replace('.', '/')}")
            return query["method"], json.loads(text)
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        sign = form.pop("sign")
        assert sign == (signatures.taobao_hmac(form, "s") if self.name in ("taobao", "tmall") else signatures.sorted_md5(form, "s"))
        if self.name == "jd":
            return form["method"], json.loads(form["360buy_param_json"])
        if self.name == "pinduoduo":
            return form["type"], json.loads(form["request"]) if "request" in form else dict(form)
        return form["method"], dict(form)

    def _shown(self, method: str) -> dict[str, object]:
        if self.name == "jd":
            applied = {"id": 77001, "orderId": 900001, "status": int(self.status), "applyRefundSum": self.fen}
            return {"jingdong_pop_afs_soa_refundapply_queryById_responce": {"queryResult": {"result": [{"refundApplyVo": applied}]}}}
        if self.name == "pinduoduo":
            return {"id": 77001, "order_sn": "900001", "after_sales_status": int(self.status), "refund_amount": self.fen}
        if self.name == "douyin":
            info = {
                "after_sale_id": "77001", "after_sale_status": int(self.status), "after_sale_type": 1, "refund_total_amount": self.fen,
                "real_refund_amount": 0,
                "update_time": 1763798400,
            }  # fmt: skip
            return {"code": 10000, "data": {"process_info": {"after_sale_info": info}, "order_info": {"shop_order_id": "900001"}}}
        refund = {
            "refund_id": "77001", "tid": 900001, "oid": 900011, "status": self.status, "refund_fee": f"{Decimal(self.fen) / 100:.2f}",
            "refund_version": 1763798400000, "refund_phase": "onsale",
        }  # fmt: skip
        return {"refund_get_response": {"refund": refund}}

    def _decided(self, method: str, told: dict[str, object]) -> dict[str, object]:
        done = self.status == OPEN[self.name] and not self.message
        refuses = method == "taobao.refund.refuse" or (self.name == "jd" and told["status"] == 2)
        if done:
            self.status = (NO if refuses else PAID)[self.name]
            self.paid += not refuses
        match method:
            case "taobao.rp.refunds.agree":
                assert told["refund_infos"] == "77001|333|1763798400000"
                result = {"refund_id": "77001", "succ": done, "message": self.message}
                code = "OP_SUCC" if done else "OP_FAILURE_UE"
                return {"rp_refunds_agree_response": {"succ": done, "msg_code": code, "results": {"refund_mapping_result": [result]}}}
            case "taobao.refund.refuse":
                assert (told["refuse_message"], told["tid"], told["oid"]) == ("商品已使用", "900001", "900011")
                return {"refund_refuse_response": {"is_success": done}}
            case "jingdong.pop.afs.soa.refundapply.replyRefund":
                assert ("rejectType" in told, told["remark"]) == (refuses, "商品已使用" if refuses else "不想要了")
                text = "" if done else self.message or "申请单不能审核为该结果，请检查申请单是否已审核；"
                return {"jingdong_pop_afs_soa_refundapply_replyRefund_responce": {"replyResult": {"success": done, "errorMsg": text}}}
            case "pdd.refund.agree":
                assert told == {"after_sales_id": 77001, "order_sn": "900001", "operate_desc": "AS-1"}
                return {"response": {"result": {"after_sales_id": 77001, "order_sn": "900001", "succ": done, "message": self.message}}}
            case _:
                assert told == {"type": 201, "items": [{"aftersale_id": "77001", "update_time": 1763798400}]}
                failed = {"code": 50002, "sub_code": "isv.business-failed:20309541", "sub_msg": "售后状态错误"}
                return {"code": 10000, "data": {"items": [{"aftersale_id": 77001, "status_code": 0}]}} if done else failed


async def told(platform: Platform, notice: RefundNotice = NOTICE, *, unsure: bool = False) -> tuple[Verdict, str]:
    attempt = await tell_shop(platform, notice=notice, access=access(platform.name), unsure=unsure, now=NOW)
    return attempt.outcome.verdict, attempt.outcome.code


PAYERS = ("taobao", "jd", "pinduoduo", "douyin")


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize("name", PAYERS)
async def test_a_platform_is_read_first_pays_what_was_asked_and_never_twice(name: str) -> None:
    platform = Platform(name)
    assert await told(platform) == (Verdict.TOLD, "")
    assert await told(platform) == (Verdict.ALREADY, "already_refunded")
    assert (platform.paid, len(platform.asked)) == (1, 3), "read, said, and read once more"


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize("name", PAYERS)
async def test_a_lost_answer_is_looked_for_before_anything_is_said_again(name: str) -> None:
    platform = Platform(name, lost=1)
    assert await told(platform) == (Verdict.UNKNOWN, "answer_lost")
    assert await told(platform, unsure=True) == (Verdict.ALREADY, "already_refunded")
    assert platform.paid == 1


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize("name", PAYERS)
async def test_another_amount_than_was_asked_for_is_never_agreed_to(name: str) -> None:
    platform = Platform(name, fen=334)
    assert await told(platform) == (Verdict.REFUSED, "amount_differs_there")
    assert platform.paid == 0


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize(("name", "status"), [*((name, GONE[name]) for name in PAYERS if name in GONE), ("taobao", NO["taobao"])])
async def test_what_was_decided_otherwise_there_is_for_a_person(name: str, status: str) -> None:
    platform = Platform(name, status=status)
    assert await told(platform) == (Verdict.REFUSED, "decided_otherwise_there")
    assert platform.paid == 0


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize("name", ["taobao", "tmall", "jd"])
async def test_a_refusal_is_said_with_its_reason_once(name: str) -> None:
    platform = Platform(name)
    assert await told(platform, REFUSAL) == (Verdict.TOLD, "")
    assert await told(platform, REFUSAL) == (Verdict.ALREADY, "already_refunded")
    assert platform.status == NO[name]


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize(
    ("name", "decision", "code"),
    [
        ("tmall", "pay", "review_needed_first"),
        ("pinduoduo", "refused", "decision_cannot_be_told"),
        ("douyin", "refused", "decision_cannot_be_told"),
        *((name, "agreed", "decision_cannot_be_told") for name in OPEN),
    ],
)
async def test_what_no_document_tells_how_to_say_is_said_by_hand(name: str, decision: str, code: str) -> None:
    platform = Platform(name)
    assert await told(platform, dataclasses.replace(NOTICE, decision=decision)) == (Verdict.REFUSED, code)
    assert platform.asked == []


@pytest.mark.parametrize("name", OPEN)
async def test_what_a_buyer_asked_of_us_and_not_there_is_paid_by_hand(name: str) -> None:
    look = refund_dialogue_for(name).look
    assert look is not None
    with pytest.raises(CannotTell, match="no_request_at_platform"):
        look(dataclasses.replace(NOTICE, platform_refund_no=None), access(name), NOW)


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize("name", PAYERS)
async def test_a_request_of_another_order_is_not_touched(name: str) -> None:
    platform = Platform(name)
    assert await told(platform, dataclasses.replace(NOTICE, platform_order_no="900002")) == (Verdict.REFUSED, "request_not_found")
    assert platform.paid == 0


async def test_taobao_that_wants_a_code_from_a_phone_is_for_a_person() -> None:
    platform = Platform("taobao", message="发送二次验证短信成功")
    assert await told(platform) == (Verdict.REFUSED, "needs_sms_code")
    assert platform.paid == 0


@pytest.mark.parametrize(("name", "code"), [("jd", "shop_refused"), ("pinduoduo", "shop_refused")])
async def test_a_no_of_the_platform_is_for_a_person(name: str, code: str) -> None:
    assert await told(Platform(name, message="不允许")) == (Verdict.REFUSED, code)


async def test_who_was_quicker_is_read_back() -> None:
    """JD and Douyin say only that it was decided: the next look tells how."""
    for name in ("jd", "douyin"):
        dialogue = refund_dialogue_for(name)
        platform = Platform(name)
        platform.status = PAID[name]
        request = dialogue.tell(NOTICE, access(name), NOW, {"update_time": "1763798400"})
        assert dialogue.judge(NOTICE, await platform.send(request)).verdict == Verdict.UNKNOWN


async def test_douyin_agrees_only_to_money_for_goods_that_have_left() -> None:
    see = refund_dialogue_for("douyin").see
    assert see is not None
    shown = json.loads((await Platform("douyin").send(refund_dialogue_for("douyin").look(NOTICE, access("douyin"), NOW))).body)  # type: ignore[misc]  # it has one
    shown["data"]["process_info"]["after_sale_info"]["after_sale_type"] = 0
    outcome = see(NOTICE, answer(shown)).outcome
    assert outcome is not None
    assert (outcome.verdict, outcome.code) == (Verdict.REFUSED, "decision_cannot_be_told")
