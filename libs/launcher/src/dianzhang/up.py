"""`dianzhang up`: the whole house in the foreground, until Ctrl-C."""

import json
import shutil
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from traceback import format_exception
from types import FrameType
from typing import Any

from dianzhang.demo_shop import ENVIRONMENT, DemoShops, terms_of
from dianzhang.folder import DataFolder
from dianzhang.house import House
from dianzhang.screen import STARTING, STOPPING, Screen
from dianzhang.sentences import CannotGoOn, Sentence
from dianzhang.watch import Watch


@dataclass(frozen=True)
class Wishes:
    """The options of `up`."""

    data: Path
    port: int
    base_port: int
    host: str
    domain: str | None
    demo: bool


class Interrupts:
    """The first Ctrl-C (or TERM, or a closed terminal) begins the orderly stop, the second one ends everything at once."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._asked = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            self._house.hurry()
        else:
            self._asked = True
            raise KeyboardInterrupt

    def asked(self) -> None:
        """From now on an interrupt hurries the stop."""
        self._asked = True


def up(wishes: Wishes, screen: Screen) -> int:
    """Runs until it is told to stop; the exit code."""
    data = DataFolder(wishes.data)
    fresh = demo_is_due(data)
    make_demo = wishes.demo and fresh
    house = House(
        wishes.data,
        port=wishes.port,
        base_port=wishes.base_port,
        host=wishes.host,
        domain=wishes.domain,
        clock_file=make_demo,
        environment=demo_environment(data, making=make_demo),
        lenient=True,
        tell=screen.tell,
    )
    interrupts = Interrupts(house)
    interrupts.listen()
    watch: Watch | None = None
    begun = time.monotonic()
    try:
        screen.begin(STARTING)
        house.start(before=lambda: forget_unfinished_demo(data, screen))
        if make_demo:
            run_demo(house, screen)
        elif (terms := terms_of(data)) is not None:
            DemoShops(terms).start()
        screen.welcome(house.address, shown_logins(house, fresh=fresh), time.monotonic() - begun)
        watch = Watch(house)
        watch.start()
        threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except CannotGoOn as problem:
        screen.refuse(problem)
        return 1
    finally:
        interrupts.asked()
        if watch is not None:
            watch.end()
        if house.parts:
            screen.begin(STOPPING)
            house.stop()
        screen.end()
    return 0


# ---- the demo company -----------------------------------------------------------------------------------------------
def demo_is_due(data: DataFolder) -> bool:
    """For a house without data, and for one whose first start was interrupted before the demo company was complete."""
    return data.demo_unfinished.exists() or not (data.postgres / "PG_VERSION").exists()


def forget_unfinished_demo(data: DataFolder, screen: Screen) -> None:
    """Half a demo company is of no use to anybody: that first start begins again. Nobody has been told an address yet."""
    if not data.demo_unfinished.exists():
        return
    screen.tell(
        "demo",
        "note",
        Sentence(en="the first start was interrupted; it begins again", zh="首次启动曾被中断，现重新开始"),
    )
    for folder in (data.postgres, data.nats):
        shutil.rmtree(folder, ignore_errors=True)
    data.nats.mkdir(mode=0o700, exist_ok=True)
    data.demo_unfinished.unlink()


def demo_environment(data: DataFolder, *, making: bool) -> dict[str, str]:
    """What the services of a demo company are told besides: its shops stand on this machine."""
    return dict(ENVIRONMENT) if making or terms_of(data) else {}


def run_demo(house: House, screen: Screen) -> None:
    """Makes the demo company; marks the folder until it is complete."""
    # Only a first start needs it, and it takes its time to load.
    from dianzhang.demo import make

    house.data.demo_unfinished.touch()
    screen.tell("demo", "starting", None)
    begun = time.monotonic()
    try:
        make(house)
    except CannotGoOn:
        raise
    except Exception as problem:
        log = house.data.logs / "demo.log"
        log.write_text("".join(format_exception(problem)))
        raise CannotGoOn(
            en=f"The demo company could not be made: {problem} (see {log}). The next start tries again; --no-demo starts without.",
            zh=f"无法创建演示公司：{problem}（详见 {log}）。下次启动会重试；加 --no-demo 可不创建。",
        ) from problem
    # From here on it is the real time, whatever this house's services were told to look for.
    house.data.clock.unlink(missing_ok=True)
    house.data.demo_unfinished.unlink()
    seconds = time.monotonic() - begun
    screen.tell("demo", "ready", Sentence(en=f"{seconds:.0f} s", zh=f"{seconds:.0f} 秒"))


def shown_logins(house: House, *, fresh: bool) -> list[dict[str, str]]:
    """Those of the demo company; without one, at the first start, that of the administrator."""
    if (logins := demo_logins(house.data)) or not fresh:
        return logins
    first = house.administrator
    return [{"role": str(Sentence("Administrator", "管理员")), "login": first.login, "password": first.password}]


def demo_logins(data: DataFolder) -> list[dict[str, str]]:
    try:
        note: dict[str, Any] = json.loads(data.demo.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    return note.get("logins", [])
