"""A small company for the tests of approvals: rows put straight into the tables, people who sign in, requests filed as an area does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from chassis.context import Context
from chassis.ids import new_id, read_id, show_id
from contracts.money import Money
from contracts.people import Evidence
from people.domain.approvals.approval import Wish
from people.use_cases.approvals.request_approval import request_approval
from services.people.tests.house import House, Signed

LONG_AGO = date(2020, 1, 1)
EMPLOYEE = text("""
    INSERT INTO employee (id, number, name, account_id, stage, kind, hired_on, contact_sealed, created_at, version)
    VALUES (:id, :number, :name, :account_id, 'regular', 'formal', '2020-01-01', '', now(), 1)
""")
UNIT = text("INSERT INTO unit (id, code, created_at, version) VALUES (:id, :code, now(), 1)")
UNIT_PERIOD = text("""
    INSERT INTO unit_period (id, unit_id, parent_id, name_zh, name_en, head_id, place, valid_from)
    VALUES (:id, :unit_id, :parent_id, :code, :code, :head_id, 1, '2020-01-01')
""")
POSITION = text("INSERT INTO position (id, code, unit_id, created_at, version) VALUES (:id, :code, :unit_id, now(), 1)")
ASSIGNMENT = text("""
    INSERT INTO assignment (id, employee_id, position_id, valid_from, main, reason)
    VALUES (:id, :employee_id, :position_id, '2020-01-01', true, '')
""")


@dataclass
class Staff:
    """Somebody who works here and signs in."""

    signed: Signed
    account_id: UUID
    employee_id: UUID

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return await self.signed.ask(method, path, **more)

    async def inbox(self, view: str = "mine", **query: str) -> list[dict[str, Any]]:
        asked = "&".join([f"view={view}", "limit=100", *(f"{name}={value}" for name, value in query.items())])
        answer = await self.ask("GET", f"/v1/approvals?{asked}")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def page(self, approval_id: UUID) -> dict[str, Any]:
        answer = await self.ask("GET", f"/v1/approvals/{show_id('apr', approval_id)}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def decide(self, approval_id: UUID, decision: str, *, comment: str = "", **seen: Any) -> httpx.Response:
        """On what they see now, unless `seen` tells of an older version or digest."""
        shown = show_id("apr", approval_id)
        if "version" not in seen or "digest" not in seen:
            now = (await self.ask("GET", f"/v1/approvals/{shown}")).json().get("approval", {"version": 1, "content_digest": "?"})
            seen = {"version": now["version"], "digest": now["content_digest"], **seen}
        body = {"decision": decision, "comment": comment, "content_digest": seen["digest"]}
        return await self.ask("POST", f"/v1/approvals/{shown}/decision", version=seen["version"], json=body)


@dataclass
class Scene:
    """dora heads the company, hugo the shop in it; anna and bob work in the shop, fiona is finance, walt heads the warehouse."""

    house: House
    context: Context
    people: dict[str, Staff] = field(default_factory=dict[str, Staff])
    units: dict[str, UUID] = field(default_factory=dict[str, UUID])

    async def run(self, statement: Any, **values: Any) -> None:
        async with self.context.engine.begin() as connection:
            await connection.execute(statement, values)

    async def sql(self, statement: str, **values: Any) -> Sequence[Any]:
        async with self.context.engine.begin() as connection:
            result = await connection.execute(text(statement), values)
            return result.all() if result.returns_rows else []

    async def staff(self, name: str, *permissions: str, role: str | None = None) -> Staff:
        roles = {one["code"]: one["id"] for one in (await self.house.boss.ask("GET", "/v1/roles?limit=100")).json()["data"]}
        given = [roles[role]] if role is not None else []
        given += [(await self.house.role(*permissions))["id"]] if permissions else []
        body = {"login": name, "name": name.title(), "locale": "en-US", "role_ids": given, "shop_ids": None}
        made = (await self.house.boss.ask("POST", "/v1/accounts", json=body)).json()
        account_id = read_id("acc", made["account"]["id"])
        employee_id = new_id()
        await self.run(EMPLOYEE, id=employee_id, number=f"EM-{name}", name=name.title(), account_id=account_id)
        signed = await self.house.sign_in(name, made["initial_password"])
        self.people[name] = Staff(signed=signed, account_id=account_id, employee_id=employee_id)
        return self.people[name]

    async def unit(self, code: str, *, head: str, parent: str | None = None) -> None:
        self.units[code] = new_id()
        await self.run(UNIT, id=self.units[code], code=code)
        parent_id = None if parent is None else self.units[parent]
        await self.run(
            UNIT_PERIOD, id=new_id(), unit_id=self.units[code], parent_id=parent_id, code=code, head_id=self.people[head].employee_id
        )

    async def place(self, unit: str, *names: str) -> None:
        """Each gets a position of their own in the unit."""
        for name in names:
            position_id = new_id()
            await self.run(POSITION, id=position_id, code=f"P-{name}", unit_id=self.units[unit])
            await self.run(ASSIGNMENT, id=new_id(), employee_id=self.people[name].employee_id, position_id=position_id)

    async def file(self, kind: str = "leave", *, by: str = "anna", **changes: Any) -> UUID:
        """Files a request as an area inside people does, and gives its id."""
        if "amount" in changes and changes["amount"] is not None:
            changes["amount"] = Money(amount=Decimal(changes["amount"]), currency=changes.pop("currency", "CNY"))
        given: dict[str, Any] = {
            "reference": f"ref-{new_id().hex}",
            "title_zh": "请假一天",
            "title_en": "One day off",
            "evidence": [Evidence(label_zh="天数", label_en="Days", value="1")],
            "content_digest": "sha256:1",
            "link": "/attendance/leave/1",
            **changes,
        }
        async with self.context.new_system_uow("test") as uow:
            made = await request_approval(uow, wish=Wish(kind=kind, requester_id=self.people[by].account_id, **given))
            approval_id = made.id
            await uow.commit()
        return approval_id

    async def told(self) -> list[dict[str, Any]]:
        """What ApprovalDecided events left, oldest first; the relay takes them away when there is a broker."""
        rows = await self.sql("SELECT payload FROM outbox WHERE subject = 'people.approval.decided.v1' ORDER BY id")
        return [row.payload for row in rows]

    async def log(self, approval_id: UUID) -> list[str]:
        rows = await self.sql("SELECT happened FROM approval_log_entry WHERE approval_id = :id ORDER BY id", id=approval_id)
        return [row.happened for row in rows]


async def open_scene(house: House, context: Context) -> Scene:
    scene = Scene(house=house, context=context)
    everything = ("people.approvals.read", "people.approval_routes.read", "people.approval_routes.publish")
    await scene.staff("dora", *everything, role="director")
    await scene.staff("hugo")
    await scene.staff("anna")
    await scene.staff("bob")
    await scene.staff("fiona", role="finance")
    await scene.staff("walt", role="warehouse_head")
    await scene.unit("company", head="dora")
    await scene.unit("shop", head="hugo", parent="company")
    await scene.place("company", "dora", "fiona", "walt")
    await scene.place("shop", "hugo", "anna", "bob")
    return scene


def in_hours(now: datetime, hours: float) -> datetime:
    return now + timedelta(hours=hours)
