"""Settings of the catalog: those that every service has."""

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    pass
