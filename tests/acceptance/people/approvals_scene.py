"""A company for the tests of approvals, made by the API of the organisation; and another service, which sends a command and hears the events."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import nats

from chassis.broker import cloud_event_headers
from contracts.message import Message
from contracts.money import Money
from contracts.people import ApprovalDecided, Evidence, RequestApproval
from tests.acceptance.hearing import BUSY_SECONDS, everything_told
from tests.acceptance.people.organisation import Organisation
from tests.acceptance.world import Person, World

Row = dict[str, Any]
SOURCE = "/tests"


@dataclass
class Decider:
    """Somebody who works here, with an inbox."""

    person: Person
    employee_id: str

    def inbox(self, view: str = "mine", **filters: str) -> list[Row]:
        asked = "".join(f"&{name}={value}" for name, value in filters.items())
        answer = self.person.ask("GET", f"/people/v1/approvals?view={view}&limit=100{asked}")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def row(self, reference: str, view: str = "mine") -> Row | None:
        return next((row for row in self.inbox(view) if row["reference"] == reference), None)

    def page(self, approval_id: str) -> Row:
        answer = self.person.ask("GET", f"/people/v1/approvals/{approval_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def decide(self, row: Row, decision: str, comment: str = "") -> httpx.Response:
        """On exactly this row as it was read."""
        body = {"decision": decision, "comment": comment, "content_digest": row["content_digest"]}
        return self.person.ask("POST", f"/people/v1/approvals/{row['id']}/decision", json=body, headers={"If-Match": f'"{row["version"]}"'})


@dataclass
class Office:
    """The director heads the company, the head the shop in it; the clerk works there. The bookkeeper is finance, the keeper heads the warehouse."""

    world: World
    staff: dict[str, Decider] = field(default_factory=dict[str, Decider])

    def __getattr__(self, name: str) -> Decider:
        try:
            return self.__dict__["staff"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    def call(self, method: str, path: str, **rest: Any) -> Any:
        return self.world.call(method, f"/people/v1{path}", token=self.world.boss(), **rest)

    def hire(self, name: str, *permissions: str, role: str | None = None) -> None:
        """An account, and the employee behind it."""
        person = self.world.person("people.organisation.read", *permissions)
        if role is not None:
            account = self.call("GET", f"/accounts/{person.account_id}")
            wanted = next(one["id"] for one in self.call("GET", "/roles?limit=100")["data"] if one["code"] == role)
            body = {"role_ids": [*account["role_ids"], wanted]}
            self.call("PATCH", f"/accounts/{person.account_id}", json=body, headers={"If-Match": f'"{account["version"]}"'})
        day = company_day() - timedelta(days=30)
        made = self.call(
            "POST", "/employees", json={"name": name, "kind": "formal", "hired_on": day.isoformat(), "account_id": person.account_id}
        )
        self.staff[name] = Decider(person=person, employee_id=made["id"])

    def unit(self, head: str, *members: str, parent_id: str) -> str:
        """With one position in it that head and members hold."""
        code, day = f"U-{uuid4().hex[:8]}", (company_day() - timedelta(days=30)).isoformat()
        unit = {
            "code": code,
            "name_zh": code,
            "name_en": code,
            "parent_id": parent_id,
            "head_id": self.staff[head].employee_id,
            "valid_from": day,
        }
        unit_id = self.call("POST", "/units", json=unit)["id"]
        text = {
            "title_zh": code, "title_en": code, "grade": "1", "superior_id": None, "attendance_group": "operations", "summary": "", "duties": [],
            "indicators": [], "role_ids": [],
            "qualifications": {
                "education": "none", "majors": [], "experience": [], "certificates": [], "abilities": [], "other": [], "age_from": None, "age_to": None,
            },
        }  # fmt: skip
        made = self.call("POST", "/positions", json={"code": f"P-{code}", "unit_id": unit_id, "text": text})
        position_id = made["id"]
        plan = {"valid_from": day, "planned": 9, "reason": "test"}
        self.call("POST", f"/positions/{position_id}/headcounts", json=plan)
        for name in (head, *members):
            place = {"position_id": position_id, "valid_from": day, "main": True, "reason": "test"}
            self.call("POST", f"/employees/{self.staff[name].employee_id}/assignments", json=place)
        return unit_id

    # ---- another service -----------------------------------------------------------------------------------------
    def wish(
        self, kind: str, *, by: str = "clerk", reference: str | None = None, amount: str | None = None, **changes: Any
    ) -> RequestApproval:
        given: dict[str, Any] = {
            "title_zh": "测试申请",
            "title_en": "A request",
            "evidence": [Evidence(label_zh="原价", label_en="Price", value="199.00")],
            "content_digest": "sha256:1",
            "unit_id": None,
            "shop_id": None,
            "effective_at": None,
            "link": "/orders",
            **changes,
        }
        money = None if amount is None else Money(amount=Decimal(amount), currency="CNY")
        requester = self.staff[by].person.account_id
        return RequestApproval(kind=kind, reference=reference or f"test/{uuid4().hex}", requester_id=requester, amount=money, **given)

    def send(self, *messages: Message) -> None:
        asyncio.run(self._send(messages))

    async def _send(self, messages: tuple[Message, ...]) -> None:
        connection = await nats.connect(self.world.house.nats_url)
        stream = connection.jetstream(timeout=BUSY_SECONDS)
        for message in messages:
            headers = cloud_event_headers(
                message_id=str(uuid4()), subject=message.subject, source=SOURCE, time=datetime.now(UTC).isoformat(), extra={}
            )
            await stream.publish(message.subject, message.model_dump_json().encode(), headers=headers)
        await connection.close()

    def heard(self, reference: str, *, count: int) -> list[ApprovalDecided]:
        """What was told of the reference, once there are so many; more would be heard as well."""
        found: list[ApprovalDecided] = []

        def all_there() -> bool:
            found[:] = [one for one in everything_told(self.world.house, ApprovalDecided) if one.reference == reference]
            return len(found) >= count

        self.world.eventually(all_there, what=f"{count} decisions of {reference}")
        return found

    def filed(self, wish: RequestApproval, *deciders: str) -> Row:
        """Sends it, waits until it is in each inbox, and gives the row as the first of them sees it."""
        self.send(wish)
        rows: list[Row | None] = []

        def arrived() -> bool:
            rows[:] = [self.staff[name].row(wish.reference) for name in deciders]
            return all(row is not None and row["content_digest"] == wish.content_digest for row in rows)

        self.world.eventually(arrived, what=f"{wish.reference} in the inbox of {', '.join(deciders)}")
        assert rows[0] is not None
        return rows[0]


def company_day() -> date:
    return datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()


def open_office(world: World) -> Office:
    office = Office(world)
    everything = ("people.approvals.read", "people.approval_routes.read", "people.approval_routes.publish")
    office.hire("director", *everything, role="director")
    office.hire("head")
    office.hire("clerk")
    office.hire("colleague")
    office.hire("bookkeeper", role="finance")
    office.hire("keeper", role="warehouse_head")
    # One house has one tree: whoever comes first plants it.
    top = Organisation(world).top()["id"]
    company = office.unit("director", "bookkeeper", "keeper", parent_id=top)
    office.unit("head", "clerk", "colleague", parent_id=company)
    return office
