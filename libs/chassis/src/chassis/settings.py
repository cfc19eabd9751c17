"""Settings every service has. All come from environment variables with the prefix DIANZHANG_."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="DIANZHANG_", extra="ignore")

    database_url: SecretStr
    """postgresql+asyncpg://… with the service's own role."""
    nats_url: SecretStr
    people_url: str
    """Where the keys that verify tokens are fetched: <people_url>/v1/jwks."""
    data_key: SecretStr
    """Base64 of 32 bytes. Seals personal data and credentials; losing it loses them."""
    public_url: str = "http://127.0.0.1:8080"
    company_timezone: str = "Asia/Shanghai"
    log_level: str = "INFO"
    clock_file: Path | None = None
    keys_cache_file: Path | None = None
    """Where fetched keys are kept, so that a restart does not need people to be up."""
    database_pool: int = 10
    rate_limit_per_minute: int = 6_000
    """Per account or client whose token names no limit of its own."""
    anonymous_rate_limit_per_minute: int = 300
    """Per address, for requests without a token."""
