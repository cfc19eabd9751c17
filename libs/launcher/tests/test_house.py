import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg
import pytest

from dianzhang import gateway as gateway_module
from dianzhang import watch as watch_module
from dianzhang.gateway import Front, gateway_recipe
from dianzhang.house import House
from dianzhang.part import answers
from dianzhang.sentences import CannotGoOn, Sentence
from dianzhang.telling import State
from dianzhang.watch import Watch

NewStores = Callable[[], House]


def processes_of(data: Path) -> list[int]:
    """Everything that runs with this data folder as its own or in its arguments."""
    found: list[int] = []
    for process in psutil.process_iter(["cmdline", "cwd"]):
        if str(data) in " ".join(process.info["cmdline"] or []) or (process.info["cwd"] or "").startswith(str(data)):
            found.append(process.pid)
    return found


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def test_data_outlives_a_stop_and_nothing_is_left_running(new_stores: NewStores, data: Path) -> None:
    house = new_stores()
    with psycopg.connect(house.database_url("people")) as connection:
        connection.execute("create table note (text text)")
        connection.execute("insert into note values ('kept')")
    house.stop()
    assert processes_of(data) == []
    house = new_stores()
    with psycopg.connect(house.database_url("people")) as connection:
        assert connection.execute("select text from note").fetchall() == [("kept",)]


def test_the_database_waits_for_the_disk(new_stores: NewStores) -> None:
    with psycopg.connect(new_stores().database_url()) as connection:
        row = connection.execute(
            "select current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'),"
            " current_setting('data_checksums'), current_setting('server_encoding')"
        ).fetchone()
    assert row == ("on", "on", "on", "on", "UTF8")


