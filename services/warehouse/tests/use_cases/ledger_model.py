"""The promise in plain Python: who gets which stock, one operation after the other. Shares no line with the service."""

from collections import defaultdict
from dataclasses import dataclass, field

NEAREST = {"浙江省": ["HZ", "GZ"], "广东省": ["GZ", "HZ"], None: ["HZ", "GZ"]}
Outcome = dict[str, str | None]


@dataclass
class Wanting:
    reference: str
    province: str | None
    needs: dict[str, int]


@dataclass
class ReferenceWarehouse:
    on_hand: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    reserved: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    line: list[Wanting] = field(default_factory=list)
    holding: dict[str, tuple[str, Wanting]] = field(default_factory=dict)
    unasked: set[str] = field(default_factory=set)

    def try_to_reserve(self, wanting: Wanting) -> str | None:
        for house in NEAREST[wanting.province]:
            if all(self.on_hand[sku, house] - self.reserved[sku, house] >= count for sku, count in wanting.needs.items()):
                for sku, count in wanting.needs.items():
                    self.reserved[sku, house] += count
                self.holding[wanting.reference] = (house, wanting)
                return house
        return None

    def reserve(self, wishes: list[Wanting]) -> Outcome:
        outcome: Outcome = {}
        for wish in wishes:
            if wish.reference in outcome:
                continue
            if wish.reference in self.unasked:
                self.unasked.remove(wish.reference)
                continue
            if wish.reference in self.holding:
                outcome[wish.reference] = self.holding[wish.reference][0]
            elif any(one.reference == wish.reference for one in self.line):
                outcome[wish.reference] = None
            else:
                outcome[wish.reference] = self.try_to_reserve(wish)
                if outcome[wish.reference] is None:
                    self.line.append(wish)
        return outcome

    def serve_line(self) -> Outcome:
        served: Outcome = {}
        for wanting in list(self.line):
            house = self.try_to_reserve(wanting)
            if house is not None:
                served[wanting.reference] = house
                self.line.remove(wanting)
        return served

    def receive(self, house: str, counts: dict[str, int]) -> Outcome:
        for sku, count in counts.items():
            self.on_hand[sku, house] += count
        return self.serve_line()

    def release(self, references: list[str]) -> Outcome:
        for reference in references:
            waiting = [one for one in self.line if one.reference == reference]
            if reference in self.holding:
                house, wanting = self.holding.pop(reference)
                for sku, count in wanting.needs.items():
                    self.reserved[sku, house] -= count
            elif waiting:
                self.line.remove(waiting[0])
            else:
                self.unasked.add(reference)
        return self.serve_line()
