"""A warehouse keeper who never stops: fetches what waits, packs it, puts a waybill on it and lets it go."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.patient_client import Answer, PatientClient
from tests.load.company import WAREHOUSE

API = "/api/warehouse/v1"
ONE_WALK = 40
IDLE_SECONDS = 0.25
NOTHING_TO_PICK = 409
VERSION_GONE_ON = 412


@dataclass
class Keeper:
    client: PatientClient
    waybills: Iterator[int]
    shipped: set[str] = field(default_factory=set[str])
    problems: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self._going = True

    def stop(self) -> None:
        self._going = False

    async def run(self) -> None:
        while self._going:
            if not await self._walk():
                await asyncio.sleep(IDLE_SECONDS)

    async def _walk(self) -> bool:
        """Whether there was anything to fetch."""
        made = await self.client.post(f"{API}/pick-lists", {"warehouse": WAREHOUSE, "next": ONE_WALK}, what="pick list")
        if not made.fine:
            if made.status != NOTHING_TO_PICK:
                self.problems.append(f"no pick list: {made.story} {made.body}")
            return False
        number = made.body["pick_list"]["number"]
        confirmed = await self.client.post(f"{API}/pick-lists/{number}/confirm", {"short": []}, what=number)
        if not confirmed.fine:
            self.problems.append(f"not confirmed: {confirmed.story} {confirmed.body}")
            return True
        packed = await asyncio.gather(*(self._pack(one["number"]) for one in confirmed.body["shipments"] if one["state"] == "picked"))
        if leaving := [number for number in packed if number is not None]:
            await self._ship(leaving)
        return True

    async def _pack(self, number: str) -> str | None:
        """Its number when it can leave; None when it was withdrawn meanwhile."""
        packed = await self.client.post(f"{API}/shipments/{number}/pack", {"without_scan": "no scanner here"}, what=number)
        if not self._as_it_should(packed):
            return None
        waybill = {"carrier_code": "SF", "tracking_number": f"SF{next(self.waybills):013d}"}
        version = packed.body["shipment"]["version"]
        # 412: the first sending did it, and its answer was lost.
        put = await self.client.put(f"{API}/shipments/{number}/waybill", waybill, what=number, version=version)
        return number if put.status == VERSION_GONE_ON or self._as_it_should(put) else None

    async def _ship(self, numbers: list[str]) -> None:
        answer = await self.client.post(f"{API}/shipments/ship", {"numbers": numbers}, what=f"ship {numbers[0]}")
        if not answer.fine:
            self.problems.append(f"not shipped: {answer.story} {answer.body}")
            return
        for result in answer.body["results"]:
            if result["outcome"] == "shipped":
                self.shipped.add(result["number"])
            elif result["code"] != "shipment_withdrawn":
                self.problems.append(f"{result['number']} could not leave: {result['code']} {result['detail']} {answer.story}")

    def _as_it_should(self, answer: Answer) -> bool:
        """A buyer may have cancelled in the meantime; anything else that is refused is a problem."""
        if not answer.fine and answer.code != "shipment_withdrawn":
            self.problems.append(f"{answer.story} {answer.body}")
        return answer.fine
