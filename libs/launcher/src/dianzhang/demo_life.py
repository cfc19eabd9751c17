"""The demo company's thirty days as its people live them: they punch, ask, decide, train and meet while the orders go through."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dianzhang.demo_attendance import CHINA, Door, Roster, month_before
from dianzhang.demo_call import Caller
from dianzhang.demo_desk import PROMOTER, Desk, picture
from dianzhang.demo_growth import Growth
from dianzhang.demo_people import Organisation
from dianzhang.house import House


@dataclass
class Life:
    """Its people have worked since the first of last month, so that last month has whole sheets."""

    house: House
    caller: Caller
    chance: random.Random
    today: date = field(default_factory=lambda: datetime.now(CHINA).date())

    def begin(self) -> list[dict[str, str]]:
        """The organisation is entered on the day before; the logins of those who sign in. Leaves the clock on that day."""
        last_month = month_before(self.today)
        self.house.set_clock(-timedelta(days=(self.today - last_month).days + 1).total_seconds())
        self.organisation = Organisation(self.caller, last_month - timedelta(days=1))
        self.organisation.make()
        roster = Roster(self.organisation, self.today.replace(day=1))
        roster.publish()
        self.desk = Desk(self.organisation, roster, self.today, self._wait)
        self.desk.grant_leave()
        self.desk.plan()
        self.desk.errands += Growth(self.organisation, self.today).errands()
        self.photo_on = roster.work_day(PROMOTER, until=self.today - timedelta(days=2))
        punches = roster.punches(self.chance, photographed=(PROMOTER, self.photo_on))
        self.door = Door(self.organisation, punches)
        return self.organisation.logins

    def day(self, ago: int) -> None:
        """The clock stands on that day."""
        self._since_now = -timedelta(days=ago)
        now = datetime.now(CHINA) + self._since_now
        self.door.send(now)
        self.desk.work(now.date())
        if now.date() == self.photo_on:
            self._sign_in_by_photo()
        self.house.set_clock(-timedelta(days=ago).total_seconds())

    def _wait(self, passes: timedelta) -> None:
        self._since_now += passes
        self.house.set_clock(self._since_now.total_seconds())

    def _sign_in_by_photo(self) -> None:
        """In the morning, by the clock of the house."""
        morning = datetime.combine(self.photo_on, time(8, 21, 40), CHINA)
        self.house.set_clock((morning - datetime.now(CHINA)).total_seconds())
        files = {"file": ("sign-in.png", picture(), "image/png")}
        self.organisation.by(PROMOTER, "POST", "/people/v1/attendance/photos", files=files, data={"direction": "in"})
