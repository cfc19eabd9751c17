"""The business clock. Rules take `now` as an argument; only this file asks what time it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo


class Clock:
    """Real time, or real time plus an offset in seconds that stands in a file (tests and the demo maker move it)."""

    def __init__(self, *, company_timezone: str, offset_file: Path | None = None) -> None:
        self.zone = ZoneInfo(company_timezone)
        self._offset_file = offset_file

    def now(self) -> datetime:
        moment = datetime.now(UTC)
        if self._offset_file is None:
            return moment
        try:
            return moment + timedelta(seconds=float(self._offset_file.read_text()))
        except (FileNotFoundError, ValueError):
            return moment

    def today(self) -> date:
        """The day in the company time zone."""
        return self.now().astimezone(self.zone).date()


def real_time() -> datetime:
    """For what must follow real time whatever the business clock says: token lifetimes, lock-outs, signatures."""
    return datetime.now(UTC)


RealTime = Callable[[], datetime]
