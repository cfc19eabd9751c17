"""The data folder: everything the house keeps, and the one file that says who is at home."""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dianzhang.sentences import CannotGoOn, Sentence

SCARCE_BYTES = 1_000_000_000
"""Below this much free space the person is warned."""
TOO_FULL_BYTES = 200_000_000
"""Below this a start is refused: PostgreSQL alone writes 16 MB at a time."""


class DataFolder:
    """Paths in the data folder (`.data`, `--data`, DIANZHANG_DATA)."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.postgres = self.root / "postgres"
        self.nats = self.root / "nats"
        self.caddy = self.root / "caddy"
        self.openapi = self.root / "openapi"
        """What the gateway serves of the API, made anew at each start."""
        self.logs = self.root / "logs"
        self.run = self.root / "run"
        self.secrets = self.root / "secrets.env"
        self.signing_key = self.root / "signing-key.pem"
        self.demo = self.root / "demo.json"
        self.demo_unfinished = self.root / "demo-unfinished"
        """There while the demo company is being made: a start that finds it throws the data away and begins again."""
        self.clock = self.root / "clock-offset"
        self._lock = self.root / "lock"
        self._state = self.run / "house.json"
        self._holding: int | None = None

    def prepare(self) -> None:
        """Makes the folders and takes the lock; refuses a folder that is in use, full or not ours to write."""
        with says_what_is_wrong(self.root):
            for folder in (self.root, self.logs, self.run, self.caddy, self.nats):
                folder.mkdir(parents=True, exist_ok=True)
            # Secrets and personal data live here; the unprivileged user of PostgreSQL only passes through.
            self.root.chmod(0o711)
            for folder in (self.logs, self.run, self.caddy, self.nats):
                folder.chmod(0o700)
            self.take_lock()
        if self.free_bytes() < TOO_FULL_BYTES:
            raise full_disk(self.root)

    def release(self) -> None:
        if self._holding is not None:
            os.close(self._holding)
            self._holding = None

    def take_lock(self) -> None:
        """Refuses a folder that is in use."""
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode().strip()
            os.close(handle)
            raise CannotGoOn(
                en=f"Dianzhang already runs on {self.root} (process {holder}); stop it with: dianzhang down",
                zh=f"店长已在使用 {self.root}（进程 {holder}），可执行 dianzhang down 停止。",
            ) from None
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._holding = handle

    def launcher_pid(self) -> int | None:
        """The process that holds the lock, if any."""
        try:
            handle = os.open(self._lock, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(os.read(handle, 20) or b"0") or None
        else:
            return None
        finally:
            os.close(handle)

    def free_bytes(self) -> int:
        return shutil.disk_usage(self.root).free

    def write_state(self, state: dict[str, Any]) -> None:
        """What `dianzhang status` and `down` read: address, ports and how to ask each part for its health."""
        beside = self._state.with_suffix(".new")
        beside.write_text(json.dumps(state, indent=1))
        beside.replace(self._state)

    def read_state(self) -> dict[str, Any]:
        try:
            return json.loads(self._state.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def forget_state(self) -> None:
        self._state.unlink(missing_ok=True)


def scarce_space(folder: DataFolder) -> Sentence | None:
    free = folder.free_bytes()
    if free >= SCARCE_BYTES:
        return None
    megabytes = free // 1_000_000
    return Sentence(
        en=f"Only {megabytes} MB are free on the disk of {folder.root}; make room soon.",
        zh=f"{folder.root} 所在磁盘只剩 {megabytes} MB，请尽快清理。",
    )


def full_disk(place: Path) -> CannotGoOn:
    return CannotGoOn(
        en=f"The disk of {place} is full; free at least 1 GB and start again.",
        zh=f"{place} 所在磁盘已满，请至少腾出 1 GB 后再启动。",
    )


@contextmanager
def says_what_is_wrong(place: Path) -> Generator[None]:
    """Turns the operating system's refusals into one sentence."""
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise full_disk(place) from problem
        if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise CannotGoOn(
                en=f"No permission to write to {problem.filename or place}; choose another folder with --data, or correct its owner.",
                zh=f"没有权限写入 {problem.filename or place}，请用 --data 指定其他目录，或更正目录的所有者。",
            ) from problem
        if problem.errno in (errno.ENOTDIR, errno.EEXIST):
            raise CannotGoOn(
                en=f"{problem.filename or place} is not a folder; choose another with --data.",
                zh=f"{problem.filename or place} 不是目录，请用 --data 指定其他目录。",
            ) from problem
        raise
