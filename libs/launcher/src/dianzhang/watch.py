"""While the house runs: restarts what fell over or stopped answering, keeps the logs small, says when the disk gets full."""

import shutil
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

from dianzhang.folder import scarce_space
from dianzhang.house import House
from dianzhang.part import Part
from dianzhang.sentences import CannotGoOn, Sentence

LONGEST_WAIT = 30.0
STEADY_AFTER = 60.0
"""Seconds after which a part that fell over before counts as well again."""
LOG_BYTES = 10_000_000
OLD_LOGS = 3
LOOK_EVERY = 0.5
ASK_EVERY = 5.0
MOST_UNANSWERED = 3
"""So many questions in a row may stay unanswered; then the process is asked to stop, and after as many again it is killed."""
TIDY_EVERY = 30.0


class Watch(threading.Thread):
    """Looks at the parts twice a second until `end`."""

    def __init__(self, house: House) -> None:
        super().__init__(name="watch", daemon=True)
        self._house = house
        self._over = threading.Event()
        self._falls: dict[str, int] = {}
        self._due: dict[str, float] = {}
        """Part to the moment at which it is started again."""
        self._recovering: set[str] = set()
        self._asked: dict[str, float] = {}
        """Part to the moment at which it was last asked whether it lives."""
        self._unanswered: dict[str, int] = {}
        self._frozen: set[int] = set()
        """Processes that stood still at the last tidying."""

    def end(self) -> None:
        self._over.set()
        if self.is_alive():
            self.join()

    def run(self) -> None:
        tidied = time.monotonic()
        while not self._over.wait(LOOK_EVERY):
            for part in list(self._house.parts.values()):
                self._look_at(part)
            if time.monotonic() - tidied >= TIDY_EVERY:
                tidied = time.monotonic()
                self._tidy()

    def _look_at(self, part: Part) -> None:
        if not part.wanted:
            return
        if part.alive:
            if part.name in self._recovering and part.healthy():
                self._recovering.discard(part.name)
                self._house.tell(part.name, "ready", Sentence(en="running again", zh="已恢复运行"))
            self._ask(part)
            return
        due = self._due.get(part.name)
        if due is None:
            self._note_fall(part)
        elif time.monotonic() >= due:
            self._start_again(part)

    def _ask(self, part: Part) -> None:
        """Ends a process that runs and says nothing; what follows is as when it ends by itself."""
        now = time.monotonic()
        if now < part.started_at + part.recipe.patience or now < self._asked.get(part.name, 0) + ASK_EVERY:
            return
        self._asked[part.name] = now
        # What a backup has frozen says nothing either; `_wake_frozen` looks after it.
        if part.stands_still or part.recipe.lives() or part.stands_still:
            self._unanswered[part.name] = 0
            return
        self._unanswered[part.name] = unanswered = self._unanswered.get(part.name, 0) + 1
        if unanswered == MOST_UNANSWERED:
            self._house.tell(part.name, "failed", Sentence(en="runs but does not answer; it is stopped", zh="仍在运行但无响应，现将其停止"))
            part.signal(part.recipe.stop_signal)
        elif unanswered >= 2 * MOST_UNANSWERED:
            part.signal(signal.SIGKILL)

    def _note_fall(self, part: Part) -> None:
        self._unanswered[part.name] = 0
        if time.monotonic() - part.started_at > STEADY_AFTER:
            self._falls[part.name] = 0
        falls = self._falls[part.name] = self._falls.get(part.name, 0) + 1
        wait = min(LONGEST_WAIT, 0.25 * 2 ** (falls - 1))
        self._due[part.name] = time.monotonic() + wait
        soon = wait < 1
        code = part.process.returncode if part.process is not None else "?"
        self._house.tell(
            part.name,
            "failed",
            Sentence(
                en=f"ended ({code}), starts again {'at once' if soon else f'in {wait:.0f} s'}; the rest works on (see {part.log})",
                zh=f"已退出（{code}），{'立即' if soon else f'{wait:.0f} 秒后'}重启，其余部分照常运行（详见 {part.log}）",
            ),
        )

    def _start_again(self, part: Part) -> None:
        del self._due[part.name]
        self._recovering.add(part.name)
        try:
            self._house.revive(part.name)
        except (OSError, CannotGoOn) as problem:
            # For example a full disk: the next look notes another fall, and waits longer.
            self._house.tell(part.name, "failed", Sentence(en=str(problem), zh=str(problem)))

    def _tidy(self) -> None:
        self._wake_frozen()
        for log in self._house.data.logs.glob("*.log"):
            rotate(log)
        if words := scarce_space(self._house.data):
            self._house.tell("disk", "note", words)

    def _wake_frozen(self) -> None:
        """A backup freezes parts for a moment; one that was killed in that moment leaves them so."""
        still = {part.pid: part for part in self._house.parts.values() if part.stands_still}
        for pid in still.keys() & self._frozen:
            still[pid].signal(signal.SIGCONT)
            self._house.tell(still[pid].name, "note", Sentence(en="stood still, and was woken", zh="曾被冻结，已恢复"))
        self._frozen = {pid for pid in still if pid is not None}


def rotate(log: Path, *, largest: int = LOG_BYTES, keep: int = OLD_LOGS) -> None:
    """Copies a log that has grown too large, and empties it where it stands: its writer holds it open and appends."""
    try:
        if log.stat().st_size <= largest:
            return
        for number in range(keep, 1, -1):
            older = log.with_suffix(f".{number - 1}.log.old")
            if older.exists():
                older.replace(log.with_suffix(f".{number}.log.old"))
        shutil.copyfile(log, log.with_suffix(".1.log.old"))
        with log.open("r+b") as file:
            file.truncate(0)
    except OSError:
        # On a full disk there is no room for the copy: what is going on now matters more than what was.
        with suppress(OSError), log.open("r+b") as file:
            file.truncate(0)
