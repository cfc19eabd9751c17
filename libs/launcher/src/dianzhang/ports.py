"""Which ports a house uses: fixed ones for people, free ones for tests."""

import random
import socket
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

from dianzhang.checkout import SERVICE_PORTS
from dianzhang.sentences import CannotGoOn

HOST = "127.0.0.1"
BLOCK = 16
"""A house with free ports takes this many in a row; the last one is its guard."""


@dataclass
class Ports:
    gateway: int
    postgres: int
    nats: int
    nats_monitor: int
    services: dict[str, int]
    guard: socket.socket | None = field(default=None, repr=False)
    """Bound as long as the house stands, so that two houses with free ports never choose the same block."""

    def by_part(self, services: list[str]) -> dict[str, int]:
        own = {name: self.services[name] for name in services}
        return {"postgres": self.postgres, "nats": self.nats, "nats monitor": self.nats_monitor, **own, "gateway": self.gateway}

    def release(self) -> None:
        if self.guard is not None:
            self.guard.close()
            self.guard = None


def fixed_ports(*, gateway: int, base: int) -> Ports:
    return Ports(
        gateway=gateway,
        postgres=base + 32,
        nats=base + 42,
        nats_monitor=base + 43,
        services={name: base + offset for name, offset in SERVICE_PORTS.items()},
    )


def free_ports() -> Ports:
    """A block below the range from which the kernel lends ports to outgoing connections."""
    for _ in range(200):
        base = random.randrange(10_000, 32_000, BLOCK)  # a choice, not a secret
        guard = socket.socket()
        try:
            guard.bind((HOST, base + BLOCK - 1))
        except OSError:
            guard.close()
            continue
        if all(is_free(port) for port in range(base, base + BLOCK - 1)):
            return Ports(
                gateway=base,
                postgres=base + 9,
                nats=base + 10,
                nats_monitor=base + 11,
                services={name: base + offset for name, offset in SERVICE_PORTS.items()},
                guard=guard,
            )
        guard.close()
    raise CannotGoOn(en="No free ports are left on this machine.", zh="本机已没有空闲端口。")


def is_free(port: int, *, host: str = HOST) -> bool:
    with socket.socket() as probe:
        # Ports of connections that have just closed are free for a server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise _not_allowed(port) from None
        except OSError:
            return False
        return True


def refuse_taken(ports: dict[str, int], *, gateway_host: str) -> None:
    """Raises for the first port that something else already uses."""
    for part, port in ports.items():
        if not is_free(port, host=gateway_host if part == "gateway" else HOST):
            option = "--port" if part == "gateway" else "--base-port"
            holder = _who_listens(port)
            raise CannotGoOn(
                en=f"Port {port} ({part}) is taken{f' by {holder}' if holder else ''}; stop that, or choose another with {option}.",
                zh=f"端口 {port}（{part}）已被{holder or '其他程序'}占用，请停止该程序，或用 {option} 换一个端口。",
            )


def _who_listens(port: int) -> str:
    """The name and number of the process, where the system lets us see it; else empty."""
    with suppress(psutil.Error, PermissionError):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()} ({connection.pid})"
    return ""


def _not_allowed(port: int) -> CannotGoOn:
    return CannotGoOn(
        en=f"This user may not open port {port}; choose one above 1023 with --port (a domain name needs 443).",
        zh=f"当前用户无权使用端口 {port}，请用 --port 选择大于 1023 的端口（使用域名须开放 443）。",
    )
