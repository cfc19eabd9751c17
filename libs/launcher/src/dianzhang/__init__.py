"""Starts, watches, saves and restores a Dianzhang house: the database, the broker, the services and the gateway."""
