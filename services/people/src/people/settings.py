"""The knobs of people."""

from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    signing_key_file: Path
    """PEM, a private key on P-256. Whoever has it can sign in as anybody."""
    previous_signing_key_file: Path | None = None
    """During a rotation: still published and accepted. Taken away once the longest session has ended."""
    bootstrap_login: str | None = None
    bootstrap_password: SecretStr | None = None
    """The first administrator, made only while there is no account at all."""
    session_idle: timedelta = timedelta(days=7)
    session_longest: timedelta = timedelta(days=30)
    password_memory_kib: int = 40 * 1024
    password_passes: int = 2
    passwords_at_once: int = 2

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")
