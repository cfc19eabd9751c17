from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """From the first day somebody worked here to the last; `left_on` None: they still do. Who comes back has another."""

    hired_on: date
    left_on: date | None

    def holds(self, on: date) -> bool:
        return self.hired_on <= on and (self.left_on is None or on <= self.left_on)
