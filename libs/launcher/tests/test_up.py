"""`dianzhang up` as a person sees it: a process at a terminal."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from dianzhang.folder import DataFolder
from dianzhang.house import House
from dianzhang.ports import free_ports
from dianzhang.screen import Screen
from dianzhang.sentences import CannotGoOn
from dianzhang.up import demo_is_due, forget_unfinished_demo, run_demo

PATIENCE = 90
Up = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def up(small_checkout: Path, data: Path) -> Generator[Up]:
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", "from dianzhang.cli import main; main()", "up", "--data", str(data), "--base-port", "0", *options]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ.copy()))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def until(process: subprocess.Popen[str], mark: str) -> str:
    assert process.stdout is not None
    said = ""
    begun = time.monotonic()
    while mark not in said:
        assert time.monotonic() < begun + PATIENCE, said
        line = process.stdout.readline()
        assert line, f"it ended; it said: {said}"
        said += line
    return said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_starts_says_where_and_stops_in_order(up: Up, number: signal.Signals) -> None:
    process = up("--no-demo")
    said = until(process, "Ctrl-C")
    assert re.search(r"Ready in [\d.]+ s: http://127.0.0.1:\d+", said)
    assert re.search(r"Administrator +admin +\S{16}", said)
    process.send_signal(number)
    rest, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert re.findall(r"· (.+)", rest) == ["gateway", "insights", "NATS JetStream", "PostgreSQL"]


def test_an_interrupt_in_the_middle_of_a_start_leaves_nothing_running(up: Up, data: Path) -> None:
    process = up("--no-demo")
    until(process, "Starting")
    deadline = time.monotonic() + PATIENCE
    while not (data / "run" / "postgres.pid").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert list((data / "run").glob("*.pid")) == []
    assert DataFolder(data).launcher_pid() is None


def test_a_second_start_is_one_sentence_and_exit_code_one(up: Up, data: Path) -> None:
    first = up("--no-demo")
    until(first, "Ctrl-C")
    second = up()
    said, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert re.findall(r"✗ (.+)", said) == [f"Dianzhang already runs on {data} (process {first.pid}); stop it with: dianzhang down"]
    assert "Traceback" not in said
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=PATIENCE)


def test_a_taken_port_is_one_sentence_and_exit_code_one(up: Up) -> None:
    ports = free_ports()
    with socket.create_server(("127.0.0.1", ports.gateway)):
        process = up("--no-demo", "--port", str(ports.gateway), "--base-port", str(ports.gateway + 1))
        said, _ = process.communicate(timeout=PATIENCE)
    ports.release()
    assert process.returncode == 1
    assert len(re.findall(rf"✗ Port {ports.gateway} \(gateway\) is taken by", said)) == 1
    assert "Traceback" not in said


def test_half_a_demo_company_is_forgotten_and_a_whole_one_is_kept(data: Path) -> None:
    folder, screen = DataFolder(data), Screen()
    assert demo_is_due(folder)
    for part in (folder.postgres, folder.nats):
        part.mkdir(parents=True)
    (folder.postgres / "PG_VERSION").write_text("18")
    assert not demo_is_due(folder)
    forget_unfinished_demo(folder, screen)
    assert (folder.postgres / "PG_VERSION").exists()
    folder.demo_unfinished.touch()
    assert demo_is_due(folder)
    forget_unfinished_demo(folder, screen)
    assert not folder.postgres.exists()
    assert list(folder.nats.iterdir()) == []


def test_a_demo_company_that_cannot_be_made_is_one_sentence_and_tried_again(
    small_house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(house: House) -> None:
        raise RuntimeError("no orders today")

    monkeypatch.setattr("dianzhang.demo.make", fail)
    with pytest.raises(CannotGoOn, match="could not be made: no orders today"):
        run_demo(small_house, Screen())
    assert demo_is_due(small_house.data)
    assert "RuntimeError" in (small_house.data.logs / "demo.log").read_text()
