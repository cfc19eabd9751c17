"""What complaints and cases count as in the service figures, whatever is heard of them when (rule CARE-7)."""

import asyncio
import io
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import SHOP, bring_to, new_uow, order_body, other_key, rows, run, sent, tell
from PIL import Image

from chassis.testing import caller
from contracts.orders import CaseEnded, ComplaintAnswered, ComplaintAssigned, ComplaintClosed, ComplaintOpened
from orders.consumers import feedback
from orders.jobs.care import escalate

pytestmark = pytest.mark.rule("CARE-7")
CLOSING = {"responsible": "staff", "improvement": "培训"}


@pytest.fixture
def ask(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def ask(path: str, *, status: int = 200, headers: dict[str, str] = clerk, **rest: Any) -> Any:
        answer = await client.post(f"/v1{path}", headers=other_key(headers), **rest)
        assert answer.status_code == status, answer.text
        return answer.json() if "json" in answer.headers.get("content-type", "") and answer.content else None

    return ask


@pytest.fixture
async def complaint(ask: Any) -> str:
    """The path of a complaint of a moment ago."""
    made = await ask("/care/complaints", json={"kind": "service", "text": "态度差", "shop_id": SHOP}, status=201)
    return f"/care/complaints/{made['id']}"


async def hear(app: FastAPI, *messages: Any) -> None:
    """All that was told of complaints by now, from the beginning."""
    for message in messages:
        for payload in await sent(app, message.subject):
            await tell(app, feedback.on_complaint, message.model_validate(payload))


async def fact(app: FastAPI) -> dict[str, Any]:
    [found] = await rows(app, "SELECT person, in_time, repeated, solution_s IS NOT NULL AS solved FROM service_fact")
    return found


async def test_it_is_in_time_when_answered_and_closed_in_time_and_repeated_when_opened_again(
    app: FastAPI, ask: Any, complaint: str
) -> None:
    async def heard() -> tuple[bool | None, bool, bool]:
        await hear(app, ComplaintOpened, ComplaintAnswered, ComplaintClosed)
        found = await fact(app)
        return found["in_time"], found["repeated"], found["solved"]

    assert await heard() == (None, False, False)
    await ask(f"{complaint}/answer", json={"text": "马上处理"})
    await ask(f"{complaint}/close", json=CLOSING)
    assert await heard() == (True, False, True)
    await ask(f"{complaint}/reopen", json={"reason": "买家再次反映"})
    assert await heard() == (None, True, False)


async def test_what_was_late_once_does_not_become_in_time_by_being_opened_again(app: FastAPI, ask: Any, complaint: str) -> None:
    await ask(f"{complaint}/answer", json={"text": "马上处理"})
    await run(app, "UPDATE care_complaint SET solve_due_at = now() - interval '1 minute', escalate_at = now() - interval '1 minute'")
    await escalate(app.state.context)
    for _ in range(2):
        await ask(f"{complaint}/close", json=CLOSING)
        await hear(app, ComplaintClosed)
        assert (await fact(app))["in_time"] is False
        await ask(f"{complaint}/reopen", json={"reason": "买家再次反映"})
        await ask(f"{complaint}/answer", json={"text": "再次处理"})


async def test_it_counts_for_whom_it_was_handed_to(app: FastAPI, ask: Any, complaint: str) -> None:
    await ask(f"{complaint}/answer", json={"text": "马上处理"})
    await ask("/care/colleagues/me", status=204, headers=caller("orders.*", account="acc_li", name="李"))
    await ask("/care/complaints/transfer", json={"ids": [complaint.rsplit("/", 1)[1]], "to_id": "acc_li"})
    await hear(app, ComplaintAssigned)
    assert (await fact(app))["person"] == "李"


async def test_news_heard_late_are_not_written_over_newer_ones(app: FastAPI, ask: Any, complaint: str) -> None:
    """Two consumers hear of one complaint: the first has read it and dawdles, the second must not come between."""
    [opened] = await sent(app, ComplaintOpened.subject)
    async with new_uow(app, "orders.test") as slow:
        await feedback.on_complaint(slow, ComplaintOpened.model_validate(opened))
        answering = asyncio.create_task(ask(f"{complaint}/answer", json={"text": "马上处理"}))
        await asyncio.sleep(0.3)
        assert not answering.done(), "who answers waits until what was heard is written"
        await slow.commit()
    await answering


async def test_who_only_looks_at_a_picture_is_not_who_handled_the_case(app: FastAPI, ask: Any, place: Any) -> None:
    order = await place(order_body())
    await bring_to(app, order["id"], "delivered")
    lines = [{"line_no": 1, "quantity": 1}]
    wish = {"order_id": order["id"], "kind": "return_and_refund", "reason_code": "quality", "lines": lines}
    case = await ask("/aftersales/cases", json=wish, status=201)
    pictures = f"/aftersales/cases/{case['id']}/pictures"
    out = io.BytesIO()
    Image.new("RGB", (200, 100), (90, 20, 20)).save(out, "PNG")
    kept = await ask(pictures, status=201, files={"file": ("broken.png", out.getvalue(), "image/png")})
    await ask("/aftersales/cases/refuse", json={"ids": [case["id"]], "reason": "无凭证"})
    looker = caller("orders.*", account="acc_looker", name="看图")
    await ask(f"{pictures}/{kept['id']}/look", json={"reason": "复核"}, headers=looker)
    for message in await sent(app, CaseEnded.subject):
        await tell(app, feedback.on_case, CaseEnded.model_validate(message))
    assert [row["person_id"] for row in await rows(app, "SELECT person_id FROM service_fact WHERE kind = 'case'")] == ["acc_test"]
