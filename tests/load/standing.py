"""What the house costs when nobody asks anything: memory at rest, and the time a second `make run` takes."""

import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from dianzhang.checkout import checkout, services
from dianzhang.part import answers
from dianzhang.ports import Ports, fixed_ports, is_free
from tests.load.bench import Bench
from tests.load.goals import Figure, against_goal

REST_SECONDS = 3.0
MEGABYTE = 1024 * 1024
START_PATIENCE_SECONDS = 240
STOP_PATIENCE_SECONDS = 60


def memory_at_rest(bench: Bench) -> list[Figure]:
    """`service_rss_mb`: the largest service, before anybody has asked it anything. Must be the first measurement of its house."""
    bench.tell("memory at rest")
    time.sleep(REST_SECONDS)
    used = {name: round(_resident(bench.house.pid(name)) / MEGABYTE, 1) for name in bench.house.services}
    largest = max(used, key=lambda name: used[name])
    return [against_goal("service_rss_mb", used[largest], services=used, largest=largest)]


def _resident(pid: int | None) -> int:
    assert pid is not None
    return psutil.Process(pid).memory_info().rss


def second_start(bench: Bench) -> list[Figure]:
    """`start_s`: `make run` on a folder that has been started before, until every service and the gateway say that they are ready."""
    bench.tell("make run, twice")
    with tempfile.TemporaryDirectory(prefix="dianzhang-start-") as folder:
        Path(folder).chmod(0o755)
        first = _start_and_stop(Path(folder))
        second = _start_and_stop(Path(folder))
    return [against_goal("start_s", second, first_start_s=round(first, 2), with_demo_company=False)]


def _start_and_stop(folder: Path) -> float:
    ports = _free_places()
    base = ports.services["people"] - 1
    arguments = f"--data {folder / 'data'} --port {ports.gateway} --base-port {base} --no-demo"
    with _made(arguments, folder / "make.log") as (process, begun):
        while not _ready(ports):
            if process.poll() is not None or time.monotonic() > begun + START_PATIENCE_SECONDS:
                raise TimeoutError(f"make run is not ready: {(folder / 'make.log').read_text(errors='replace')[-600:]}")
            time.sleep(0.02)
        return time.monotonic() - begun


@contextmanager
def _made(arguments: str, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    with log.open("wb") as output:
        begun = time.monotonic()
        # In a session of its own, so that the interrupt reaches make and what it runs, and nobody else.
        process = subprocess.Popen(
            ["make", "--no-print-directory", "run", f"ARGS={arguments}"],
            cwd=checkout(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process, begun
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(STOP_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _ready(ports: Ports) -> bool:
    return answers(ports.gateway, "/healthz") and all(answers(ports.services[name], "/ready") for name in services())


def _free_places() -> Ports:
    for _ in range(200):
        base = random.randrange(20_000, 31_000, 64)
        ports = fixed_ports(gateway=base + 60, base=base)
        if all(is_free(port) for port in ports.by_part(services()).values()):
            return ports
    raise RuntimeError("no free ports are left")
