"""The services: one uvicorn process each."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from dianzhang.broker import nats_url
from dianzhang.checkout import service_folder
from dianzhang.database import Server
from dianzhang.folder import DataFolder
from dianzhang.part import Recipe, answers
from dianzhang.ports import HOST, Ports

READY = "/ready"
ALIVE = "/health"
ADMINISTRATOR = "admin"
"""Login of the first account; its password stands in the secrets."""
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "HOME", "PYTHONPATH", "TMPDIR")


@dataclass(frozen=True)
class Surroundings:
    """What every service of a house is told."""

    data: DataFolder
    ports: Ports
    secrets: Mapping[str, str]
    server: Server
    public_url: str
    clock_file: bool
    extra: Mapping[str, str]
    """Further environment variables, by their full name."""

    def environment(self, service: str) -> dict[str, str]:
        """The environment variables of docs/map.md; the signing key is for people alone."""
        own = {
            "DIANZHANG_DATABASE_URL": self.server.url(service, driver="postgresql+asyncpg"),
            "DIANZHANG_NATS_URL": nats_url(self.ports, self.secrets),
            "DIANZHANG_DATA_KEY": self.secrets["DATA_KEY"],
            "DIANZHANG_PUBLIC_URL": self.public_url,
            "DIANZHANG_KEYS_CACHE_FILE": str(self.data.run / f"{service}-keys.json"),
        }
        for name, port in self.ports.services.items():
            own[f"DIANZHANG_{name.upper()}_URL"] = f"http://{HOST}:{port}"
        if service == "people":
            own["DIANZHANG_SIGNING_KEY_FILE"] = str(self.data.signing_key)
            own["DIANZHANG_BOOTSTRAP_LOGIN"] = ADMINISTRATOR
            own["DIANZHANG_BOOTSTRAP_PASSWORD"] = self.secrets["BOOTSTRAP_PASSWORD"]
        if self.clock_file:
            own["DIANZHANG_CLOCK_FILE"] = str(self.data.clock)
        passed_on = {name: value for name, value in os.environ.items() if name in PASSED_ON or name.startswith(("DIANZHANG_", "OTEL_"))}
        return {**passed_on, "PYTHONUNBUFFERED": "1", **own, **self.extra}


def service_recipe(service: str, around: Surroundings) -> Recipe:
    port = around.ports.services[service]
    return Recipe(
        name=service,
        command=(
            sys.executable, "-m", "uvicorn", "--factory", f"{service}.main:build",
            "--host", HOST, "--port", str(port),
            "--loop", "uvloop", "--http", "httptools",
            "--no-access-log", "--no-server-header",
            "--proxy-headers", "--forwarded-allow-ips", HOST,
            # Longer than the gateway keeps its side open, so that it never writes into a closing connection.
            "--timeout-keep-alive", "90",
            "--timeout-graceful-shutdown", "5",
        ),
        environment=around.environment(service),
        healthy=lambda: answers(port, READY, seconds=5),
        lives=lambda: answers(port, ALIVE, seconds=5),
        folder=service_folder(service),
    )  # fmt: skip
