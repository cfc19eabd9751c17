"""NATS JetStream: one server, its store in the data folder."""

import os
import signal
from collections.abc import Mapping

from dianzhang.checkout import checkout, program
from dianzhang.folder import DataFolder
from dianzhang.part import SHARED_MACHINE, Recipe, answers
from dianzhang.ports import HOST, Ports

USER = "dianzhang"


def nats_url(ports: Ports, secrets: Mapping[str, str]) -> str:
    return f"nats://{USER}:{secrets['NATS_PASSWORD']}@{HOST}:{ports.nats}"


def nats_recipe(data: DataFolder, ports: Ports, secrets: Mapping[str, str]) -> Recipe:
    return Recipe(
        name="nats",
        command=(
            str(program("nats-server")),
            "--config", str(checkout() / "infra" / "nats" / "nats.conf"),
            "--addr", HOST,
            "--port", str(ports.nats),
            "--http_port", str(ports.nats_monitor),
            "--store_dir", str(data.nats),
        ),
        environment={
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(data.root),
            "DIANZHANG_NATS_PASSWORD": secrets["NATS_PASSWORD"],
            **SHARED_MACHINE,
        },
        # With this question it says yes only when the streams have been read back.
        healthy=lambda: answers(ports.nats_monitor, "/healthz"),
        lives=lambda: answers(ports.nats_monitor, "/healthz?js-server-only=true"),
        orphan_signal=signal.SIGTERM,
        patience=120,
    )  # fmt: skip
