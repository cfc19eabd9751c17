"""One file with everything a house keeps: the database, the messages under way, the secrets.

A backup of a running house is the state of one moment. In this order:
1. the services and the broker are frozen (SIGSTOP: nothing is lost, the gateway lets callers wait);
2. PostgreSQL gives out a snapshot, and the broker's store is copied;
3. they go on, after well under a second for a usual store;
4. the database is dumped as of the snapshot, while work goes on.
What was half done at that moment is what a crash would have left, and comes right in the same way: a message is either still
in an outbox or already in the store, and one that is in both is handled once, because its receiver remembers it.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg

from dianzhang.checkout import postgres_installation
from dianzhang.database import Server
from dianzhang.folder import DataFolder, says_what_is_wrong
from dianzhang.house import House
from dianzhang.running import RunningHouse
from dianzhang.sentences import CannotGoOn
from dianzhang.unprivileged import plain_environment

FORMAT = "dianzhang-backup-1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
STORE = "nats"
SETTLE_SECONDS = 0.2
STOPS_WITHIN_SECONDS = 5.0
"""What was on its way to the broker when the services froze has arrived by then."""


def back_up(data: DataFolder, target: Path) -> int:
    """Writes the backup, of a house that runs or one that is stopped, and returns its size in bytes."""
    with says_what_is_wrong(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
            folder = Path(name)
            if data.launcher_pid() is not None:
                _collect_running(RunningHouse(data), folder)
            else:
                _collect_stopped(data, folder)
            for secret in (data.secrets, data.signing_key, data.demo):
                if secret.exists():
                    shutil.copy2(secret, folder / secret.name)
            _pack(folder, target)
    return target.stat().st_size


def restore(data: DataFolder, source: Path, *, force: bool) -> Path | None:
    """Fills the data folder from a backup. With `force`, what stood there is moved aside, and its new place is returned."""
    if not source.is_file():
        raise CannotGoOn(en=f"There is no file {source}.", zh=f"文件 {source} 不存在。")
    data.prepare()
    try:
        if (kept := _what_is_there(data)) and not force:
            raise CannotGoOn(
                en=f"{data.root} already holds data; with --force it is moved aside and the backup takes its place.",
                zh=f"{data.root} 中已有数据；加 --force 会先移开现有数据再恢复。",
            )
        with tempfile.TemporaryDirectory(dir=data.root, prefix=".restore-") as name, says_what_is_wrong(data.root):
            folder = Path(name)
            _unpack(source, folder)
            aside = _move_aside(data, "replaced") if kept else None
            for file in (data.secrets, data.signing_key, data.demo):
                if (folder / file.name).exists():
                    shutil.move(folder / file.name, file)
            shutil.rmtree(data.nats)
            shutil.move(folder / STORE, data.nats)
            _load(data, folder / DUMP)
    finally:
        data.release()
    return aside


# ---- taking ---------------------------------------------------------------------------------------------------------
def _collect_running(house: RunningHouse, folder: Path) -> None:
    house.needs_database()
    with psycopg.connect(house.server.url(), autocommit=False) as connection:
        # It only holds the snapshot while the dump runs: the server would end a transaction that is idle for that long.
        connection.execute("set idle_in_transaction_session_timeout = 0")
        connection.commit()
        with _frozen(house):
            connection.execute("set transaction isolation level repeatable read, read only")
            row = connection.execute("select pg_export_snapshot()").fetchone()
            _copy_store(house.data, folder)
        _dump(house.server, folder, snapshot=str(row[0]) if row else None)


def _collect_stopped(data: DataFolder, folder: Path) -> None:
    if not (data.postgres / "PG_VERSION").exists():
        raise CannotGoOn(en=f"There is no data in {data.root} yet.", zh=f"{data.root} 中还没有数据。")
    _refuse_lost_secrets(data)
    with House(data.root, base_port=0).start(stores_only=True, migrating=False) as house:
        house.parts["nats"].ask_to_stop()
        house.parts["nats"].wait_gone()
        _copy_store(house.data, folder)
        _dump(house.server, folder, snapshot=None)


def _refuse_lost_secrets(data: DataFolder) -> None:
    if not data.secrets.exists():
        raise CannotGoOn(
            en=f"{data.secrets} is missing; a backup without it could not be opened.",
            zh=f"缺少 {data.secrets}，没有它的备份无法使用。",
        )


@contextmanager
def _frozen(house: RunningHouse) -> Generator[None]:
    """Services first, then the broker; and on again in reverse, whatever happens."""
    found = [house.process(name) for name in (*house.services, "nats")]
    frozen = [process for process in found if process is not None]
    try:
        for process in frozen[:-1]:
            process.send_signal(signal.SIGSTOP)
        time.sleep(SETTLE_SECONDS)
        for process in frozen[-1:]:
            process.send_signal(signal.SIGSTOP)
        _await_stillness(frozen)
        yield
        # The watch wakes what stands still for more than half a minute: what was copied then is of no moment.
        if not all(_stands_still(process) for process in frozen):
            raise CannotGoOn(
                en="The messages under way took too long to copy; stop Dianzhang and back up again.",
                zh="复制在途消息耗时过长，请停止店长后再备份。",
            )
    finally:
        for process in reversed(frozen):
            # One that has ended meanwhile must not leave the others frozen.
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGCONT)


def _await_stillness(processes: Sequence[psutil.Process]) -> None:
    """A signal arrives when the system gets to it; what is copied before is of no moment. Whoever does not stop is noticed after the copy."""
    until = time.monotonic() + STOPS_WITHIN_SECONDS
    while time.monotonic() < until and not all(_stands_still(process) for process in processes):
        time.sleep(0.01)


def _stands_still(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.status() == psutil.STATUS_STOPPED
    return False


def _copy_store(data: DataFolder, folder: Path) -> None:
    shutil.copytree(data.nats, folder / STORE)


def _dump(server: Server, folder: Path, *, snapshot: str | None) -> None:
    chosen = [f"--snapshot={snapshot}"] if snapshot else []
    _run_tool(["pg_dump", "--format=custom", "--compress=gzip:1", *chosen, f"--file={folder / DUMP}"], server)


def _pack(folder: Path, target: Path) -> None:
    """Appears under its name only when it is complete, and only its owner can read it: it holds the secrets."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "format": FORMAT,
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "files": {str(path.relative_to(folder)): _digest(path) for path in files},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
    unfinished = target.with_name(f".{target.name}.part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive:
            for name in (MANIFEST, *(path.name for path in sorted(folder.iterdir()) if path.name != MANIFEST)):
                archive.add(folder / name, arcname=name)
            archive.close()
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


# ---- putting back ---------------------------------------------------------------------------------------------------
def _what_is_there(data: DataFolder) -> list[Path]:
    places = (data.postgres, data.secrets, data.signing_key, data.demo, data.demo_unfinished)
    return [*(path for path in places if path.exists()), *([data.nats] if any(data.nats.iterdir()) else [])]


def _move_aside(data: DataFolder, why: str) -> Path:
    """Everything that a start would build on; returns its new place."""
    aside = data.root / time.strftime(f"{why}-%Y%m%d-%H%M%S")
    aside.mkdir(mode=0o700)
    for path in _what_is_there(data):
        path.rename(aside / path.name)
    data.nats.mkdir(mode=0o700, exist_ok=True)
    return aside


def _unpack(source: Path, folder: Path) -> None:
    """Checks every file against the manifest before anything is believed."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                _extract(archive, member, folder)
        manifest = json.loads((folder / MANIFEST).read_text())
        whole = manifest["format"] == FORMAT and DUMP in manifest["files"]
        whole = whole and all(_digest(folder / name) == digest for name, digest in manifest["files"].items())
    except (tarfile.TarError, EOFError, KeyError, ValueError, FileNotFoundError, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno is not None and not isinstance(problem, FileNotFoundError):
            raise
        whole = False
    if not whole:
        raise CannotGoOn(
            en=f"{source} is not a whole Dianzhang backup; nothing was restored.",
            zh=f"{source} 不是完整的店长备份，未做任何恢复。",
        )
    (folder / STORE).mkdir(exist_ok=True)


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Plain files and folders within our folder, nothing else (tarfile's own filter is not in every Python 3.11)."""
    target = folder / member.name
    if not (member.isfile() or member.isdir()) or not target.resolve().is_relative_to(folder.resolve()):
        raise tarfile.TarError(f"{member.name} has no place in a backup")
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(member)
    assert content is not None, "a plain file has content"
    with content, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(content, file)


def _load(data: DataFolder, dump: Path) -> None:
    """Into a new cluster, with only the database running; then the roles get their passwords and settings back."""
    # The house takes the lock itself.
    data.release()
    try:
        with House(data.root, base_port=0).start(stores_only=True, migrating=False) as house:
            _run_tool(
                ["pg_restore", "--exit-on-error", "--clean", "--if-exists", "--jobs=2", f"--dbname={house.server.url()}", str(dump)], None
            )
            house.migrate()
    except BaseException:
        # The next start must not take half a database for a whole one.
        data.take_lock()
        _move_aside(data, "unfinished")
        raise


def _run_tool(command: list[str], server: Server | None) -> None:
    where = [f"--dbname={server.url()}"] if server is not None else []
    program = str(postgres_installation() / "bin" / command[0])
    done = subprocess.run([program, *where, *command[1:]], capture_output=True, text=True, env=plain_environment())
    if done.returncode:
        words = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise CannotGoOn(en=f"{command[0]} failed: {words}", zh=f"{command[0]} 失败：{words}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
