"""Mediation over HTTP: both are heard, then it is decided, and the record never changes (rule CARE-8)."""

import io
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, order_body, other_key, rows, run, sent
from PIL import Image
from sqlalchemy.exc import DBAPIError

from chassis.testing import caller
from contracts.orders import MediationDecided
from orders.jobs.care import run_out

BUYER = caller("orders.mediations.speak_for_buyers", "orders.mediations.read", account="mall")
SELLER = caller("orders.mediations.speak_for_sellers", "orders.mediations.read", account="acc_seller", shops=[SHOP])
DECISION = {"outcome": "for_buyer", "reason": "商品确有瑕疵", "to_do": "卖家退还 20 元"}
CLAIM = "退还 20 元，电话 13812345678"


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (80, 80), "red").save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def ask(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def ask(path: str, body: dict[str, Any] | None = None, *, status: int = 200, headers: dict[str, str] = clerk) -> Any:
        url = f"/v1/care/mediations{path}"
        answer = await (client.get(url, headers=headers) if body is None else client.post(url, json=body, headers=other_key(headers)))
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    return ask


@pytest.fixture
def begin(app: FastAPI, ask: Any, place: Any) -> Any:
    async def begin() -> str:
        await run(app, "UPDATE shop SET platform = 'mall' WHERE id = :shop", shop=SHOP)
        order = await place(order_body())
        return (await ask("", {"order_id": order["id"], "claim": CLAIM}, status=201, headers=BUYER))["id"]

    return begin


def says(side: str, text: str = "事情是这样的") -> dict[str, str]:
    return {"side": side, "text": text}


@pytest.mark.rule("CARE-8")
async def test_nothing_is_decided_before_both_were_heard(app: FastAPI, begin: Any, ask: Any) -> None:
    path = f"/{await begin()}"
    early = await ask(f"{path}/decide", DECISION, status=409)
    assert (early["code"], early["rule"]) == ("not_heard_yet", "CARE-8")
    await ask(f"{path}/statements", says("buyer"), status=201, headers=BUYER)
    assert (await ask(f"{path}/decide", DECISION, status=409))["code"] == "not_heard_yet"
    assert "decide" not in (await ask(path))["actions"]
    await ask(f"{path}/statements", says("seller"), status=201, headers=SELLER)
    await ask(f"{path}/decide", DECISION)
    assert (await ask(f"{path}/decide", DECISION, status=409))["code"] == "mediation_decided"
    await ask(f"{path}/statements", says("seller", "等等"), status=409, headers=SELLER)
    (told,) = await sent(app, MediationDecided.subject)
    assert (told["outcome"], told["in_time"]) == ("for_buyer", True)
    await ask(f"{path}/compliance", {"complied": True, "text": "已退款"})
    found = await ask(path)
    assert [entry["what"] for entry in found["record"]] == ["opened", "statement", "statement", "decided", "complied"]
    assert "13812345678" not in found["record"][0]["text"]
    assert (found["record"][3]["text"], found["record"][3]["facts"]["to_do"]) == (DECISION["reason"], DECISION["to_do"])


@pytest.mark.rule("CARE-8")
async def test_who_stays_silent_is_noted_once_and_then_it_is_decided(app: FastAPI, begin: Any, ask: Any) -> None:
    path = f"/{await begin()}"
    await ask(f"{path}/statements", says("buyer"), status=201, headers=BUYER)
    await run(app, "UPDATE care_mediation SET seller_until = now() - interval '1 hour', due_at = now() - interval '1 hour'")
    for _ in range(2):
        await run_out(app.state.context)
    found = await ask(path)
    assert [(entry["what"], entry["side"]) for entry in found["record"]][2:] == [("silent", "seller")]
    # Late is heard too, and noted as late.
    await ask(f"{path}/statements", says("seller"), status=201, headers=SELLER)
    assert (await ask(path))["record"][-1]["in_time"] is False
    await ask(f"{path}/decide", DECISION)
    await run(app, "UPDATE care_mediation SET comply_until = now() - interval '1 hour', due_at = now() - interval '1 hour'")
    for _ in range(2):
        await run_out(app.state.context)
    found = await ask(path)
    assert (found["record"][-1]["what"], found["comply_late"], found["actions"]) == (
        "comply_late",
        True,
        ["note_compliance"],
    )
    await ask(f"{path}/compliance", {"complied": False, "text": "卖家拒不履行"})
    assert (await ask(path))["record"][-1]["in_time"] is False


@pytest.mark.rule("CARE-8")
async def test_time_that_ran_out_counts_before_the_job_has_come(app: FastAPI, begin: Any, ask: Any) -> None:
    path = f"/{await begin()}"
    await run(app, "UPDATE care_mediation SET seller_until = now() - interval '1 hour', buyer_until = now() - interval '1 hour'")
    await ask(f"{path}/decide", DECISION)
    assert [entry["what"] for entry in (await ask(path))["record"]] == ["opened", "silent", "silent", "decided"]


@pytest.mark.rule("CARE-8")
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET side = 'seller'", "UPDATE {} SET by_name = 'nobody', {erased} = now()", "DELETE FROM {}", "TRUNCATE {}"]
)
@pytest.mark.parametrize("table", ["care_mediation_entry", "care_mediation_evidence"])
async def test_the_database_refuses_to_change_the_record(
    app: FastAPI, begin: Any, client: httpx.AsyncClient, change: str, table: str
) -> None:
    path = f"/v1/care/mediations/{await begin()}/evidence"
    given = await client.post(path, data={"side": "buyer"}, files={"file": ("a.png", picture(), "image/png")}, headers=other_key(BUYER))
    assert given.status_code == 201
    with pytest.raises(DBAPIError, match="append-only"):
        await run(app, change.format(table, erased="erased_at" if table.endswith("entry") else "removed_at"))


