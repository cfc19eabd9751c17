"""A head who is away or cannot sign in has a deputy: the request is offered to both (rule APR-2)."""

from typing import Any

import pytest

from chassis.ids import show_id
from people.jobs.look_after_approvals import run as look_after
from services.people.tests.api.approvals.test_approvals_delegation import absent, delegate
from services.people.tests.approval_scene import Scene

Named = list[tuple[str, str]]


@pytest.fixture
async def deputy(scene: Scene) -> Scene:
    """Bob is Hugo's deputy in the shop."""
    bob, shop = scene.people["bob"].employee_id, scene.units["shop"]
    await scene.sql("UPDATE unit_period SET deputy_id = :bob WHERE unit_id = :shop", bob=bob, shop=shop)
    return scene


async def candidates(scene: Scene, asked: Any, *, by: str = "anna") -> Named:
    (seat,) = (await scene.people[by].page(asked))["seats"]
    return sorted((one["name"], one["why"]) for one in seat["candidates"])


@pytest.mark.rule("APR-2")
async def test_a_head_on_leave_and_the_deputy_are_both_asked(deputy: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await candidates(deputy, await deputy.file("leave", by="anna")) == [("Hugo", "superior")], "while the head is there"
    absent(monkeypatch, deputy.people["hugo"].employee_id)
    asked = await deputy.file("leave", by="anna")
    assert await candidates(deputy, asked) == [("Bob", "stand_in"), ("Hugo", "superior")]
    assert (await deputy.people["bob"].decide(asked, "approve")).json()["approval"]["state"] == "approved"


@pytest.mark.rule("APR-2")
async def test_a_head_without_an_account_has_the_deputy_decide(deputy: Scene) -> None:
    await deputy.sql("UPDATE employee SET account_id = NULL WHERE id = :id", id=deputy.people["hugo"].employee_id)
    assert await candidates(deputy, await deputy.file("leave", by="anna")) == [("Bob", "stand_in")]


@pytest.mark.rule("APR-2")
async def test_a_deputy_decides_neither_their_own_request_nor_that_of_their_head(deputy: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    absent(monkeypatch, deputy.people["hugo"].employee_id)
    assert await candidates(deputy, await deputy.file("leave", by="bob"), by="bob") == [("Dora", "stand_in"), ("Hugo", "superior")]
    assert await candidates(deputy, await deputy.file("leave", by="hugo"), by="hugo") == [("Dora", "superior")]


@pytest.mark.rule("APR-2")
async def test_with_the_deputy_away_too_it_goes_on_up_and_a_delegate_makes_a_deputy_needless(
    deputy: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent(monkeypatch, deputy.people["hugo"].employee_id, deputy.people["bob"].employee_id)
    assert await candidates(deputy, await deputy.file("leave", by="anna")) == [("Dora", "stand_in"), ("Hugo", "superior")]
    absent(monkeypatch, deputy.people["hugo"].employee_id)
    await delegate(deputy.people["hugo"], deputy.people["fiona"], deputy)
    assert await candidates(deputy, await deputy.file("leave", by="anna")) == [("Hugo", "superior")]


@pytest.mark.rule("APR-2")
async def test_a_head_who_falls_ill_after_it_was_filed_gets_the_deputy_beside_them(deputy: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = await deputy.file("leave", by="anna")
    absent(monkeypatch, deputy.people["hugo"].employee_id)
    for _ in range(2):
        await look_after(deputy.context)
    assert await candidates(deputy, asked) == [("Bob", "stand_in"), ("Hugo", "superior")]
    assert await deputy.log(asked) == ["filed", "step_opened", "stood_in"]
    assert [row["id"] for row in await deputy.people["bob"].inbox()] == [show_id("apr", asked)]
