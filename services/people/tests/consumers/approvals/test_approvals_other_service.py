"""The recipe of services/people/README.md, played by "another service": it publishes RequestApproval, and hears ApprovalDecided."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal

import nats
import pytest
from nats.aio.msg import Msg

from chassis.ids import show_id
from chassis.testing import nats_url
from contracts.message import Message
from contracts.money import Money
from contracts.people import ApprovalDecided, Evidence, RequestApproval, WithdrawApproval
from services.people.tests.approval_scene import Scene


def wanted(scene: Scene, *, digest: str = "sha256:1", reference: str = "price/A-1/7") -> RequestApproval:
    return RequestApproval(
        kind="price_change",
        reference=reference,
        requester_id=show_id("acc", scene.people["anna"].account_id),
        title_zh="A-1 199 → 159",
        title_en="A-1 199 → 159",
        evidence=[Evidence(label_zh="毛利率", label_en="Margin", value="30.8 %")],
        content_digest=digest,
        amount=Money(amount=Decimal("159.00"), currency="CNY"),
        unit_id=None,
        shop_id=None,
        effective_at=None,
        link="/catalog/prices/7",
    )


async def send(scene: Scene, *messages: Message) -> None:
    async with scene.context.new_system_uow("test") as uow:
        uow.publish(*messages)
        await uow.commit()


async def eventually(check: Callable[[], Awaitable[bool]]) -> None:
    until = time.monotonic() + 15
    while not await check():
        assert time.monotonic() < until, "it did not happen in time"
        await asyncio.sleep(0.05)


@pytest.mark.rule("APR-3")
async def test_another_service_asks_and_hears(scene: Scene) -> None:
    heard: list[ApprovalDecided] = []
    connection = await nats.connect(nats_url())

    async def hear(message: Msg) -> None:
        heard.append(ApprovalDecided.model_validate_json(message.data))

    await connection.subscribe(ApprovalDecided.subject, cb=hear)
    hugo = scene.people["hugo"]
    await send(scene, wanted(scene), wanted(scene))

    async def waits(digest: str) -> bool:
        return [row["content_digest"] for row in await hugo.inbox()] == [digest]

    await eventually(lambda: waits("sha256:1"))
    await send(scene, wanted(scene, digest="sha256:2"))
    await eventually(lambda: waits("sha256:2"))
    (row,) = await hugo.inbox()
    assert (row["link"], row["amount"], row["requester_name"]) == ("/catalog/prices/7", {"amount": "159.00", "currency": "CNY"}, "Anna")
    body = {"decision": "approve", "comment": "", "content_digest": "sha256:2"}
    assert (await hugo.ask("POST", f"/v1/approvals/{row['id']}/decision", version=row["version"], json=body)).status_code == 200

    async def told() -> bool:
        return len(heard) == 2

    await eventually(told)
    await connection.close()
    assert [(one.outcome, one.content_digest, one.reference) for one in heard] == [
        ("voided", "sha256:1", "price/A-1/7"),
        ("approved", "sha256:2", "price/A-1/7"),
    ]
    assert (heard[0].decided_by, heard[0].decided_by_names) == ([], [])
    assert (heard[1].decided_by, heard[1].decided_by_names) == ([show_id("acc", hugo.account_id)], ["Hugo"])
    assert heard[1].takes_effect_at == heard[1].decided_at


async def test_a_withdrawal_that_overtakes_its_request_is_not_lost(scene: Scene) -> None:
    withdrawal = WithdrawApproval(kind="price_change", reference="price/B", reason="sold out")
    await send(scene, withdrawal)
    await asyncio.sleep(0.3)
    await send(scene, wanted(scene, reference="price/B"))

    async def withdrawn() -> bool:
        return [row["state"] for row in await scene.people["anna"].inbox("asked")] == ["withdrawn"]

    await eventually(withdrawn)


async def test_a_request_of_nobody_is_set_aside_where_a_person_sees_it(scene: Scene) -> None:
    unknown = wanted(scene).model_copy(update={"kind": "no_such_kind"})
    await send(scene, unknown)

    async def set_aside() -> bool:
        rows = await scene.sql("SELECT error FROM dead_letter WHERE consumer = 'people.request-approval'")
        return [row.error.split(":")[0] for row in rows] == ["KindUnknown"]

    await eventually(set_aside)
