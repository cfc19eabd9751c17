import base64
from datetime import UTC, datetime
from uuid import UUID

import httpx
import orjson
import pytest

from chassis.pages import CursorUnreadable, PageRequest, make_cursor
from chassis.testing import caller

from .conftest import WRITER

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
ID = UUID(int=7)


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode()


def test_a_cursor_comes_back_as_it_was_made() -> None:
    assert PageRequest(cursor=make_cursor(AT, ID)).after(datetime, UUID) == (AT, ID)
    assert PageRequest().after(datetime, UUID) is None


@pytest.mark.parametrize("made_up", [cursor(None, None), cursor(AT.isoformat(), None), cursor(AT.isoformat()), cursor([], {}), "x", "€"])
def test_a_cursor_that_nobody_made_is_refused(made_up: str) -> None:
    with pytest.raises(CursorUnreadable):
        PageRequest(cursor=made_up).after(datetime, UUID)


async def test_a_page_links_to_the_next(client: httpx.AsyncClient) -> None:
    for words in ("one", "two", "three"):
        await client.post("/v1/notes", json={"words": words}, headers=caller(*WRITER))
    reader = caller("scratch.audit.read")
    first = await client.get("/v1/audit-entries", params={"limit": 2, "noun": "note"}, headers=reader)
    assert first.links["next"]["url"] == f"?limit=2&noun=note&cursor={first.json()['next_cursor']}"
    second = await client.get(first.url.join(first.links["next"]["url"]), headers=reader)
    assert [entry["after"]["words"] for entry in first.json()["data"] + second.json()["data"]] == ["three", "two", "one"]
    assert "link" not in second.headers
