"""Bad input at every entry: whatever is sent to any route, the answer is a documented one and never a crash."""

from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from chassis.merging import merged_from
from dianzhang.checkout import checkout
from tests.acceptance.world import World

SCHEMA = schemathesis.openapi.from_dict(merged_from(checkout() / "docs" / "openapi"))
# They end the session that asks, or never end.
LEFT_OUT = (
    "sign_out",
    "end_my_sessions",
    "end_account_sessions",
    "change_my_password",
    "reset_account_password",
    "rotate_api_client_secret",
    "change_one_api_client",
)
EXAMPLES = 5
PROBLEM = "application/problem+json"
# RFC 6749 says how a token endpoint refuses.
OTHER_ERRORS = {"issue_token": ("application/json",)}


def name_of(operation: Any) -> str:
    return operation.definition.raw["operationId"]


OPERATIONS = [
    operation
    for result in SCHEMA.get_all_operations()
    if (operation := result.ok()).definition.raw["operationId"] not in LEFT_OUT
    and "follow_changes" not in operation.definition.raw["operationId"]
]


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_no_route_crashes_or_surprises(world: World, operation: Any) -> None:
    documented = {int(status) for status in operation.definition.raw["responses"]}

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    def throw(case: Any) -> None:
        # The key is ours: without one every POST would end at its gate.
        headers = {
            "Authorization": f"Bearer {world.company.client.token()}",
            "Idempotency-Key": f'"{uuid4()}"',
            "X-Request-Id": f"fuzz-{uuid4().hex[:12]}",
        }
        for name in [name for name in case.headers or {} if name.lower() in ("authorization", "idempotency-key")]:
            del case.headers[name]
        answer = case.call(base_url=world.house.address, headers=headers)
        story = f"{case.as_curl_command()} -> {answer.status_code} {answer.content[:400]!r}"
        assert answer.status_code < 500, story
        assert answer.status_code in documented, story
        if answer.status_code >= 400:
            assert answer.headers["content-type"][0] in (PROBLEM, *OTHER_ERRORS.get(name_of(operation), ())), story

    throw()
