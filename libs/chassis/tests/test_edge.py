"""The outermost layer: every answer has the same face, also that to a mistake of ours."""

import httpx
import pytest

from chassis.testing import caller


async def test_a_mistake_of_ours_is_a_problem_like_any_other_and_its_log_line_names_the_request(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {**caller("scratch.notes.write"), "X-Request-Id": "request-of-mine"}
    answer = await client.post("/v1/notes", json={"words": "broken"}, headers=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert (answer.json()["code"], answer.json()["request_id"]) == ("internal_error", "request-of-mine")
    assert answer.headers["x-request-id"] == "request-of-mine"
    assert answer.headers["x-content-type-options"] == "nosniff"
    [line] = [line for line in capsys.readouterr().out.splitlines() if "a mistake of ours" in line]
    assert '"request_id": "request-of-mine"' in line
