"""A house that another process runs: where it listens, which processes it has, how to stop it."""

import json
import os
import signal
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psutil

from dianzhang.database import Server
from dianzhang.folder import DataFolder
from dianzhang.part import answers
from dianzhang.ports import HOST
from dianzhang.secret_file import read_secrets
from dianzhang.sentences import CannotGoOn
from dianzhang.service import READY

PATIENCE = 120.0


@dataclass(frozen=True)
class PartSeen:
    name: str
    port: int
    pid: int | None
    healthy: bool
    memory_bytes: int


class RunningHouse:
    """Raises CannotGoOn when no house runs on this data folder, or it is still starting."""

    def __init__(self, data: DataFolder) -> None:
        self.data = data
        launcher = data.launcher_pid()
        self._state: dict[str, Any] = data.read_state()
        if launcher is None or self._state.get("launcher") != launcher:
            raise CannotGoOn(
                en=f"Dianzhang does not run on {data.root}; start it with: make run",
                zh=f"店长未在 {data.root} 上运行，可执行 make run 启动。",
            )
        self.launcher = launcher

    @property
    def address(self) -> str:
        return self._state["address"]

    @property
    def services(self) -> list[str]:
        return self._state["services"]

    @property
    def server(self) -> Server:
        secrets = read_secrets(self.data.secrets)
        return Server(data=self.data, port=self._state["ports"]["postgres"], secrets=secrets, services=tuple(self.services))

    def needs_database(self) -> None:
        """Raises CannotGoOn while the database does not answer."""
        if not self.server.answers():
            log = self.data.logs / "postgres.log"
            raise CannotGoOn(
                en=f"The database does not answer at the moment; try again, and else look into {log}.",
                zh=f"数据库目前没有响应，请重试；如仍不行，请查看 {log}。",
            )

    def parts(self) -> list[PartSeen]:
        ports: dict[str, int] = self._state["ports"]
        return [self._see(name, port) for name, port in ports.items() if name != "nats monitor"]

    def process(self, part: str) -> psutil.Process | None:
        """The running process of a part, by its note in the data folder."""
        try:
            note = json.loads((self.data.run / f"{part}.pid").read_text())
            process = psutil.Process(note["pid"])
            return process if abs(process.create_time() - note["started"]) < 1 else None
        except (FileNotFoundError, json.JSONDecodeError, psutil.NoSuchProcess):
            return None

    def _see(self, name: str, port: int) -> PartSeen:
        process = self.process(name)
        memory = 0
        if process is not None:
            memory = _resident(process) + sum(_own(backend) for backend in process.children(recursive=True))
        return PartSeen(name, port, process.pid if process else None, process is not None and self._healthy(name, port), memory)

    def _healthy(self, name: str, port: int) -> bool:
        match name:
            case "postgres":
                return self.server.answers()
            case "nats":
                return answers(self._state["ports"]["nats monitor"], "/healthz")
            case "gateway":
                return self.address.startswith("https") or answers(port, "/healthz", host=urlsplit(self.address).hostname or HOST)
            case _:
                return answers(port, READY)


def bring_down(data: DataFolder) -> bool:
    """Asks the launcher to stop and waits until it is gone; False when none ran."""
    launcher = data.launcher_pid()
    if launcher is None:
        return False
    os.kill(launcher, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while data.launcher_pid() == launcher:
        if time.monotonic() > deadline:
            raise CannotGoOn(
                en=f"Process {launcher} does not stop; end it with: kill -9 {launcher} (the next start tidies up).",
                zh=f"进程 {launcher} 未能停止，可执行 kill -9 {launcher}，下次启动会自动清理。",
            )
        time.sleep(0.1)
    return True


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def _own(backend: psutil.Process) -> int:
    """Without the pages it shares with its siblings: PostgreSQL's buffers would else count once a backend."""
    try:
        memory = backend.memory_info()
        return memory.rss - getattr(memory, "shared", 0)
    except psutil.Error:
        return 0
