"""The demo company's organisation: units with heads, positions with published descriptions, headcounts, and the people in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from dianzhang.demo_call import Caller
from dianzhang.demo_staff import (
    ADMINISTRATION,
    EXTRA_POSITIONS,
    FOUNDED_ON,
    HEADCOUNTS,
    LEADERS,
    OUTSIDE,
    ROLE_NAMES,
    STAFF,
    WRITINGS,
    ExtraPosition,
    Member,
)


@dataclass
class Organisation:
    """By code: ids of units and positions. By name: the people."""

    caller: Caller
    today: date
    roles: dict[str, str] = field(default_factory=dict[str, str])
    accounts: dict[str, str] = field(default_factory=dict[str, str])
    logins: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    units: dict[str, str] = field(default_factory=dict[str, str])
    positions: dict[str, str] = field(default_factory=dict[str, str])
    members: dict[str, Member] = field(default_factory=dict[str, Member])

    def make(self) -> None:
        """The first administrator's work of an afternoon, the house's clock standing at `today`."""
        self.roles = {role["code"]: role["id"] for role in self._ask("GET", "/people/v1/roles?limit=100")["data"]}
        self.give_logins()
        self._ask("POST", "/people/v1/organisation-presets/centre/apply", json={"valid_from": FOUNDED_ON})
        units = self._ask("GET", "/people/v1/units")["data"]
        self.units = {unit["code"]: unit["id"] for unit in units}
        self.positions = {row["code"]: row["id"] for row in self._ask("GET", "/people/v1/positions?limit=100")["data"]}
        self._add_administration()
        for code, writing in WRITINGS.items():
            self._write_on(code, writing.over(self._text_of(code)))
        self.caller.each(self._plan, HEADCOUNTS.items())
        # One after the other: their numbers follow their seats.
        self.members = {member.name: self._hire(member) for member in STAFF}
        for code, leaders in LEADERS.items():
            self._appoint(code, leaders)

    def by(self, name: str, method: str, path: str, **rest: Any) -> Any:
        """As this member."""
        login = self.members[name].login
        assert login is not None, name
        return self.caller.by(login, method, path, **rest)

    def _ask(self, method: str, path: str, **rest: Any) -> Any:
        return self.caller.as_admin(method, path, **rest)

    def give_logins(self) -> None:
        """Whoever signs in; a first password is the password until it is changed."""
        signing_in = [(member.login, member.role, member.name) for member in STAFF if member.login and member.role]
        for login, role, name in (*signing_in, OUTSIDE):
            wish = {"login": login, "name": name, "locale": "zh-CN", "role_ids": [self.roles[role]], "shop_ids": None}
            made = self._ask("POST", "/people/v1/accounts", json=wish)
            self.accounts[login] = made["account"]["id"]
            self.caller.know(login, made["initial_password"])
            self.logins.append({"role": ROLE_NAMES[role], "login": login, "password": made["initial_password"]})

    # ---- positions ----------------------------------------------------------------------------------------------
    def _add_administration(self) -> None:
        code, name_zh, name_en = ADMINISTRATION
        wish = {
            "code": code, "name_zh": name_zh, "name_en": name_en, "parent_id": self.units["EC"], "place": 9, "valid_from": FOUNDED_ON,
        }  # fmt: skip
        self.units[code] = self._ask("POST", "/people/v1/units", json=wish)["id"]
        for extra in EXTRA_POSITIONS:
            self._add_position(extra)

    def _add_position(self, extra: ExtraPosition) -> None:
        text = extra.writing.over(
            {
                "title_zh": extra.title_zh,
                "title_en": extra.title_en,
                "grade": "P2",
                "superior_id": self.positions["EC-DIR"],
                "attendance_group": "administration",
                "role_ids": [self.roles["staff"], self.roles[extra.role]],
            }
        )
        wish = {"code": extra.code, "unit_id": self.units[ADMINISTRATION[0]], "text": text}
        made = self._ask("POST", "/people/v1/positions", json=wish)
        self.positions[extra.code] = made["id"]
        self._publish(extra.code, number=1, version=1, effective_from=FOUNDED_ON)

    def _text_of(self, code: str) -> dict[str, Any]:
        return self._ask("GET", f"/people/v1/positions/{self.positions[code]}/descriptions")["data"][0]["text"]

    def _write_on(self, code: str, text: Mapping[str, Any]) -> None:
        """The preset's version stays in the history; from today on the fuller one holds."""
        made = self._ask("POST", f"/people/v1/positions/{self.positions[code]}/descriptions", json=text)
        self._publish(code, number=made["number"], version=made["version"], effective_from=self.today.isoformat())

    def _publish(self, code: str, *, number: int, version: int, effective_from: str) -> None:
        path = f"/people/v1/positions/{self.positions[code]}/descriptions/{number}/publish"
        self._ask("POST", path, json={"effective_from": effective_from}, headers={"If-Match": f'"{version}"'})

    def _plan(self, planned: tuple[str, int]) -> None:
        code, count = planned
        wish = {"valid_from": FOUNDED_ON, "planned": count, "reason": "首次编制"}
        self._ask("POST", f"/people/v1/positions/{self.positions[code]}/headcounts", json=wish)

    # ---- people -------------------------------------------------------------------------------------------------
    def _hire(self, member: Member) -> Member:
        begun = self.today - timedelta(days=20)
        hired_on = member.hired_on or begun.isoformat()
        wish = {
            "name": member.name,
            "kind": "formal",
            "hired_on": hired_on,
            "probation_until": None if member.hired_on else (begun + timedelta(days=89)).isoformat(),
            "account_id": self.accounts[member.login] if member.login else None,
            "contact": {"phone": member.phone, "address": "浙江省杭州市西湖区文三路"},
        }
        made = self._ask("POST", "/people/v1/employees", json=wish)
        seat = {"position_id": self.positions[member.position], "valid_from": hired_on, "main": True, "reason": "入职"}
        self._ask("POST", f"/people/v1/employees/{made['id']}/assignments", json=seat)
        return replace(member, id=made["id"], number=made["number"])

    def _appoint(self, code: str, leaders: tuple[str, str | None]) -> None:
        head, deputy = leaders
        path = f"/people/v1/units/{self.units[code]}"
        wish = {
            "effective_from": self.today.isoformat(),
            "head_id": self.members[head].id,
            "deputy_id": self.members[deputy].id if deputy else None,
            "reason": "任命负责人",
        }
        version = self._ask("GET", path)["version"]
        self._ask("PATCH", path, json=wish, headers={"If-Match": f'"{version}"'})
