"""The metadata of this service's tables."""

from sqlalchemy.orm import DeclarativeBase

from chassis.database import new_metadata


class Model(DeclarativeBase):
    metadata = new_metadata()
