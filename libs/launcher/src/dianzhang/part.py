"""One process of the house: how it is started, found again, asked for its health, stopped and killed."""

import ctypes
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from dianzhang.folder import DataFolder, says_what_is_wrong
from dianzhang.ports import HOST
from dianzhang.sentences import CannotGoOn

LAST_WORDS_BYTES = 8_000
_COMPLAINT = re.compile(r"error|fatal|panic", re.IGNORECASE)
LINUX = sys.platform == "linux"
# For the parts written in Go, which look for work on every core: here the cores belong to the services and PostgreSQL as well. Measured on two
# cores: the gateway takes 0.23 ms of CPU a request instead of 0.30.
SHARED_MACHINE = {"GOMAXPROCS": str(max(1, (os.cpu_count() or 2) // 2))}
_PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec nothing may be imported.
_libc = ctypes.CDLL(None) if LINUX else None


@dataclass(frozen=True)
class Recipe:
    """How a part is started and asked."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    healthy: Callable[[], bool]
    """Whether it can do its work: a service that waits for its database cannot."""
    lives: Callable[[], bool]
    """Whether the process itself answers: one that does not, again and again, is started anew by the watch."""
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL
    """What the kernel sends when the launcher dies without a word."""
    patience: float = 60.0
    """Seconds that it may take to become healthy."""
    farewell: float = 15.0
    """Seconds that it may take to stop before it is killed."""
    user: tuple[int, int] | None = None
    """(uid, gid) to run as, where it must not run as ours."""
    folder: Path | None = None


@dataclass
class Part:
    recipe: Recipe
    data: DataFolder
    process: subprocess.Popen[bytes] | None = None
    wanted: bool = False
    """Whether it ought to run: the watch restarts only what is wanted."""
    started_at: float = 0.0
    _said_before: int = 0
    """Size of the log when this process started: what stands before is of another."""

    @property
    def name(self) -> str:
        return self.recipe.name

    @property
    def log(self) -> Path:
        return self.data.logs / f"{self.name}.log"

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process is not None else None

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def stands_still(self) -> bool:
        """Whether somebody stopped it with SIGSTOP."""
        with suppress(psutil.Error):
            return self.alive and psutil.Process(self.pid).status() == psutil.STATUS_STOPPED
        return False

    def spawn(self) -> None:
        """Starts the process. Call it from a thread that lives as long as the house: the kernel ties the process to it."""
        self.wanted = True
        self.started_at = time.monotonic()
        recipe = self.recipe
        uid, gid = recipe.user or (None, None)
        with says_what_is_wrong(self.log), self.log.open("ab") as log:
            self._said_before = log.tell()
            self.process = subprocess.Popen(
                recipe.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(recipe.environment),
                cwd=recipe.folder,
                # Ctrl-C reaches the launcher only, which then stops the parts in order.
                start_new_session=True,
                user=uid,
                group=gid,
                extra_groups=[] if recipe.user else None,
                preexec_fn=_tied_to(os.getpid(), recipe.orphan_signal),
            )
            self._note_pid(self.process.pid)

    def healthy(self) -> bool:
        return self.alive and self.recipe.healthy()

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def ask_to_stop(self) -> None:
        self.wanted = False
        self.signal(self.recipe.stop_signal)

    def wait_gone(self, *, seconds: float | None = None) -> None:
        """Waits for the end, and ends it the hard way when it takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(self.recipe.farewell if seconds is None else seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """As if the machine had taken it: no farewell."""
        self.wanted = False
        self.signal(signal.SIGKILL)
        self.wait_gone()

    def last_words(self) -> str:
        """The end of what this process has said."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(self._said_before, file.seek(0, os.SEEK_END) - LAST_WORDS_BYTES))
                return file.read().decode(errors="replace")
        except FileNotFoundError:
            return ""

    @property
    def _pid_file(self) -> Path:
        return self.data.run / f"{self.name}.pid"

    def _note_pid(self, pid: int) -> None:
        try:
            started = psutil.Process(pid).create_time()
        except psutil.NoSuchProcess:
            return
        self._pid_file.write_text(json.dumps({"pid": pid, "started": started, "stop": int(self.recipe.stop_signal)}))


def end_leftovers(data: DataFolder) -> list[str]:
    """Ends what a launcher that was killed left behind, and returns the names. The lock must be held."""
    found: list[tuple[str, psutil.Process, int]] = []
    for file in data.run.glob("*.pid"):
        with suppress(psutil.NoSuchProcess, json.JSONDecodeError, KeyError):
            note = json.loads(file.read_text())
            process = psutil.Process(note["pid"])
            # A process number is used again after a while: the start time tells whether it is still the same.
            if abs(process.create_time() - note["started"]) < 1:
                found.append((file.stem, process, note["stop"]))
        file.unlink(missing_ok=True)
    for _, process, stop in found:
        _quietly(process.send_signal, stop)
    _, stubborn = psutil.wait_procs([process for _, process, _ in found], timeout=15)
    for process in stubborn:
        _quietly(process.kill)
    psutil.wait_procs(stubborn, timeout=5)
    return [name for name, _, _ in found]


def answers(port: int, path: str, *, host: str = HOST, seconds: float = 2.0) -> bool:
    """Whether a GET on this machine says 2xx."""
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        connection.request("GET", path)
        return 200 <= connection.getresponse().status < 300
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def ended_at_start(part: Part) -> CannotGoOn:
    """For a part that ended, and whose last words say nothing that we know."""
    lines = part.last_words().strip().splitlines() or [""]
    complaints = [line for line in lines if _COMPLAINT.search(line)]
    words = (complaints or lines)[-1][:300]
    return CannotGoOn(
        en=f"{part.name} did not start: {words or 'no word from it'} (see {part.log}).",
        zh=f"{part.name} 未能启动：{words or '没有输出'}（详见 {part.log}）。",
    )


def _tied_to(launcher: int, number: signal.Signals) -> Callable[[], None] | None:
    """Asks the kernel to send the signal to the new process when the launcher is gone, even by kill -9."""
    if _libc is None:
        return None
    libc = _libc

    def tie() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        # The launcher may have died between the fork and this line.
        if os.getppid() != launcher:
            os._exit(1)

    return tie


def _quietly(act: Callable[..., object], *arguments: object) -> None:
    with suppress(psutil.Error):
        act(*arguments)