def test_a_service_cannot_enter_the_schema_of_another(new_stores: NewStores) -> None:
    house = new_stores()
    with psycopg.connect(house.database_url("people"), autocommit=True) as people:
        people.execute("create table secret (text text)")
    with psycopg.connect(house.database_url("orders"), autocommit=True) as orders:
        for attempt in ("select * from people.secret", "create table public.mine (id int)", "create table extensions.mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                orders.execute(attempt)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(house.database_url("orders").replace("/dianzhang", "/postgres"))


def test_a_wrong_password_is_no_way_in(new_stores: NewStores) -> None:
    house = new_stores()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://postgres:guess@127.0.0.1:{house.ports.postgres}/dianzhang")
    with socket.create_connection(("127.0.0.1", house.ports.nats)) as nats:
        nats.settimeout(5)
        nats.recv(4096)
        nats.sendall(b'CONNECT {"user":"dianzhang","pass":"guess"}\r\nPING\r\n')
        assert b"Authorization Violation" in nats.recv(4096)


def test_only_its_owner_can_look_into_the_data(new_stores: NewStores, data: Path) -> None:
    new_stores()
    for folder in ("postgres", "nats", "logs", "run", "caddy"):
        assert stat.S_IMODE((data / folder).stat().st_mode) == 0o700


def test_a_damaged_folder_is_one_sentence_and_nothing_is_left_running(new_stores: NewStores, data: Path) -> None:
    new_stores().stop()
    (data / "postgres" / "global" / "pg_control").write_bytes(os.urandom(8192))
    with pytest.raises(CannotGoOn, match="is damaged; restore a backup"):
        new_stores()
    assert processes_of(data) == []


def test_a_lost_cluster_is_not_replaced_by_an_empty_one(new_stores: NewStores, data: Path) -> None:
    new_stores().stop()
    (data / "postgres" / "PG_VERSION").unlink()
    with pytest.raises(CannotGoOn, match="is damaged"):
        new_stores()


def test_an_interrupted_first_start_begins_again(new_stores: NewStores, data: Path) -> None:
    (data / "postgres.new" / "base").mkdir(parents=True)
    house = new_stores()
    assert house.server.answers()
    assert not (data / "postgres.new").exists()


def test_services_start_with_their_tables_and_are_seen_through_their_address(small_house: House) -> None:
    assert small_house.services == ["insights"]
    assert get(f"{small_house.urls['insights']}/") == "0"
    assert get(f"{small_house.address}/healthz") == "ok"
    assert small_house.migrate() == []


def test_a_killed_part_stays_down_until_it_is_restarted(small_house: House) -> None:
    watch = Watch(small_house)
    watch.start()
    small_house.kill("insights")
    time.sleep(1.2)
    assert not small_house.parts["insights"].alive
    small_house.restart("insights")
    assert get(f"{small_house.urls['insights']}/") == "0"
    watch.end()


def test_a_part_that_falls_over_is_started_again_and_told(small_house: House) -> None:
    told: list[tuple[str, State]] = []

    def listen(part: str, state: State, words: Sentence | None) -> None:
        told.append((part, state))

    small_house.tell = listen
    watch = Watch(small_house)
    watch.start()
    for part in ("insights", "nats", "postgres", "gateway"):
        pid = small_house.pid(part)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while (part, "ready") not in told and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [state for name, state in told if name == part] == ["failed", "ready"]
        assert small_house.pid(part) != pid
    watch.end()
    assert get(f"{small_house.urls['insights']}/") == "0"


def test_a_part_that_runs_but_does_not_answer_is_started_again(small_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_module, "ASK_EVERY", 0.1)
    told: list[tuple[State, str]] = []
    small_house.tell = lambda part, state, words: told.append((state, str(words)))
    part, port = small_house.parts["insights"], small_house.ports.services["insights"]
    part.recipe = replace(part.recipe, patience=0, lives=lambda: answers(port, "/health", seconds=0.2))
    pid = part.pid
    watch = Watch(small_house)
    watch.start()
    with suppress(TimeoutError):
        urllib.request.urlopen(f"{small_house.urls['insights']}/hang", timeout=0.2)
    deadline = time.monotonic() + 20
    while not told or told[-1][0] != "ready":
        assert time.monotonic() < deadline, told
        time.sleep(0.05)
    watch.end()
    assert [state for state, _ in told] == ["failed", "failed", "ready"]
    assert told[0][1] == "runs but does not answer; it is stopped"
    # It did not listen to TERM either.
    assert told[1][1].startswith("ended (-9)")
    assert part.pid != pid
    assert get(f"{small_house.urls['insights']}/") == "0"


def test_a_frozen_part_and_one_that_has_just_started_are_not_asked(new_stores: NewStores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_module, "ASK_EVERY", 0)
    house = new_stores()
    nats, postgres = house.parts["nats"], house.parts["postgres"]
    pids = nats.pid, postgres.pid
    nats.recipe = replace(nats.recipe, patience=0)
    nats.signal(signal.SIGSTOP)
    postgres.recipe = replace(postgres.recipe, lives=lambda: False)
    watch = Watch(house)
    watch.start()
    time.sleep(0.5 * 2 * watch_module.MOST_UNANSWERED + 1)
    watch.end()
    nats.signal(signal.SIGCONT)
    assert (nats.pid, postgres.pid) == pids
    assert nats.alive
    assert postgres.alive


def test_a_database_without_a_free_connection_lives(data: Path) -> None:
    few = ("max_connections=3", "superuser_reserved_connections=0", "max_wal_senders=0")
    with House(data, base_port=0, services=[], postgres_options=few).start(stores_only=True, migrating=False) as house:
        held = [psycopg.connect(house.database_url()) for _ in range(3)]
        assert not house.server.answers()
        assert house.server.lives()
        for connection in held:
            connection.close()
        server = house.server
    assert not server.lives()


def test_the_gateway_is_asked_where_it_listens(small_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def well(host: str, domain: str | None) -> bool:
        return gateway_recipe(small_house.data, small_house.ports, Front(host=host, domain=domain), extra={}).healthy()

    assert well("0.0.0.0", None)
    assert not well("127.0.0.2", None)
    with socket.create_server(("127.0.0.2", 0)) as other:
        monkeypatch.setattr(gateway_module, "HTTPS_PORT", other.getsockname()[1])
        assert well("127.0.0.2", "example.com")
    assert not well("127.0.0.2", "example.com")


def test_a_part_that_a_dead_backup_left_frozen_is_woken(new_stores: NewStores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_module, "TIDY_EVERY", 0.2)
    house = new_stores()
    house.parts["nats"].signal(signal.SIGSTOP)
    watch = Watch(house)
    watch.start()
    deadline = time.monotonic() + 10
    while house.parts["nats"].stands_still and time.monotonic() < deadline:
        time.sleep(0.05)
    watch.end()
    assert house.parts["nats"].healthy()


def test_a_service_that_does_not_start_is_an_error_for_tests_and_left_aside_for_people(small_checkout: Path, data: Path) -> None:
    (small_checkout / "services" / "insights" / "src" / "insights" / "main.py").write_text("raise SystemExit('no licence')")
    with pytest.raises(CannotGoOn, match="insights did not start: no licence"):
        House(data, base_port=0).start()
    assert processes_of(data) == []
    with House(data, base_port=0, lenient=True) as house:
        assert get(f"{house.address}/healthz") == "ok"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ties processes together on Linux only")
def test_nothing_is_left_running_when_the_launcher_is_killed(data: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from dianzhang.house import House;"
        "House(Path(sys.argv[1]), base_port=0, services=[]).start(); print('up', flush=True); time.sleep(60)"
    )
    launcher = subprocess.Popen([sys.executable, "-c", script, str(data)], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    with launcher.stdout:
        assert launcher.stdout.readline() == "up\n"
    assert len(processes_of(data)) > 3
    launcher.kill()
    launcher.wait()
    deadline = time.monotonic() + 10
    while processes_of(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_of(data) == []
    with House(data, base_port=0, services=[]) as again:
        assert again.server.answers()


def test_the_clock_of_a_house_can_be_moved(small_checkout: Path, data: Path) -> None:
    with House(data, base_port=0, clock_file=True) as house:
        environment = house.service_environment("insights")
        assert Path(environment["DIANZHANG_CLOCK_FILE"]).read_text() == "0"
        house.set_clock(-86_400)
        assert float(Path(environment["DIANZHANG_CLOCK_FILE"]).read_text()) == -86_400


def test_only_people_learn_the_signing_key(new_stores: NewStores) -> None:
    house = new_stores()
    orders, people = house.service_environment("orders"), house.service_environment("people")
    assert people["DIANZHANG_SIGNING_KEY_FILE"] == str(house.data.signing_key)
    assert people["DIANZHANG_BOOTSTRAP_PASSWORD"] == house.administrator.password
    assert {name for name in orders if "SIGNING" in name or "BOOTSTRAP" in name or "CLOCK" in name} == set()
