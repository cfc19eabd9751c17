"""Which services' tables are behind their migrations, and bringing them up to date.

`python -m dianzhang.migration SERVICE` migrates one service; its DIANZHANG_DATABASE_URL says where.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from dianzhang.checkout import service_folder
from dianzhang.database import Server
from dianzhang.sentences import CannotGoOn

VERSION_TABLE = "alembic_version"


def behind(services: Iterable[str], *, database_url: str) -> list[str]:
    """The services whose tables are not at the heads of their migrations. Asks the files and one table each: no Alembic."""
    with psycopg.connect(database_url, connect_timeout=10) as connection:
        return [name for name in services if heads(service_folder(name)) != _applied(connection, name)]


def heads(folder: Path) -> set[str]:
    """The revisions that no other revision follows."""
    links = [_links(file) for file in (folder / "migrations" / "versions").glob("*.py")]
    followed = {name for _, befores in links for name in befores}
    return {name for name, _ in links if name} - followed


def migrate(environments: Mapping[str, Mapping[str, str]]) -> None:
    """Migrates these services beside each other, each in a process of its own with its own role."""
    running = {
        service: subprocess.Popen(
            [sys.executable, "-m", "dianzhang.migration", service],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for service, environment in environments.items()
    }
    words = {service: process.communicate()[0] for service, process in running.items()}
    for service, process in running.items():
        if process.returncode:
            last = (words[service].strip().splitlines() or ["?"])[-1][:300]
            sys.stderr.write(words[service])
            raise CannotGoOn(
                en=f"The tables of {service} could not be migrated: {last}",
                zh=f"{service} 的数据表升级失败：{last}",
            )


def environment(server: Server, service: str) -> dict[str, str]:
    return {**os.environ, "DIANZHANG_DATABASE_URL": server.url(service, driver="postgresql+psycopg")}


def _applied(connection: psycopg.Connection[tuple[object, ...]], service: str) -> set[str]:
    table = sql.Identifier(service, VERSION_TABLE)
    if connection.execute("select to_regclass(%s)", [f"{service}.{VERSION_TABLE}"]).fetchone() == (None,):
        return set()
    rows = connection.execute(sql.SQL("select version_num from {}").format(table)).fetchall()
    return {str(version) for (version,) in rows}


def _links(file: Path) -> tuple[str, set[str]]:
    """(revision, the revisions it follows) of one migration file, read without running it."""
    revision, befores = "", set[str]()
    for statement in ast.parse(file.read_text()).body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if name in ("revision", "down_revision"):
                said = ast.literal_eval(value)
                if name == "revision":
                    revision = said
                elif said is not None:
                    befores = {said} if isinstance(said, str) else set(said)
            case _:
                pass
    return revision, befores


def main(service: str) -> None:
    from chassis.migrations import upgrade

    upgrade(service_folder(service) / "migrations", os.environ["DIANZHANG_DATABASE_URL"])


if __name__ == "__main__":
    main(sys.argv[1])
