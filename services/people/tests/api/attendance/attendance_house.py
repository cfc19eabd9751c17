"""What the API tests of attendance do again and again."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from PIL import Image

from people.use_cases.attendance.carry_on_run import carry_on_run
from people.use_cases.attendance.settle_touched_days import settle_touched_days
from services.people.tests.attendance_people import Company
from services.people.tests.house import House, Signed

USUAL = ("08:20", "12:01", "13:50", "18:01")


@dataclass
class Attendance:
    house: House
    company: Company
    app: FastAPI
    clock_file: Path

    def set_clock(self, moment: str) -> None:
        """`2026-07-03 10:00` in Shanghai."""
        wanted = datetime.fromisoformat(f"{moment}+08:00")
        self.clock_file.write_text(str((wanted - datetime.now(UTC)).total_seconds()))

    async def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        return await self.house.boss.ask(method, f"/v1/attendance{path}", **rest)

    async def call(self, method: str, path: str, **rest: Any) -> Any:
        answer = await self.ask(method, path, **rest)
        assert answer.status_code < 400, answer.text
        return answer.json() if answer.content else None

    async def staff(self, number: str, unit: str, login: str, *permissions: str) -> Signed:
        """An employee who may sign in, with what staff may do."""
        own = ("people.attendance.own", "people.rotas.plan", *permissions)
        signed = await self.house.person(login, *own)
        self.company.employee(number, unit, account=signed.account["id"])
        return signed

    async def load(self, rows: list[tuple[str, str]], *, check: bool = False, expect: int = 200) -> Any:
        """A file of punches: (number, time)."""
        text = "工号,打卡时间\n" + "\n".join(f"{number},{time}" for number, time in rows)
        files = {"file": ("punches.csv", text.encode(), "text/csv")}
        answer = await self.ask("POST", f"/punch-imports?check={str(check).lower()}", files=files)
        assert answer.status_code == expect, answer.text
        return answer.json()

    async def settle(self) -> None:
        await self._until_done(settle_touched_days)

    async def carry_out(self) -> None:
        await self._until_done(carry_on_run)

    async def _until_done(self, work: Callable[..., Awaitable[bool]]) -> None:
        more = True
        while more:
            async with self.app.state.context.new_system_uow("test") as uow:
                more = await work(uow)
                await uow.commit()


def picture(*, color: str = "red", size: tuple[int, int] = (320, 240), kind: str = "JPEG", exif: bytes | None = None) -> bytes:
    buffer = io.BytesIO()
    more = {} if exif is None else {"exif": exif}
    Image.new("RGB", size, color).save(buffer, kind, **more)
    return buffer.getvalue()
