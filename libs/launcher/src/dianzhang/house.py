"""The house: every part of Dianzhang on one machine, started in order and stopped in reverse.

`dianzhang up` and the acceptance, journey, load and fault tests all use this class.
"""

import os
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from chassis.merging import write_served
from dianzhang import checkout, migration
from dianzhang.broker import nats_recipe, nats_url
from dianzhang.database import Server
from dianzhang.folder import DataFolder, scarce_space
from dianzhang.gateway import Front, gateway_recipe
from dianzhang.part import Part, Recipe, end_leftovers
from dianzhang.ports import HOST, Ports, fixed_ports, free_ports, refuse_taken
from dianzhang.readiness import wait_until_ready
from dianzhang.secret_file import open_secrets
from dianzhang.sentences import Sentence
from dianzhang.service import ADMINISTRATOR, Surroundings, service_recipe
from dianzhang.telling import Telling, silence

DEFAULT_PORT = 8080
DEFAULT_BASE_PORT = 8100
UNLIMITED = 1_000_000_000


@dataclass(frozen=True)
class Login:
    login: str
    password: str


@dataclass
class House:
    """One Dianzhang, in one data folder.

    With `base_port=0` every port is a free one; `clock_file` lets a test move the business clock with `set_clock`;
    `rate_limits=False` lifts the limits per client, for load tests; `environment` is handed to every service.
    """

    data_dir: Path
    port: int = DEFAULT_PORT
    base_port: int = DEFAULT_BASE_PORT
    host: str = HOST
    domain: str | None = None
    clock_file: bool = False
    rate_limits: bool = True
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    postgres_options: tuple[str, ...] = ()
    services: list[str] = field(default_factory=checkout.services)
    lenient: bool = False
    """Whether a service that does not come up is left to the watch, and the rest goes on."""
    tell: Telling = silence

    def __post_init__(self) -> None:
        self.data = DataFolder(Path(self.data_dir))
        self.front = Front(host=self.host, domain=self.domain)
        self.parts: dict[str, Part] = {}
        self.ports: Ports = fixed_ports(gateway=self.port, base=self.base_port)
        self._secrets: dict[str, str] = {}
        # The kernel ties each part to the thread that started it, so one thread starts them all and lives until the end.
        self._starter: ThreadPoolExecutor | None = None

    # ---- where it is --------------------------------------------------------------------------------------------
    @property
    def address(self) -> str:
        return self.front.address(self.ports)

    @property
    def urls(self) -> dict[str, str]:
        """The address of the gateway, and of each service behind it."""
        return {"gateway": self.address, **{name: f"http://{HOST}:{self.ports.services[name]}" for name in self.services}}

    @property
    def server(self) -> Server:
        return Server(
            data=self.data,
            port=self.ports.postgres,
            secrets=self._secrets,
            services=tuple(self.services),
            options=self.postgres_options,
        )

    @property
    def nats_url(self) -> str:
        return nats_url(self.ports, self._secrets)

    @property
    def administrator(self) -> Login:
        """The first account, which people makes while there is none."""
        return Login(login=ADMINISTRATOR, password=self._secrets["BOOTSTRAP_PASSWORD"])

    def database_url(self, role: str = "postgres") -> str:
        """For psycopg and pg tools; `role` is a service, or postgres who may do anything."""
        return self.server.url(role)

    def service_environment(self, service: str) -> dict[str, str]:
        """The environment variables a process of this service gets; with them its code runs in a test as well."""
        return self._surroundings().environment(service)

    def pid(self, part: str) -> int | None:
        return self.parts[part].pid

    # ---- its life -----------------------------------------------------------------------------------------------
    def start(self, *, before: Callable[[], None] | None = None, stores_only: bool = False, migrating: bool = True) -> Self:
        """Everything up and ready, or nothing left running and CannotGoOn with one sentence.

        `before` runs when the folder is ours and nothing has been started; `stores_only` leaves services and gateway out,
        `migrating=False` the tables as they are.
        """
        self.data.prepare()
        try:
            self._make_ready()
            if before is not None:
                before()
            self.make_secrets()
            self._start_stores()
            if migrating:
                self.migrate()
            self.wait_ready("nats")
            if not stores_only:
                self._start_services()
                self._write_state()
        except BaseException:
            self.stop()
            raise
        return self

    def _make_ready(self) -> None:
        if words := scarce_space(self.data):
            self.tell("disk", "note", words)
        if found := end_leftovers(self.data):
            names = ", ".join(found)
            self.tell("house", "note", Sentence(en=f"Ended what was left running: {names}.", zh=f"已结束上次残留的进程：{names}。"))
        if self.base_port == 0:
            self.ports = free_ports()
        else:
            refuse_taken(self._ports_by_part(), gateway_host=self.host)
        if self.clock_file and not self.data.clock.exists():
            self.data.clock.write_text("0")
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="starter")

    def make_secrets(self) -> None:
        """Reads the secrets of the folder, and makes those that are missing."""
        self._secrets = open_secrets(self.data, services=self.services)

    def _start_stores(self) -> None:
        """The database and the broker, beside each other; then the roles."""
        self.tell("postgres", "starting", None)
        self.server.make_cluster()
        self._spawn(self.server.recipe())
        self.tell("nats", "starting", None)
        self._spawn(nats_recipe(self.data, self.ports, self._secrets))
        self.wait_ready("postgres")
        self.server.make_roles()

    def migrate(self, only: list[str] | None = None) -> list[str]:
        """Brings the tables of those services up to date that are behind, and returns them."""
        names = migration.behind(only or self.services, database_url=self.server.url())
        if names:
            self.tell("tables", "starting", Sentence(en=", ".join(names), zh="、".join(names)))
            migration.migrate({name: migration.environment(self.server, name) for name in names})
            self.tell("tables", "ready", None)
        return names

    def _start_services(self) -> None:
        recipes = [service_recipe(name, self._surroundings()) for name in self.services]
        write_served(checkout.checkout() / "docs" / "openapi", self.data.openapi)
        gateway = gateway_recipe(self.data, self.ports, self.front, extra=self.environment)
        for recipe in [*recipes, gateway]:
            self.tell(recipe.name, "starting", None)
            self._spawn(recipe)
        wait_until_ready(
            [self.parts[recipe.name] for recipe in [*recipes, gateway]], tell=self.tell, lenient=self.services if self.lenient else ()
        )

    def stop(self) -> None:
        """In reverse: first nobody comes in any more, then the services finish, then broker and database write out."""
        if self._starter is not None:
            # An interrupt may have come in the middle of a start: wait until that process is known.
            self._starter.submit(int).result()
        for group in (["gateway"], self.services, ["nats"], ["postgres"]):
            leaving = [self.parts[name] for name in group if name in self.parts]
            for part in leaving:
                if part.alive:
                    self.tell(part.name, "stopping", None)
                part.ask_to_stop()
            for part in leaving:
                part.wait_gone()
                self.tell(part.name, "stopped", None)
        self.parts.clear()
        if self._starter is not None:
            self._starter.shutdown()
            self._starter = None
        self.data.forget_state()
        self.ports.release()
        self.data.release()

    def hurry(self) -> None:
        """Ends at once what is still there; the database recovers from its journal at the next start."""
        for part in self.parts.values():
            part.signal(signal.SIGKILL)

    def kill(self, part: str) -> None:
        """As `kill -9`. It stays down until `restart`."""
        self.parts[part].kill()

    def restart(self, part: str, *, wait: bool = True) -> None:
        """Stops the part if it runs, and starts it again; `wait` until it is ready."""
        it = self.parts[part]
        it.ask_to_stop()
        it.wait_gone()
        self.revive(part)
        if wait:
            self.wait_ready(part)

    def revive(self, part: str) -> None:
        """Starts a part that is down, without waiting for it."""
        self._in_starter(self.parts[part])

    def wait_ready(self, part: str) -> None:
        """Returns when the part is healthy; raises what it died of, or that it took too long."""
        wait_until_ready([self.parts[part]], tell=self.tell)

    def set_clock(self, offset_seconds: float) -> None:
        """Moves the business clock of all services to this far from real time. Needs `clock_file`."""
        beside = self.data.clock.with_suffix(".new")
        beside.write_text(str(offset_seconds))
        beside.replace(self.data.clock)

    def __enter__(self) -> Self:
        """Starts it, unless `start` was called with wishes of its own."""
        return self if self.parts else self.start()

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    # ---- inside -------------------------------------------------------------------------------------------------
    def _surroundings(self) -> Surroundings:
        lifted = {
            "DIANZHANG_RATE_LIMIT_PER_MINUTE": str(UNLIMITED),
            "DIANZHANG_ANONYMOUS_RATE_LIMIT_PER_MINUTE": str(UNLIMITED),
        }
        return Surroundings(
            data=self.data,
            ports=self.ports,
            secrets=self._secrets,
            server=self.server,
            public_url=self.address,
            clock_file=self.clock_file,
            extra={**({} if self.rate_limits else lifted), **self.environment},
        )

    def _ports_by_part(self) -> dict[str, int]:
        return {**self.ports.by_part(self.services), "gateway": self.front.port(self.ports)}

    def _spawn(self, recipe: Recipe) -> None:
        part = self.parts[recipe.name] = Part(recipe, self.data)
        self._in_starter(part)

    def _in_starter(self, part: Part) -> None:
        if self._starter is None:
            raise RuntimeError("the house is not started")
        self._starter.submit(part.spawn).result()

    def _write_state(self) -> None:
        self.data.write_state(
            {
                "address": self.address,
                "launcher": os.getpid(),
                "ports": self._ports_by_part(),
                "services": self.services,
            }
        )
