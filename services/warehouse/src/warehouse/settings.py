"""Our own settings, beside those every service has."""

from pydantic import SecretStr

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    anonymous_rate_limit_per_minute: int = 6_000
    """Only carriers call us without a token, each from one address: a busy day's pushes must fit."""
    kuaidi100_salt: SecretStr | None = None
    """The salt given to KuaiDi100 when subscribing. Without it its pushes are refused: nobody could tell who sent them."""
    aftership_secret: SecretStr | None = None
    """The webhook secret shown by AfterShip. Without it its pushes are refused."""
