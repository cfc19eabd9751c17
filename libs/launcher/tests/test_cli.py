from pathlib import Path

import pytest
from typer.testing import CliRunner

from dianzhang.cli import app
from dianzhang.house import House
from dianzhang.sentences import CannotGoOn

runner = CliRunner()


def test_every_command_explains_itself() -> None:
    said = runner.invoke(app, ["--help"]).output
    for command in ("up", "down", "status", "doctor", "migrate", "demo", "backup", "restore", "orders"):
        assert command in said


def test_status_shows_each_part_of_a_running_house(small_house: House) -> None:
    done = runner.invoke(app, ["status", "--data", str(small_house.data.root)])
    assert done.exit_code == 0
    for shown in ("PostgreSQL", "NATS JetStream", "insights", "gateway", small_house.address, str(small_house.pid("insights"))):
        assert shown in done.output
    small_house.kill("insights")
    done = runner.invoke(app, ["status", "--data", str(small_house.data.root)])
    assert done.exit_code == 1
    assert "down" in done.output


def test_status_of_a_house_that_does_not_run_is_one_sentence(data: Path) -> None:
    done = runner.invoke(app, ["status", "--data", str(data)])
    assert isinstance(done.exception, CannotGoOn)
    assert "does not run" in str(done.exception)


def test_down_without_a_house_says_so(data: Path) -> None:
    done = runner.invoke(app, ["down", "--data", str(data)])
    assert (done.exit_code, done.output) == (0, "Nothing runs here.\n")


def test_migrate_brings_tables_up_to_date_once(small_checkout: Path, data: Path) -> None:
    assert "Migrated: insights" in runner.invoke(app, ["migrate", "--data", str(data)]).output
    assert "up to date" in runner.invoke(app, ["migrate", "insights", "--data", str(data)]).output


def test_migrate_refuses_a_service_that_is_not_there(small_checkout: Path, data: Path) -> None:
    done = runner.invoke(app, ["migrate", "payroll", "--data", str(data)])
    assert str(done.exception) == "There is no service payroll; there are: insights."


def test_without_its_database_a_running_house_is_one_sentence(small_house: House, tmp_path: Path) -> None:
    small_house.kill("postgres")
    for command in (["migrate"], ["backup", str(tmp_path / "saved.tar.gz")]):
        done = runner.invoke(app, [*command, "--data", str(small_house.data.root)])
        assert isinstance(done.exception, CannotGoOn)
        assert "The database does not answer" in str(done.exception)


def test_doctor_finds_what_is_wrong(small_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    small_house.data.secrets.chmod(0o644)
    done = runner.invoke(app, ["doctor", "--data", str(small_house.data.root)])
    assert done.exit_code == 1
    assert "chmod 600" in done.output.replace("\n", "")
    assert "PostgreSQL) 18" in done.output
