"""What tests of the organisation do again and again: units, positions, people in them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from services.people.tests.house import House

ZONE = ZoneInfo("Asia/Shanghai")
Json = dict[str, Any]


def today() -> date:
    return datetime.now(UTC).astimezone(ZONE).date()


def day(ahead: int) -> str:
    return (today() + timedelta(days=ahead)).isoformat()


def description(**changes: Any) -> Json:
    text: Json = {
        "title_zh": "推广专员",
        "title_en": "Promoter",
        "grade": "P2",
        "superior_id": None,
        "attendance_group": "marketing",
        "summary": "负责推广。",
        "duties": [{"text": "投放广告", "permissions": ["orders.orders.read"], "pages": ["/orders"], "indicators": ["ROI"]}],
        "indicators": [{"name": "ROI", "measure": "销售额/花费", "target": "≥ 3"}],
        "qualifications": {
            "education": "junior_college",
            "majors": ["市场营销"],
            "experience": [{"years": 2, "subject": "淘宝推广"}],
            "certificates": [],
            "abilities": ["文案"],
            "other": [],
            "age_from": 22,
            "age_to": 40,
        },
        "role_ids": [],
    }
    return {**text, **changes}


@dataclass
class Firm:
    house: House

    def __post_init__(self) -> None:
        self._numbers = count(1)

    async def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        return await self.house.boss.ask(method, path, **rest)

    async def must(self, method: str, path: str, **rest: Any) -> Any:
        answer = await self.ask(method, path, **rest)
        assert answer.status_code < 400, f"{method} {path} -> {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def unit(self, name: str = "部", parent: Json | None = None, **rest: Any) -> Json:
        number = next(self._numbers)
        body = {"code": f"U{number}", "name_zh": f"{name}", "name_en": f"Unit {number}", "parent_id": parent and parent["id"], **rest}
        return await self.must("POST", "/v1/units", json={"valid_from": "2026-01-01", **body})

    async def tree(self, on: str | None = None) -> dict[str, Json]:
        found = await self.must("GET", "/v1/units" + (f"?on={on}" if on else ""))
        return {unit["id"]: unit for unit in found["data"]}

    async def change(self, unit: Json, version: int | None = None, **wish: Any) -> httpx.Response:
        version = (await self.must("GET", f"/v1/units/{unit['id']}"))["version"] if version is None else version
        return await self.ask("PATCH", f"/v1/units/{unit['id']}", version=version, json={"effective_from": day(0), **wish})

    async def employee(self, name: str = "王小明", **rest: Any) -> Json:
        return await self.must("POST", "/v1/employees", json={"name": name, "kind": "formal", "hired_on": "2026-01-05", **rest})

    async def position(
        self, unit: Json, *, planned: int | None = 1, published: str | None = "2026-01-01", code: str | None = None, **text: Any
    ) -> Json:
        """Published and planned from the beginning of the year."""
        body = {"code": code or f"P{next(self._numbers)}", "unit_id": unit["id"], "text": description(**text)}
        made = await self.must("POST", "/v1/positions", json=body)
        if published:
            await self.must("POST", f"/v1/positions/{made['id']}/descriptions/1/publish", version=1, json={"effective_from": published})
        if planned is not None:
            plan = {"valid_from": "2026-01-01", "planned": planned, "reason": "年度编制"}
            await self.must("POST", f"/v1/positions/{made['id']}/headcounts", json=plan)
        return made

    async def assign(self, employee: Json, position: Json, **rest: Any) -> httpx.Response:
        body = {"position_id": position["id"], "valid_from": "2026-02-01", "main": True, "reason": "", **rest}
        return await self.ask("POST", f"/v1/employees/{employee['id']}/assignments", json=body)


def refused(answer: httpx.Response) -> tuple[int, str, str | None]:
    body = answer.json()
    return answer.status_code, body["code"], body.get("rule")
