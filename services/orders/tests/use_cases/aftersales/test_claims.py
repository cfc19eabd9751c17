"""Who answers for damage, and what becomes of the claim (workflow 6, rules CARE-2, APR-1)."""

from typing import Any

import pytest
from case_making import NOW, comes_back, opening, told
from fastapi import FastAPI
from order_making import money, other_key, rows, run, sent, tell, uuid_of

from chassis.testing import caller
from contracts.orders import ClaimEnded, ClaimTold
from contracts.people import ApprovalDecided, RequestApproval
from orders.consumers import aftersales

CASES = "/v1/aftersales/cases"
FREIGHT = {"freight": money("8.00")}


@pytest.fixture
def damaged(app: FastAPI, delivered: Any, ask: Any) -> Any:
    """A case whose piece came back broken, paid out; the parcel was checked and weighed as it left."""

    async def damaged(*, packed: bool = True, parcel_g: int = 640) -> str:
        order_id = await delivered()
        if not packed:
            # It left outside our warehouse.
            await run(app, "DELETE FROM timeline_entry WHERE what = 'shipped' AND order_id = :id", id=uuid_of(order_id))
        await run(
            app,
            "INSERT INTO integrity_mark (order_id, shop_id, placed_at, parcel_g, goods_g) VALUES (:id, 'shp_main', now(), :g, 600) "
            "ON CONFLICT (order_id) DO UPDATE SET parcel_g = :g, goods_g = 600",
            id=uuid_of(order_id),
            g=parcel_g,
        )
        case = await ask("", opening(order_id, "return_and_refund", "damaged_on_the_way", amount="40.00", agree=True), status=201)
        await comes_back(app, case["id"], (1, "damaged"))
        await told(app, case["id"])
        return case["id"]

    return damaged


@pytest.fixture
def liability(client: Any, clerk: Any) -> Any:
    async def liability(case_id: str) -> dict[str, Any]:
        answer = await client.get(f"{CASES}/{case_id}/liability", headers=clerk)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return liability


async def decide(app: FastAPI, outcome: str, **changes: Any) -> None:
    asked = (await sent(app, RequestApproval.subject))[-1]
    decision = ApprovalDecided(
        approval_id="apr_1", kind=asked["kind"], reference=asked["reference"], outcome=outcome,
        content_digest=changes.get("digest", asked["content_digest"]), decided_at=NOW, takes_effect_at=NOW, decided_by=["acc_7"],
        comment="", decided_by_names=["王主管"],
    )  # fmt: skip
    await tell(app, aftersales.on_approval_decided, decision)


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize(
    ("packed", "parcel_g", "party", "sign"),
    [(True, 640, "carrier", "weight_right"), (True, 400, "warehouse", "weight_wrong"), (False, 640, "warehouse", "not_checked")],
)
async def test_who_answers_is_proposed_from_the_parcel(
    damaged: Any, liability: Any, *, packed: bool, parcel_g: int, party: str, sign: str
) -> None:
    found = await liability(await damaged(packed=packed, parcel_g=parcel_g))
    assert (found["proposed"], found["may_confirm"]) == (party, True)
    assert sign in [one["code"] for one in found["signs"]]


