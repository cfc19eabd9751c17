"""The knobs of channels."""

from datetime import timedelta

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    orders_url: str = "http://127.0.0.1:8104"
    """Where the orders service takes in batches."""
    allow_private_addresses: bool = False
    """Lets shops and webhook endpoints be inside our own network, and plain http: for tests and for shops on the same machine."""
    anonymous_rate_limit_per_minute: int = 12_000
    """Shops push without a token, all of a platform's shops from few addresses; their signature is what counts."""
    webhook_window: timedelta = timedelta(hours=24)
    """How old a webhook may be that says when it was triggered. Shops try again for hours."""
    write_back_pause: float = 0.05
    """Seconds between two tellings of one shop."""
