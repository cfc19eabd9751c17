"""`dianzhang doctor`: looks at what most often stands in the way, and says what to do about each."""

import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import psutil

from dianzhang import checkout
from dianzhang.folder import SCARCE_BYTES, DataFolder
from dianzhang.ports import fixed_ports, is_free
from dianzhang.sentences import CannotGoOn, Sentence
from dianzhang.unprivileged import reachable_installation, unprivileged_user

Verdict = Literal["good", "careful", "bad"]
LEAST_MEMORY = 2_000_000_000


@dataclass(frozen=True)
class Finding:
    verdict: Verdict
    about: Sentence
    words: Sentence
    """What was seen and, unless it is good, what to do."""


def examine(data: DataFolder, *, port: int, base_port: int) -> list[Finding]:
    running = data.launcher_pid() is not None
    looks: list[Callable[[], Iterator[Finding]]] = [
        _python,
        _programs,
        _postgres_user(data),
        _spa,
        _folder(data),
        _secrets(data),
        _space(data),
        _memory,
        _clock(data),
        _ports(running=running, port=port, base_port=base_port),
    ]
    return [finding for look in looks for finding in look()]


def _python() -> Iterator[Finding]:
    about = Sentence("Python", "Python")
    seen = f"{platform.python_version()}, {sys.executable}"
    yield Finding("good", about, Sentence(seen, seen))


def _programs() -> Iterator[Finding]:
    about = Sentence("Programs", "程序")
    asked = [("postgres", "--version"), ("nats-server", "--version"), ("caddy", "version")]
    seen: list[str] = []
    for name, question in asked:
        try:
            path = checkout.postgres_installation() / "bin" / name if name == "postgres" else checkout.program(name)
            said = subprocess.run([path, question], capture_output=True, text=True, timeout=20, check=True).stdout
            seen.append(said.strip().split(" h1:")[0].replace("\n", " "))
        except CannotGoOn as problem:
            yield Finding("bad", about, problem.sentence)
            return
        except (OSError, subprocess.SubprocessError) as problem:
            words = Sentence(
                f"{name} does not run here: {problem}; run: make clean setup", f"{name} 无法运行：{problem}；请执行：make clean setup"
            )
            yield Finding("bad", about, words)
            return
    yield Finding("good", about, Sentence("; ".join(seen), "；".join(seen)))


def _postgres_user(data: DataFolder) -> Callable[[], Iterator[Finding]]:
    def look() -> Iterator[Finding]:
        about = Sentence("User", "用户")
        user = unprivileged_user(data.postgres)
        try:
            reachable_installation(user)
        except CannotGoOn as problem:
            yield Finding("bad", about, problem.sentence)
            return
        own = f"uid {os.geteuid()}"
        words = (
            Sentence(own, own)
            if user is None
            else Sentence(f"{own}; PostgreSQL runs as uid {user[0]}", f"{own}；PostgreSQL 以 uid {user[0]} 运行")
        )
        yield Finding("good", about, words)

    return look


def _spa() -> Iterator[Finding]:
    about = Sentence("Web pages", "网页")
    if (checkout.checkout() / "frontend" / "dist" / "index.html").is_file():
        yield Finding("good", about, Sentence("built", "已构建"))
    else:
        yield Finding("bad", about, Sentence("not built; run: make setup", "尚未构建，请执行：make setup"))


def _folder(data: DataFolder) -> Callable[[], Iterator[Finding]]:
    def look() -> Iterator[Finding]:
        about = Sentence("Data folder", "数据目录")
        nearest = next(path for path in (data.root, *data.root.parents) if path.exists())
        if not os.access(nearest, os.W_OK | os.X_OK):
            yield Finding(
                "bad",
                about,
                Sentence(
                    f"{nearest} may not be written by this user; choose another with --data.",
                    f"当前用户无权写入 {nearest}，请用 --data 指定其他目录。",
                ),
            )
        elif not data.root.exists():
            yield Finding("good", about, Sentence(f"{data.root}, not made yet", f"{data.root}，尚未创建"))
        elif data.postgres.exists() and not (data.postgres / "global" / "pg_control").exists() and os.access(data.postgres, os.R_OK):
            yield Finding("bad", about, Sentence(f"{data.root} is damaged; restore a backup.", f"{data.root} 已损坏，请从备份恢复。"))
        else:
            yield Finding("good", about, Sentence(str(data.root), str(data.root)))

    return look


