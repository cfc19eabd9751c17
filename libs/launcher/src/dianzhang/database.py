"""PostgreSQL: the cluster in the data folder, the user it runs as, and the roles and schemas of the services."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import psycopg

from dianzhang.checkout import checkout, postgres_installation
from dianzhang.diagnosis import damaged
from dianzhang.folder import DataFolder, full_disk, says_what_is_wrong
from dianzhang.part import LINUX, Recipe
from dianzhang.ports import HOST
from dianzhang.secret_file import database_secret
from dianzhang.sentences import CannotGoOn
from dianzhang.unprivileged import User, identity, plain_environment, reachable_installation, unprivileged_user

DATABASE = "dianzhang"
OWNER = "postgres"
_HERE = "/proc/self/cwd"
"""The folder a process stands in, reachable even where the folders above it are closed to its user."""


@dataclass(frozen=True)
class Server:
    """The PostgreSQL server of one house."""

    data: DataFolder
    port: int
    secrets: Mapping[str, str]
    services: tuple[str, ...]
    options: tuple[str, ...] = ()
    """Further `name=value` settings, for tests that measure."""

    def url(self, role: str = OWNER, *, driver: str = "postgresql") -> str:
        return f"{driver}://{role}:{self.secrets[database_secret(role)]}@{HOST}:{self.port}/{DATABASE}"

    def recipe(self) -> Recipe:
        user = unprivileged_user(self.data.postgres)
        installation = reachable_installation(user)
        settings = [f"port={self.port}", f"listen_addresses={HOST}", "unix_socket_directories=", *self.options]
        place = _HERE if user and LINUX else str(self.data.postgres)
        arguments = [argument for setting in settings for argument in ("-c", setting)]
        return Recipe(
            name="postgres",
            command=(str(installation / "bin" / "postgres"), "-D", place, *arguments),
            environment=plain_environment(),
            healthy=self.answers,
            lives=self.lives,
            # INT is PostgreSQL's fast shutdown: open transactions are rolled back, everything is written.
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
            patience=300,  # a recovery after a crash has to read the journal first
            farewell=60,
            user=user,
            folder=self.data.postgres,
        )

    def answers(self) -> bool:
        try:
            with psycopg.connect(self._owner_url("postgres"), connect_timeout=2) as connection:
                connection.execute("select 1")
                return True
        except psycopg.OperationalError:
            return False

    def lives(self) -> bool:
        """Whether it says anything at all: one that reads its journal back, or has no connection left, lives."""
        asked = f"{self._owner_url('postgres')}?connect_timeout=5"
        return psycopg.pq.PGconn.ping(asked.encode()) != psycopg.pq.Ping.NO_RESPONSE

    def make_cluster(self) -> bool:
        """Makes the cluster at the first start; writes our settings at each. True when it was made now."""
        folder = self.data.postgres
        user = unprivileged_user(folder)
        fresh = not (folder / "PG_VERSION").exists()
        with says_what_is_wrong(folder):
            if fresh:
                self._initialise(user)
            _refuse_other_version(folder)
            # PostgreSQL insists on it, and a copied folder often lost it.
            folder.chmod(0o700)
            for name in ("postgresql.conf", "pg_hba.conf"):
                shutil.copyfile(checkout() / "infra" / "postgres" / name, folder / name)
            with (folder / "postgresql.conf").open("a") as settings:
                settings.write("\n# What the operator of this house wants otherwise.\ninclude_dir = 'conf.d'\n")
            (folder / "conf.d").mkdir(exist_ok=True)
            if user:
                for path in (folder, *folder.glob("*.conf"), folder / "conf.d"):
                    os.chown(path, *user)
        return fresh

    def _initialise(self, user: User | None) -> None:
        """Made beside its place and moved there when whole, so that an interrupted first start leaves nothing half."""
        unfinished = self.data.root / "postgres.new"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        if self.data.postgres.exists() and any(self.data.postgres.iterdir()):
            _refuse_damaged(self.data.postgres)
        unfinished.mkdir(mode=0o700)
        if user:
            os.chown(unfinished, *user)
        done = self._run_initdb(unfinished, user)
        if done.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            if "No space left" in done.stderr:
                raise full_disk(self.data.root)
            words = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise CannotGoOn(en=f"The database could not be made: {words}", zh=f"无法创建数据库：{words}")
        unfinished.rename(self.data.postgres)

    def _run_initdb(self, folder: Path, user: User | None) -> subprocess.CompletedProcess[str]:
        # The system's folder for temporary files is one that the other user can reach; the file itself only it can read.
        with tempfile.NamedTemporaryFile("w") as password_file:
            password_file.write(f"{self.secrets[database_secret(OWNER)]}\n")
            password_file.flush()
            if user:
                os.chown(password_file.name, *user)
            return subprocess.run(
                [
                    str(reachable_installation(user) / "bin" / "initdb"),
                    f"--pgdata={_HERE if user and LINUX else folder}",
                    f"--username={OWNER}",
                    f"--pwfile={password_file.name}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions",
                ],
                capture_output=True,
                text=True,
                env=plain_environment(),
                cwd=folder,
                **identity(user),
            )

    def make_roles(self) -> None:
        """One role and one schema a service; safe to run again, and it repairs a password after a restore."""
        psql = str(postgres_installation() / "bin" / "psql")
        scripts = checkout() / "infra" / "postgres"
        if self._roles_are_there():
            return
        self._run_psql([psql, self._owner_url("postgres"), "-f", str(scripts / "database.sql")], {})
        for service in self.services:
            environment = {"SERVICE": service, "SERVICE_PASSWORD": self.secrets[database_secret(service)]}
            self._run_psql([psql, self.url(), "-f", str(scripts / "service.sql")], environment)

    def _roles_are_there(self) -> bool:
        """Whether each service can sign in with the password that we hold."""
        try:
            for role in (OWNER, *self.services):
                psycopg.connect(self.url(role), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run_psql(self, command: list[str], environment: Mapping[str, str]) -> None:
        done = subprocess.run(
            [*command[:2], "-X", "-q", "-v", "ON_ERROR_STOP=1", *command[2:]],
            capture_output=True,
            text=True,
            env={**plain_environment(), **environment},
        )
        if done.returncode:
            words = done.stderr.strip().splitlines()[-1:]
            raise CannotGoOn(en=f"The database roles could not be made: {words}", zh=f"无法创建数据库角色：{words}")

    def _owner_url(self, database: str) -> str:
        return self.url().removesuffix(DATABASE) + database


def _refuse_other_version(folder: Path) -> None:
    with says_what_is_wrong(folder):
        version = (folder / "PG_VERSION").read_text().strip()
    if not version.isdigit() or not (folder / "global" / "pg_control").is_file():
        _refuse_damaged(folder)
    if version != "18":
        raise CannotGoOn(
            en=f"The data in {folder} was written by PostgreSQL {version}, this is 18; make a backup with the older release and restore it here.",
            zh=f"{folder} 的数据由 PostgreSQL {version} 写入，当前版本是 18，请用旧版本备份后在此恢复。",
        )


def _refuse_damaged(folder: Path) -> NoReturn:
    raise damaged(folder)
