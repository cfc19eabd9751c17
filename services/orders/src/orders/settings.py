"""Our knobs."""

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    joined_orders: int = 256
    """How many concurrent single orders are written as one set at most."""