def _secrets(data: DataFolder) -> Callable[[], Iterator[Finding]]:
    def look() -> Iterator[Finding]:
        about = Sentence("Secrets", "密钥")
        if not data.secrets.exists() and not data.postgres.exists():
            yield Finding("good", about, Sentence("made at the first start", "首次启动时生成"))
            return
        for path in (data.secrets, data.signing_key):
            if not path.exists():
                yield Finding("bad", about, Sentence(f"{path} is missing; restore it from a backup.", f"缺少 {path}，请从备份恢复。"))
                return
            if path.stat().st_mode & 0o077:
                yield Finding(
                    "bad",
                    about,
                    Sentence(f"Others can read {path}; run: chmod 600 {path}", f"其他用户可读 {path}，请执行：chmod 600 {path}"),
                )
                return
        yield Finding("good", about, Sentence("there, readable by their owner only", "齐全，仅所有者可读"))

    return look


def _space(data: DataFolder) -> Callable[[], Iterator[Finding]]:
    def look() -> Iterator[Finding]:
        about = Sentence("Disk", "磁盘")
        nearest = next(path for path in (data.root, *data.root.parents) if path.exists())
        free = shutil.disk_usage(nearest).free
        seen = f"{free / 1e9:.1f} GB"
        if free < SCARCE_BYTES:
            yield Finding("bad", about, Sentence(f"only {seen} free; make room.", f"仅剩 {seen}，请清理。"))
        else:
            yield Finding("good", about, Sentence(f"{seen} free", f"剩余 {seen}"))

    return look


def _memory() -> Iterator[Finding]:
    about = Sentence("Memory", "内存")
    available = psutil.virtual_memory().available
    seen = f"{available / 1e9:.1f} GB"
    if available < LEAST_MEMORY:
        yield Finding(
            "careful",
            about,
            Sentence(f"{seen} available; 2 GB are better: close something.", f"可用 {seen}，建议至少 2 GB，请关闭一些程序。"),
        )
    else:
        yield Finding("good", about, Sentence(f"{seen} available", f"可用 {seen}"))


def _clock(data: DataFolder) -> Callable[[], Iterator[Finding]]:
    def look() -> Iterator[Finding]:
        about = Sentence("Clock", "时钟")
        now = time.time()
        seen = time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(now))
        written = [path.stat().st_mtime for path in data.logs.glob("*.log")] if data.logs.exists() else []
        if max(written, default=0) > now + 60 or checkout.checkout().stat().st_mtime > now + 86_400:
            yield Finding(
                "bad",
                about,
                Sentence(f"{seen}: files here are newer than that; set the clock.", f"{seen}：早于已有文件的时间，请校准系统时钟。"),
            )
        else:
            yield Finding("good", about, Sentence(seen, seen))

    return look


def _ports(*, running: bool, port: int, base_port: int) -> Callable[[], Iterator[Finding]]:
    def look() -> Iterator[Finding]:
        about = Sentence("Ports", "端口")
        ports = fixed_ports(gateway=port, base=base_port).by_part(checkout.services())
        shown = ", ".join(str(number) for number in sorted(ports.values()))
        if running:
            yield Finding("good", about, Sentence(f"in use by this house: {shown}", f"本系统正在使用：{shown}"))
            return
        taken = {name: number for name, number in ports.items() if not is_free(number)}
        if taken:
            listed = ", ".join(f"{number} ({name})" for name, number in taken.items())
            yield Finding(
                "bad",
                about,
                Sentence(
                    f"taken: {listed}; choose others with --port or --base-port.", f"已被占用：{listed}，请用 --port 或 --base-port 更换。"
                ),
            )
        else:
            yield Finding("good", about, Sentence(f"free: {shown}", f"空闲：{shown}"))

    return look
