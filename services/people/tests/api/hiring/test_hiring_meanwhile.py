"""What happens between an announced leaving and its day (rules ORG-3, ORG-6)."""

import pytest

from services.people.tests.firm import Firm, day, refused
from services.people.tests.recruiting import Recruiting


@pytest.mark.rule("ORG-6")
async def test_nobody_gets_a_position_beyond_their_last_day(firm: Firm, recruiting: Recruiting) -> None:
    unit = await firm.unit()
    hired = await recruiting.hired(await firm.position(unit))
    further = await firm.position(unit)
    body = {"last_day": day(10), "kind": "resigned", "reason": "个人原因"}
    leaving = await firm.must("POST", f"/v1/employments/{hired['employee_id']}/leaving", json=body)
    employee = {"id": hired["employee_id"]}
    for place in ({"main": False}, {"main": False, "valid_until": day(12)}, {"valid_from": day(11)}):
        late = await firm.assign(employee, further, **{"valid_from": day(0), **place})
        assert refused(late) == (409, "leaving_announced", "ORG-6"), place
    assert (await firm.assign(employee, further, valid_from=day(0), valid_until=day(11), main=False)).status_code == 201
    path = f"/v1/leavings/{leaving['id']}/withdraw"
    await firm.must("POST", path, version=leaving["version"], json={"reason": "留下来"})
    held = (await firm.must("GET", f"/v1/employees/{hired['employee_id']}"))["assignments"]
    assert sorted(one["valid_until"] or "" for one in held) == ["", day(11)]
