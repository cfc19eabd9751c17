"""How much each caller has spent of its requests a minute, in this process.

Not the package `limits`: its memory storage starts a thread at nearly every hit, which took a tenth of a request's time (docs/adr/0006).
"""

import math
from dataclasses import dataclass

WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Spent:
    within: bool
    left: int
    reset_seconds: int


class MinuteQuota:
    """Fixed windows of a minute, the same for all callers: what was spent is forgotten at once when the next one begins."""

    def __init__(self) -> None:
        self._window = -1
        self._spent: dict[str, int] = {}

    def spend(self, who: str, *, quota: int, now: float) -> Spent:
        """One request of `who`. `now` in seconds, from any clock that does not go back."""
        window = int(now // WINDOW_SECONDS)
        if window != self._window:
            self._window, self._spent = window, {}
        count = self._spent.get(who, 0) + 1
        self._spent[who] = count
        reset = math.ceil((window + 1) * WINDOW_SECONDS - now)
        return Spent(within=count <= quota, left=max(quota - count, 0), reset_seconds=reset)