@pytest.mark.rule("APR-1")
async def test_a_claim_is_made_by_a_superiors_word_and_paid_once(
    app: FastAPI, damaged: Any, liability: Any, client: Any, clerk: Any
) -> None:
    case_id = await damaged()
    body = {"party": "carrier", **FREIGHT}
    made = await client.post(f"{CASES}/{case_id}/liability", json=body, headers=other_key(clerk))
    assert (made.status_code, made.json()["state"]) == (201, "asked")
    again = await client.post(f"{CASES}/{case_id}/liability", json=body, headers=other_key(clerk))
    assert (again.status_code, again.json()["code"]) == (409, "claim_step_not_allowed")
    assert await sent(app, ClaimTold.subject) == []
    await decide(app, "approved", digest="sha256:other")
    assert (await liability(case_id))["claim"]["state"] == "asked", "what was approved is not what was asked"
    for _ in range(2):
        await decide(app, "approved")
    claim = (await liability(case_id))["claim"]
    assert (claim["state"], claim["amount"]["amount"], claim["party_code"], claim["actions"]) == (
        "told",
        "48.00",
        "SF",
        ["accept", "reject"],
    )
    [message] = await sent(app, ClaimTold.subject)
    assert (message["party"], message["skus"], message["amount"]) == ("carrier", ["TEE-W"], "48.00")
    path = f"/v1/aftersales/claims/{claim['id']}"
    early = await client.post(f"{path}/paid", json={"reference": "X1"}, headers=other_key(clerk))
    assert early.status_code == 409
    assert (await client.post(f"{path}/accept", json={"reason": "承运商认赔"}, headers=other_key(clerk))).status_code == 200
    answers = [await client.post(f"{path}/paid", json={"reference": "SF-2026-1"}, headers=other_key(clerk)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    [ended] = await sent(app, ClaimEnded.subject)
    assert (ended["outcome"], ended["in_time"]) == ("paid", True)


@pytest.mark.rule("APR-1")
async def test_what_is_not_approved_is_asked_anew_for_another(app: FastAPI, damaged: Any, liability: Any, client: Any, clerk: Any) -> None:
    case_id = await damaged()
    await client.post(f"{CASES}/{case_id}/liability", json={"party": "carrier", **FREIGHT}, headers=other_key(clerk))
    await decide(app, "refused")
    assert (await liability(case_id))["may_confirm"]
    body = {"party": "seller", "goods": money("10.00"), "freight": money("0.00"), "note": "自己承担"}
    assert (await client.post(f"{CASES}/{case_id}/liability", json=body, headers=other_key(clerk))).status_code == 201
    await decide(app, "approved")
    claim = (await liability(case_id))["claim"]
    assert (claim["state"], claim["decided_by"]) == ("borne", "王主管")
    assert await sent(app, ClaimTold.subject) == []
    assert [row["liable"] for row in await rows(app, "SELECT liable FROM aftersales_case")] == ["seller"]


async def test_wrong_claims_change_nothing(damaged: Any, delivered: Any, ask: Any, client: Any, clerk: Any) -> None:
    case_id = await damaged()
    fresh = (await ask("", opening(await delivered(), "exchange", "size_or_colour"), status=201))["id"]
    for case, body, headers, status, code in (
        (case_id, {"party": "carrier", "goods": money("40.01"), **FREIGHT}, clerk, 422, "more_than_lost"),
        (case_id, {"party": "carrier", "freight": money("8.00", "USD")}, clerk, 422, "currency_differs"),
        (case_id, {"party": "nobody", **FREIGHT}, clerk, 422, "validation"),
        (case_id, {"party": "carrier", **FREIGHT}, caller("orders.*", shops=frozenset({"shp_other"})), 404, "case_not_found"),
        (case_id, {"party": "carrier", **FREIGHT}, caller("orders.cases.read"), 403, "forbidden"),
        (fresh, {"party": "carrier", **FREIGHT}, clerk, 409, "too_early_to_claim"),
    ):
        answer = await client.post(f"{CASES}/{case}/liability", json=body, headers=other_key(headers))
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_claims_are_listed_within_the_shops_by_deadline(app: FastAPI, damaged: Any, client: Any, clerk: Any) -> None:
    ids = [await damaged() for _ in range(1)]
    await client.post(f"{CASES}/{ids[0]}/liability", json={"party": "carrier", **FREIGHT}, headers=other_key(clerk))
    assert len((await client.get("/v1/aftersales/claims?party=carrier", headers=clerk)).json()["data"]) == 1
    assert (await client.get("/v1/aftersales/claims?view=overdue", headers=clerk)).json()["data"] == []
    await run(app, "UPDATE aftersales_claim SET due_at = now() - interval '1 day'")
    [row] = (await client.get("/v1/aftersales/claims?view=overdue", headers=clerk)).json()["data"]
    assert row["overdue"]
    other = caller("orders.*", shops=frozenset({"shp_other"}))
    assert (await client.get("/v1/aftersales/claims?view=all", headers=other)).json()["data"] == []
    refused = await client.post(f"/v1/aftersales/claims/{row['id']}/accept", json={"reason": "x"}, headers=other_key(other))
    assert refused.status_code == 404
