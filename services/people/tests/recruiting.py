"""What tests of hiring do again and again: candidates who fit, offers, hires."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from services.people.tests.firm import Firm, Json, day

FITTING: Json = {
    "education": "bachelor",
    "major": "市场营销学",
    "experience": [{"years": "1.5", "subject": "淘宝推广"}, {"years": "1", "subject": "淘宝推广与京东"}],
    "certificates": [],
    "abilities": ["文案"],
}


@dataclass
class Recruiting:
    firm: Firm

    def __post_init__(self) -> None:
        self._phones = count(13800000001)

    async def requisition(self, position: Json, *, openings: int = 1, **rest: Any) -> httpx.Response:
        body = {"position_id": position["id"], "openings": openings, "reason": "业务扩大", "wanted_by": day(0), **rest}
        return await self.firm.ask("POST", "/v1/requisitions", json=body)

    async def open(self, position: Json, **rest: Any) -> Json:
        answer = await self.requisition(position, **rest)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def candidate(self, requisition: Json, name: str = "李华", *, profile: Json | None = None, **rest: Any) -> Json:
        body = {
            "requisition_id": requisition["id"],
            "name": name,
            "contact": {"phone": str(next(self._phones)), "email": "li.hua@example.com", "id_card": "110101199003074518"},
            "source": "job_site",
            "source_note": "",
            "profile": profile or FITTING,
            "documents": "简历：三年电商经验",
            **rest,
        }
        return await self.firm.must("POST", "/v1/candidates", json=body)

    async def now(self, candidate: Json) -> Json:
        return await self.firm.must("GET", f"/v1/candidates/{candidate['id']}")

    async def ask(self, candidate: Json, verb: str, **body: Any) -> httpx.Response:
        version = (await self.now(candidate))["version"]
        return await self.firm.ask("POST", f"/v1/candidates/{candidate['id']}/{verb}", version=version, json=body)

    async def interview(self, candidate: Json, **rest: Any) -> httpx.Response:
        body = {
            "held_at": "2026-11-20T09:00:00Z",
            "interviewers": "陈经理",
            "impression": "表达清楚",
            "recommendation": "yes",
            **rest,
        }
        return await self.firm.ask("POST", f"/v1/candidates/{candidate['id']}/interview-notes", json=body)

    async def offer(self, candidate: Json, **rest: Any) -> httpx.Response:
        body = {"terms": "月薪 8000 元", "starts_on": day(0), "probation_months": 3, "valid_until": day(7), **rest}
        return await self.ask(candidate, "offers", **body)

    async def accepted(self, candidate: Json, **offer: Any) -> None:
        for step in (
            await self.interview(candidate),
            await self.offer(candidate, **offer),
            await self.ask(candidate, "offers/answer", answer="accepted", note=""),
        ):
            assert step.status_code < 300, step.text

    async def hire(self, candidate: Json, **rest: Any) -> httpx.Response:
        return await self.ask(candidate, "hire", **{"kind": "formal", **rest})

    async def hired(self, position: Json, name: str = "李华", **rest: Any) -> Json:
        """Somebody new in the position, from requisition to the first day."""
        candidate = await self.candidate(await self.open(position), name)
        await self.accepted(candidate)
        answer = await self.hire(candidate, **rest)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def employee(self, employee: Json) -> Json:
        return await self.firm.must("GET", f"/v1/employees/{employee['employee_id']}")
