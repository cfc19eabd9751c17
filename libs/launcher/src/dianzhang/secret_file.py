"""The secrets of one house: made at its first start, never defaults, readable by their owner only."""

import base64
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from dianzhang.folder import DataFolder, says_what_is_wrong
from dianzhang.sentences import CannotGoOn

DATA_KEY_BYTES = 32


def database_secret(role: str) -> str:
    return f"DATABASE_PASSWORD_{role.upper()}"


def open_secrets(folder: DataFolder, *, services: Iterable[str]) -> dict[str, str]:
    """All secrets by name; makes the ones that are missing (a first start, or a service that is new).

    Refuses to make a new data key beside an old database: it would open nothing that was sealed.
    """
    known = read_secrets(folder.secrets)
    if "DATA_KEY" not in known and (folder.postgres / "PG_VERSION").exists():
        raise CannotGoOn(
            en=f"{folder.secrets} is missing or damaged, and without it the data in {folder.root} cannot be opened; restore it from a backup.",
            zh=f"{folder.secrets} 丢失或损坏，无法打开 {folder.root} 中的数据，请从备份恢复。",
        )
    # A letter first, so that NATS reads the text as a string and never as a number.
    makers = {
        "DATA_KEY": lambda: base64.b64encode(secrets.token_bytes(DATA_KEY_BYTES)).decode(),
        "NATS_PASSWORD": lambda: f"n{secrets.token_hex(24)}",
        "BOOTSTRAP_PASSWORD": lambda: secrets.token_urlsafe(12),
        **{database_secret(role): (lambda: f"p{secrets.token_hex(24)}") for role in ("postgres", *services)},
    }
    missing = {name: make() for name, make in makers.items() if name not in known}
    if missing:
        known |= missing
        _write_private(folder.secrets, "".join(f"{name}={value}\n" for name, value in known.items()))
    if not folder.signing_key.exists():
        _write_private(folder.signing_key, _new_signing_key())
    return known


def read_secrets(path: Path) -> dict[str, str]:
    with says_what_is_wrong(path):
        try:
            lines = path.read_text().splitlines()
        except FileNotFoundError:
            return {}
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _new_signing_key() -> str:
    """ES256: people signs tokens with it, everyone checks them with the public half."""
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def _write_private(path: Path, text: str) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    beside = path.with_name(path.name + ".new")
    with says_what_is_wrong(path):
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
