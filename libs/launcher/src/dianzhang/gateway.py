"""Caddy: the one address, in front of the SPA and the services."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dianzhang.checkout import SERVICE_PORTS, checkout, program
from dianzhang.folder import DataFolder
from dianzhang.part import SHARED_MACHINE, Recipe, answers
from dianzhang.ports import HOST, Ports

HTTPS_PORT = 443


@dataclass(frozen=True)
class Front:
    """Where the house is seen from."""

    host: str
    """The address it listens on: 127.0.0.1, or 0.0.0.0 for a whole office."""
    domain: str | None
    """With a domain name, Caddy fetches a certificate and speaks TLS on 443."""

    @property
    def reached_at(self) -> str:
        """Where this machine itself reaches it."""
        return HOST if self.host in ("0.0.0.0", "::") else self.host

    def port(self, ports: Ports) -> int:
        return HTTPS_PORT if self.domain else ports.gateway

    def address(self, ports: Ports) -> str:
        return f"https://{self.domain}" if self.domain else f"http://{self.reached_at}:{ports.gateway}"


def gateway_environment(data: DataFolder, ports: Ports, front: Front) -> dict[str, str]:
    """The placeholders of infra/gateway/Caddyfile."""
    root = checkout()
    site = f"{front.domain}" if front.domain else f"http://:{ports.gateway}"
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(data.caddy),
        "XDG_DATA_HOME": str(data.caddy),
        "XDG_CONFIG_HOME": str(data.caddy),
        "DIANZHANG_SITE": site,
        "DIANZHANG_BIND": front.host,
        "DIANZHANG_SPA": str(root / "frontend" / "dist"),
        "DIANZHANG_OPENAPI": str(data.openapi),
        **{f"DIANZHANG_{name.upper()}_UPSTREAM": f"{HOST}:{ports.services[name]}" for name in SERVICE_PORTS},
    }


def gateway_recipe(data: DataFolder, ports: Ports, front: Front, *, extra: Mapping[str, str]) -> Recipe:
    # Behind TLS the name decides who answers; that the port is open is enough to know there.
    port, host = front.port(ports), front.reached_at
    alive = (lambda: _listens(host, port)) if front.domain else (lambda: answers(port, "/healthz", host=host))
    file: Path = checkout() / "infra" / "gateway" / "Caddyfile"
    return Recipe(
        name="gateway",
        command=(str(program("caddy")), "run", "--config", str(file), "--adapter", "caddyfile"),
        environment={**gateway_environment(data, ports, front), **SHARED_MACHINE, **extra},
        healthy=alive,
        lives=alive,
        farewell=10,
    )


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError:
        return False
    return True
