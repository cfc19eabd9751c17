"""Exports of personal data as tests need them."""

import io
from typing import Any

import httpx
from fastapi import FastAPI
from order_making import START, other_key, sent, tell
from python_calamine import CalamineWorkbook

from contracts.people import ApprovalDecided
from orders.consumers import people
from orders.jobs.data_exports import make_files

Cells = list[list[Any]]


async def ask_export(
    client: httpx.AsyncClient, who: dict[str, str], kind: str, *, query: str = "", status: int = 202, **body: Any
) -> dict[str, Any]:
    answer = await client.post(f"/v1/data-exports/{kind}?{query}", json={"reason": "核对", **body}, headers=other_key(who))
    assert answer.status_code == status, answer.text
    return answer.json()


async def decide(app: FastAPI, export: dict[str, Any], outcome: str = "approved", **changes: Any) -> None:
    """What people say of it, of exactly what they were asked."""
    [asked] = [one for one in await sent(app, "people.approval.request.v1") if one["reference"] == export["id"]]
    facts: dict[str, Any] = {
        "approval_id": "apr_1",
        "kind": asked["kind"],
        "reference": asked["reference"],
        "outcome": outcome,
        "content_digest": asked["content_digest"],
        "decided_at": START,
        "takes_effect_at": START,
        "decided_by": ["acc_7"],
        "decided_by_names": ["王总监"],
        "comment": "同意",
    }
    await tell(app, people.on_export_decided, ApprovalDecided(**{**facts, **changes}))


def cells_of(content: bytes) -> Cells:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


async def exported(app: FastAPI, client: httpx.AsyncClient, who: dict[str, str], kind: str, **rest: Any) -> Cells:
    """Asked for, approved, made and downloaded."""
    export = await ask_export(client, who, kind, **rest)
    await decide(app, export)
    await make_files(app.state.context)
    answer = await client.get(f"/v1/data-exports/{export['id']}/file", headers=who)
    assert answer.status_code == 200, answer.text
    return cells_of(answer.content)
