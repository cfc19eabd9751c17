import io
import signal
import stat
import tarfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from dianzhang import backup
from dianzhang.backup import back_up, restore
from dianzhang.database import Server
from dianzhang.folder import DataFolder
from dianzhang.house import House
from dianzhang.sentences import CannotGoOn
from dianzhang.up import demo_is_due


def visit(house: House, number: int) -> None:
    with psycopg.connect(house.database_url("insights")) as connection:
        connection.execute("insert into visit values (%s)", [number])


def visits(house: House) -> list[int]:
    with psycopg.connect(house.database_url("insights")) as connection:
        return [int(row[0]) for row in connection.execute("select id from visit order by id").fetchall()]


def test_a_running_house_is_saved_as_of_one_moment_and_stands_again_elsewhere(small_house: House, tmp_path: Path) -> None:
    visit(small_house, 1)
    (small_house.data.nats / "kept").write_text("a message under way")
    file = tmp_path / "saved.tar.gz"
    assert back_up(small_house.data, file) == file.stat().st_size
    visit(small_house, 2)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    elsewhere = DataFolder(tmp_path / "elsewhere")
    assert restore(elsewhere, file, force=False) is None
    assert (elsewhere.nats / "kept").read_text() == "a message under way"
    assert elsewhere.secrets.read_text() == small_house.data.secrets.read_text()
    with House(elsewhere.root, base_port=0) as again:
        assert visits(again) == [1]
        assert again.parts["insights"].healthy()
        with psycopg.connect(again.database_url("insights")) as connection:
            assert connection.execute("show search_path").fetchone() == ("insights, extensions",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("create table public.mine (id int)")


def test_the_parts_go_on_after_a_backup(small_house: House, tmp_path: Path) -> None:
    back_up(small_house.data, tmp_path / "saved.tar.gz")
    assert all(part.healthy() for part in small_house.parts.values())


def test_a_broker_that_was_woken_while_it_was_copied_is_no_backup(
    small_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wake(_: DataFolder, folder: Path) -> None:
        (folder / "nats").mkdir()
        nats = psutil.Process(small_house.pid("nats"))
        nats.send_signal(signal.SIGCONT)
        while nats.status() == psutil.STATUS_STOPPED:
            time.sleep(0.01)

    monkeypatch.setattr(backup, "_copy_store", wake)
    with pytest.raises(CannotGoOn, match="took too long to copy"):
        back_up(small_house.data, tmp_path / "saved.tar.gz")
    assert not (tmp_path / "saved.tar.gz").exists()
    assert all(part.healthy() for part in small_house.parts.values())


def test_a_dump_may_take_longer_than_a_transaction_may_stand_idle(
    small_checkout: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The slow dump stands in for the module's own: there is no seam in front of pg_dump.
    take = backup._dump  # pyright: ignore[reportPrivateUsage]

    def take_long(server: Server, folder: Path, *, snapshot: str | None) -> None:
        time.sleep(1)
        take(server, folder, snapshot=snapshot)

    monkeypatch.setattr(backup, "_dump", take_long)
    with House(data, base_port=0, postgres_options=("idle_in_transaction_session_timeout=300ms",)) as house:
        assert back_up(house.data, tmp_path / "saved.tar.gz") > 0


def test_a_backup_of_a_stopped_house_leaves_its_tables_as_they_are(
    small_checkout: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    House(data, base_port=0).start(stores_only=True).stop()
    monkeypatch.setattr(House, "migrate", lambda *_: pytest.fail("it migrated"))
    assert back_up(DataFolder(data), tmp_path / "saved.tar.gz") > 0


def test_half_a_restored_house_is_not_taken_for_a_whole_one(small_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "saved.tar.gz"
    back_up(small_house.data, file)
    monkeypatch.setattr(House, "migrate", lambda _: (_ for _ in ()).throw(CannotGoOn(en="no room", zh="")))
    elsewhere = DataFolder(tmp_path / "elsewhere")
    with pytest.raises(CannotGoOn, match="no room"):
        restore(elsewhere, file, force=False)
    assert not elsewhere.postgres.exists()
    assert not elsewhere.secrets.exists()
    assert elsewhere.launcher_pid() is None
    assert [(path / "postgres" / "PG_VERSION").exists() for path in elsewhere.root.glob("unfinished-*")] == [True]


def test_existing_data_is_only_moved_aside_by_force(small_checkout: Path, data: Path, tmp_path: Path) -> None:
    with House(data, base_port=0) as house:
        visit(house, 1)
    file = tmp_path / "saved.tar.gz"
    back_up(DataFolder(data), file)
    with House(data, base_port=0) as house:
        visit(house, 2)
    with pytest.raises(CannotGoOn, match="already holds data"):
        restore(DataFolder(data), file, force=False)
    with House(data, base_port=0) as house:
        assert visits(house) == [1, 2]
    # As if the making of a demo company had been interrupted: the next start would throw away what it finds.
    DataFolder(data).demo_unfinished.touch()
    aside = restore(DataFolder(data), file, force=True)
    assert aside is not None
    assert (aside / "postgres" / "PG_VERSION").exists()
    assert not demo_is_due(DataFolder(data))
    with House(data, base_port=0) as house:
        assert visits(house) == [1]


def test_a_running_house_is_not_restored_into(small_house: House, tmp_path: Path) -> None:
    file = tmp_path / "saved.tar.gz"
    back_up(small_house.data, file)
    with pytest.raises(CannotGoOn, match="already runs"):
        restore(DataFolder(small_house.data.root), file, force=True)


def test_a_changed_or_cut_backup_is_refused_and_changes_nothing(small_house: House, tmp_path: Path) -> None:
    file = tmp_path / "saved.tar.gz"
    back_up(small_house.data, file)
    whole = file.read_bytes()
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    changed = tmp_path / "changed.tar.gz"
    with tarfile.open(file) as source, tarfile.open(changed, "w:gz") as target:
        for member in source:
            content = source.extractfile(member)
            if member.name == "secrets.env":
                assert content is not None
                text = content.read().replace(b"DATA_KEY=", b"DATA_KEY=A")
                member.size = len(text)
                target.addfile(member, io.BytesIO(text))
            else:
                target.addfile(member, content)
    elsewhere = DataFolder(tmp_path / "elsewhere")
    elsewhere.root.mkdir()
    elsewhere.secrets.write_text("what was there")
    for broken in (cut, changed):
        with pytest.raises(CannotGoOn, match="not a whole Dianzhang backup"):
            restore(elsewhere, broken, force=True)
    assert elsewhere.secrets.read_text() == "what was there"
    assert not elsewhere.postgres.exists()


def test_there_is_nothing_to_save_before_the_first_start(data: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotGoOn, match="no data"):
        back_up(DataFolder(data), tmp_path / "saved.tar.gz")
    assert list(tmp_path.glob("*.tar.gz")) == []
