import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from dianzhang.folder import DataFolder
from dianzhang.part import Part, Recipe, end_leftovers
from dianzhang.watch import rotate


@pytest.fixture
def here(data: Path) -> DataFolder:
    folder = DataFolder(data)
    folder.prepare()
    folder.release()
    return folder


def sleeper(here: DataFolder, *, script: str = "import time; time.sleep(60)", farewell: float = 5) -> Part:
    return Part(
        Recipe(
            name="sleeper",
            command=(sys.executable, "-c", script),
            environment={},
            healthy=lambda: True,
            lives=lambda: True,
            farewell=farewell,
        ),
        here,
    )


def eventually(true: Callable[[], bool], *, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_part_that_does_not_listen_to_term_is_killed(here: DataFolder) -> None:
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    part = sleeper(here, script=script, farewell=0.3)
    part.spawn()
    eventually(lambda: "deaf" in part.last_words())
    part.ask_to_stop()
    part.wait_gone()
    assert part.process is not None
    assert part.process.returncode == -signal.SIGKILL
    assert list(here.run.glob("*.pid")) == []


def test_last_words_are_those_of_this_start(here: DataFolder) -> None:
    for word in ("first", "second"):
        part = sleeper(here, script=f"print('{word}')")
        part.spawn()
        part.wait_gone()
    assert part.last_words().strip() == "second"
    assert part.log.read_text().split() == ["first", "second"]


def test_leftovers_are_ended_and_strangers_are_not(here: DataFolder) -> None:
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    note = {"pid": left.pid, "started": psutil.Process(left.pid).create_time(), "stop": int(signal.SIGTERM)}
    (here.run / "left.pid").write_text(json.dumps(note))
    # The number of a process that ended long ago belongs to somebody else now.
    (here.run / "stranger.pid").write_text(json.dumps({**note, "pid": stranger.pid, "started": 1.0}))
    (here.run / "torn.pid").write_text("{")
    try:
        assert end_leftovers(here) == ["left"]
        assert left.poll() is not None
        assert stranger.poll() is None
        assert list(here.run.glob("*.pid")) == []
    finally:
        left.kill()
        stranger.kill()
        left.wait()
        stranger.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ties processes together on Linux only; elsewhere the next start tidies up")
def test_nothing_outlives_a_launcher_that_is_killed(here: DataFolder) -> None:
    launcher = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent(f"""
                import sys, time
                from pathlib import Path
                sys.path.insert(0, {str(Path(__file__).parent)!r})
                from test_part import sleeper
                from dianzhang.folder import DataFolder
                part = sleeper(DataFolder(Path({str(here.root)!r})))
                part.spawn()
                print(part.pid, flush=True)
                time.sleep(60)
            """),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert launcher.stdout is not None
    with launcher.stdout:
        pid = int(launcher.stdout.readline())
    assert psutil.pid_exists(pid)
    launcher.kill()
    launcher.wait()
    eventually(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def test_a_log_that_grew_too_large_is_kept_aside_while_its_writer_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "orders.log"
    with log.open("ab", buffering=0) as writer:
        for turn in range(5):
            writer.write(f"{turn}".encode() * 100)
            rotate(log, largest=50, keep=3)
        writer.write(b"after")
    assert log.read_bytes() == b"after"
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["orders.1.log.old", "orders.2.log.old", "orders.3.log.old", "orders.log"]
    assert (tmp_path / "orders.1.log.old").read_bytes() == b"4" * 100
    assert os.path.getsize(log) == 5
