"""A draft of the review policy is tried on past orders before it acts (rules ORD-2, SYS-6)."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import (
    OTHER_SHOP,
    at,
    bring_to,
    line_body,
    money,
    newer,
    order_body,
    other_key,
    rows,
    tell_shipped,
)

from chassis import jobs
from chassis.testing import caller
from orders.domain.policy import DEFAULT_PARAMETERS
from orders.jobs import review_replays
from orders.jobs.review_replays import go_on

DRAFTS = "/v1/review-drafts"
SPAN = {"placed_from": at(-60), "placed_to": at(60)}
RULES = DEFAULT_PARAMETERS.model_dump(mode="json")["rules"]


@pytest.fixture(autouse=True)
def only_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def rest(*_: Any, **__: Any) -> None:
        return

    monkeypatch.setattr(jobs, "run_alone", rest)


class Drafts:
    def __init__(self, app: FastAPI, client: httpx.AsyncClient, headers: dict[str, str]) -> None:
        self.app, self.client, self.headers = app, client, headers

    async def send(self, method: str, path: str, *, version: int | None = None, status: int = 200, **rest: Any) -> Any:
        headers = other_key(self.headers) | ({} if version is None else {"If-Match": f'"{version}"'})
        answer = await self.client.request(method, path, headers=headers, **rest)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def make(self, rules: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        body: dict[str, Any] = {"name": "双十一"}
        if rules is not None:
            body["parameters"] = DEFAULT_PARAMETERS.model_dump(mode="json") | {"rules": rules}
        return await self.send("POST", DRAFTS, json=body, status=201)

    async def ask(self, draft: dict[str, Any], *, status: int = 202, **span: str) -> Any:
        return await self.send("POST", f"{DRAFTS}/{draft['id']}/replays", version=draft["version"], json={**SPAN, **span}, status=status)

    async def replay(self, draft: dict[str, Any]) -> dict[str, Any]:
        asked = await self.ask(draft)
        await go_on(self.app.state.context)
        return await self.send("GET", f"/v1/review-replays/{asked['id']}")

    async def orders(self, replay: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
        return (await self.send("GET", f"/v1/review-replays/{replay['id']}/orders{query}"))["data"]


@pytest.fixture
def drafts(app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str]) -> Drafts:
    return Drafts(app, client, clerk)


EVERY_KIND: list[dict[str, Any]] = [
    {},
    {"buyer_remark": "请发顺丰"},
    {"seller_remark": "赠品"},
    {"goods_amount": money("6000.00"), "paid_amount": money("6000.00")},
    {"paid_amount": money("10.00")},
    {"refund": "asked"},
    {"receiver": {"street": ""}},
    {"receiver": {"province": "新疆维吾尔自治区"}},
    {"buyer_id": ""},
    {"state": "awaiting_payment", "paid_at": None, "paid_amount": money("0.00")},
    {"state": "do_not_ship", "buyer_remark": "快"},
    {"state": "cancelled", "buyer_remark": "快"},
    {"shop_id": OTHER_SHOP},
    {"lines": [line_body(quantity=9)]},
    {"lines": [line_body(sku="MUG"), line_body(platform_line_no="2", refund="asked")]},
]
ALL_CONDITIONS: list[dict[str, Any]] = [
    *RULES,
    *(
        {"code": f"asks_{name}", "stage": "finance", "does": "hold", "firm": False, "zh": name, "en": name, "conditions": {name: value}}
        for name, value in {
            "shops": [OTHER_SHOP], "platforms": ["taobao"], "buyers": ["buyer-1"], "buyer_unknown": True, "amount_below": {"CNY": "50"},
            "seller_remark": {"contains": ["赠"]}, "countries": ["CN"], "regions": ["新疆"], "skus": ["MUG"], "sku_prefixes": ["TEE"],
            "pieces_over": 5, "hours": {"start": 12, "end": 13},
        }.items()
    ),
    {"code": "passes", "stage": "service", "does": "release", "firm": False, "zh": "免审", "en": "Free", "conditions": {"skus": ["TEE-W"]}},
]  # fmt: skip


@pytest.mark.rule("ORD-2", "SYS-6")
async def test_replayed_by_the_version_in_force_every_order_gets_the_verdict_it_got(
    app: FastAPI, client: httpx.AsyncClient, clerk: Any, drafts: Drafts, place: Any
) -> None:
    parameters = DEFAULT_PARAMETERS.model_dump(mode="json") | {"rules": ALL_CONDITIONS}
    published = await client.post("/v1/review-policies", json={"parameters": parameters}, headers=other_key(clerk))
    assert published.status_code == 201, published.text
    made = {(await place(order_body(**changes)))["id"]: changes for changes in EVERY_KIND}
    # Version 0 decides on the same orders as though it were the draft: `was` is what each order was told when it came in.
    replay = await drafts.replay(await drafts.make([]))
    assert (replay["total"], replay["judged"], replay["over"]) == (len(made), len(made), 1)
    was = {order["order_id"]: order["was"] for order in await drafts.orders(replay)}
    own = {rule["code"] for rule in ALL_CONDITIONS} | {"incomplete_address"}
    placed = await rows(app, "SELECT 'ord_' || order_id AS id, facts->'holds' AS holds FROM timeline_entry WHERE what = 'placed'")
    told = sorted(sorted(code for code in entry["holds"] if code in own) for entry in placed)
    # What lacks an address is held by both, so it is among them only when a rule held it too.
    assert sorted([*(sorted(codes) for codes in was.values()), *[[]] * (len(made) - len(was))]) == told
    same = await drafts.replay(await drafts.make())
    assert (same["newly_held"], same["newly_released"], same["otherwise"]) == (0, 0, 0)
    assert await drafts.orders(same) == []


@pytest.mark.rule("ORD-2", "SYS-6")
async def test_a_draft_shows_what_it_would_hold_and_let_pass_and_decides_nothing_before_it_is_published(
    drafts: Drafts, place: Any, show: Any
) -> None:
    remark, clear = await place(order_body(buyer_remark="快")), await place(order_body(lines=[line_body(sku="MUG")]))
    both = await place(order_body(buyer_remark="快", goods_amount=money("6000.00"), paid_amount=money("6000.00")))
    mugs = {
        "code": "mugs",
        "stage": "service",
        "does": "hold",
        "firm": False,
        "zh": "易碎",
        "en": "Fragile",
        "conditions": {"skus": ["MUG"]},
    }
    free = {
        "code": "free",
        "stage": "service",
        "does": "release",
        "firm": False,
        "zh": "免审",
        "en": "Free",
        "conditions": {"skus": ["TEE-W"]},
    }
    draft = await drafts.make([*RULES, mugs, free])
    replay = await drafts.replay(draft)
    assert (replay["newly_held"], replay["newly_released"], replay["otherwise"]) == (1, 1, 1)
    assert replay["by_rule"] == {
        "buyer_remark": {"was": 2, "would_be": 0, "passes": 0},
        "unusual_amount": {"was": 1, "would_be": 1, "passes": 0},
        "mugs": {"was": 0, "would_be": 1, "passes": 0},
        "free": {"was": 0, "would_be": 0, "passes": 2},
    }
    found = {order["order_id"]: order for order in await drafts.orders(replay)}
    assert (found[clear["id"]]["change"], found[clear["id"]]["would_be"]) == ("newly_held", ["mugs"])
    assert (found[remark["id"]]["change"], found[remark["id"]]["was"], found[remark["id"]]["passed_by"]) == (
        "newly_released", ["buyer_remark"], ["free"],
    )  # fmt: skip
    assert (found[both["id"]]["change"], found[both["id"]]["would_be"]) == ("otherwise", ["unusual_amount"])
    assert [order["order_id"] for order in await drafts.orders(replay, "?change=newly_held")] == [clear["id"]]
    assert (await show(clear["id"]))["version"] == 1
    assert (await place(order_body(lines=[line_body(sku="MUG")])))["hold_reasons"] == []
    published = await drafts.send("POST", f"{DRAFTS}/{draft['id']}/publish", version=1, json={"note": "双十一"}, status=201)
    assert (await place(order_body(lines=[line_body(sku="MUG")])))["hold_reasons"] == ["mugs"]
    again = await drafts.send("POST", f"{DRAFTS}/{draft['id']}/publish", version=2, json={}, status=409)
    assert (published["version"], again["code"]) == (1, "review_draft_published")


@pytest.mark.rule("ORD-2", "SYS-6")
async def test_what_became_of_an_order_later_is_no_matter_of_its_replay(
    app: FastAPI, drafts: Drafts, place: Any, show: Any, act: Any
) -> None:
    shipped, cancelled, refunded = order_body(), order_body(), order_body()
    made = [await place(body) for body in (shipped, cancelled, refunded)]
    await bring_to(app, made[0]["id"], "packed")
    await tell_shipped(app, made[0]["id"])
    await bring_to(app, made[2]["id"], "packed")
    await tell_shipped(app, made[2]["id"])
    await act("cancel", made[1]["id"], reason="不要了")
    await place(newer(refunded, refund="asked"), status=200)
    assert {(await show(order["id"]))["status"] for order in made} == {"shipped", "cancelled"}
    replay = await drafts.replay(await drafts.make())
    assert (replay["judged"], replay["over"], replay["by_rule"]) == (3, 0, {})


@pytest.mark.rule("SYS-6")
async def test_a_replay_goes_on_after_a_crash_is_stopped_and_stays_within_ones_shops(
    app: FastAPI, client: httpx.AsyncClient, drafts: Drafts, place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_replays, "SET", 2)
    for shop in (None, None, None, None, OTHER_SHOP):
        await place(order_body(buyer_remark="快", **({} if shop is None else {"shop_id": shop})))
    draft = await drafts.make([])
    asked = await drafts.ask(draft)
    whole, calls = review_replays.carry_on_review_replay, 0

    async def crashing(uow: Any, **rest: Any) -> None:
        nonlocal calls
        calls += 1
        await whole(uow, **rest)
        if calls == 2:
            raise RuntimeError("the process dies before the commit")

    monkeypatch.setattr(review_replays, "carry_on_review_replay", crashing)
    with pytest.raises(RuntimeError):
        await go_on(app.state.context)
    assert (await drafts.send("GET", f"/v1/review-replays/{asked['id']}"))["judged"] == 2
    await go_on(app.state.context)
    ended = await drafts.send("GET", f"/v1/review-replays/{asked['id']}")
    assert (ended["judged"], ended["newly_released"], ended["ended_at"] is not None) == (5, 5, True)
    page = await drafts.send("GET", f"/v1/review-replays/{asked['id']}/orders?limit=2")
    rest = await drafts.send("GET", f"/v1/review-replays/{asked['id']}/orders?limit=10&cursor={page['next_cursor']}")
    assert [order["place"] for order in [*page["data"], *rest["data"]]] == [1, 2, 3, 4, 5]
    limited = Drafts(app, client, caller("orders.*", shops=[OTHER_SHOP], account="acc_other"))
    assert (await limited.replay(draft))["total"] == 1
    await limited.send("GET", f"/v1/review-replays/{asked['id']}", status=404)
    await limited.send("POST", f"/v1/review-replays/{asked['id']}/stop", status=404)
    waiting = await drafts.ask(draft)
    assert (await drafts.send("POST", f"/v1/review-replays/{waiting['id']}/stop"))["stopped"]
    await go_on(app.state.context)
    assert (await drafts.send("GET", f"/v1/review-replays/{waiting['id']}"))["judged"] == 0
    assert (await drafts.send("POST", f"/v1/review-replays/{waiting['id']}/stop", status=409))["code"] == "review_replay_ended"


@pytest.mark.rule("SYS-6")
async def test_a_draft_is_changed_by_who_has_read_it_and_bad_rules_are_refused(
    client: httpx.AsyncClient, drafts: Drafts, place: Any
) -> None:
    draft = await drafts.make()
    assert draft["parameters"]["rules"] == RULES
    path, body = f"{DRAFTS}/{draft['id']}", {"name": "年货节", "parameters": draft["parameters"]}
    changed = await drafts.send("PUT", path, version=1, json=body)
    assert (changed["name"], changed["version"]) == ("年货节", 2)
    assert (await drafts.send("PUT", path, version=1, json=body, status=412))["code"] == "changed_meanwhile"
    twice = body | {"parameters": draft["parameters"] | {"rules": [RULES[0], RULES[0]]}}
    refused = await drafts.send("PUT", path, version=2, json=twice, status=422)
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("review_rules_make_no_sense", "/parameters/rules/1/code")
    assert (await drafts.ask(changed, status=422))["code"] == "replay_span_empty"
    await place(order_body())
    assert (await drafts.ask(changed | {"version": 1}, status=412))["code"] == "changed_meanwhile"
    backwards = {"placed_from": SPAN["placed_to"], "placed_to": SPAN["placed_from"]}
    assert (await drafts.ask(changed, status=422, **backwards))["code"] == "replay_span_empty"
    reader = Drafts(drafts.app, client, caller("orders.policies.read", account="acc_r"))
    assert len((await reader.send("GET", DRAFTS))["data"]) == 1
    await reader.send("DELETE", path, version=2, status=403)
    await drafts.send("DELETE", path, version=2, status=204)
    await drafts.send("GET", path, status=404)