@pytest.mark.rule("CARE-8")
async def test_who_spoke_for_a_side_does_not_decide(begin: Any, ask: Any) -> None:
    path = f"/{await begin()}"
    boss = caller("orders.*", account="acc_boss")
    for side in ("buyer", "seller"):
        await ask(f"{path}/statements", says(side), status=201, headers=boss)
    assert (await ask(f"{path}/decide", DECISION, status=403, headers=boss))["code"] == "spoke_in_it"
    await ask(f"{path}/decide", DECISION, headers=caller("orders.*", account="acc_other_boss"))


@pytest.mark.rule("CARE-8")
async def test_each_speaks_for_its_own_side_and_shop(app: FastAPI, begin: Any, ask: Any) -> None:
    path = f"/{await begin()}"
    await ask(f"{path}/statements", says("seller"), status=403, headers=BUYER)
    await ask(f"{path}/statements", says("buyer"), status=403, headers=SELLER)
    await ask(f"{path}/decide", DECISION, status=403, headers=SELLER)
    other = caller("orders.*", account="acc_o", shops=[OTHER_SHOP])
    await ask(path, status=404, headers=other)
    await ask(f"{path}/statements", says("seller"), status=404, headers=other)
    assert (await ask("?view=all", headers=other))["data"] == []
    assert len((await ask("", headers=SELLER))["data"]) == 1
    assert len(await rows(app, "SELECT 1 FROM care_mediation_entry")) == 1


@pytest.mark.rule("CARE-8")
async def test_one_at_a_time_and_of_the_own_mall_only(app: FastAPI, ask: Any, place: Any) -> None:
    order = await place(order_body())
    body = {"order_id": order["id"], "claim": CLAIM}
    assert (await ask("", body, status=409))["code"] == "not_the_own_mall"
    await run(app, "UPDATE shop SET platform = 'mall' WHERE id = :shop", shop=SHOP)
    first = await ask("", body, status=201)
    assert (await ask("", body, status=409))["code"] == "mediation_there"
    await ask(f"/{first['id']}/settle", {"text": "双方和解，卖家补发"})
    await ask("", body, status=201)
    await ask("", body, status=403, headers=SELLER)


@pytest.mark.rule("CARE-8")
async def test_evidence_is_sealed_and_each_look_is_logged(app: FastAPI, client: httpx.AsyncClient, begin: Any, ask: Any) -> None:
    med = await begin()
    url = f"/v1/care/mediations/{med}/evidence"
    parts: dict[str, Any] = {"data": {"side": "buyer"}, "files": {"file": ("a.png", picture(), "image/png")}}
    kept = await client.post(url, headers=other_key(BUYER), **parts)
    assert kept.status_code == 201, kept.text
    parts["data"] = {"side": "seller"}
    assert (await client.post(url, headers=other_key(BUYER), **parts)).status_code == 403
    fake: dict[str, Any] = {"data": {"side": "buyer"}, "files": {"file": ("a.png", b"no picture", "image/png")}}
    assert (await client.post(url, headers=other_key(BUYER), **fake)).json()["code"] == "picture_unreadable"
    look = await client.post(f"{url}/{kept.json()['id']}/look", headers=other_key(SELLER))
    assert (look.status_code, look.content[:2]) == (200, b"\xff\xd8")
    (row,) = await rows(app, "SELECT image_sealed FROM care_mediation_evidence")
    assert "jpeg" not in row["image_sealed"]
    seen = await rows(app, "SELECT actor_id FROM audit_entry WHERE action = 'mediation.evidence_seen'")
    assert [one["actor_id"] for one in seen] == ["acc_seller"]
    assert [(one["side"], one["by_name"]) for one in (await ask(f"/{med}"))["evidence"]] == [("buyer", "Test")]
