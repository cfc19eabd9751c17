"""The declarative base: this service's own metadata."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import DateTime, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

from chassis.database import new_metadata


class Model(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map: ClassVar[dict[type, TypeEngine[object]]] = {  # pyright: ignore[reportIncompatibleVariableOverride,reportAssignmentType] - SQLAlchemy's own is looser
        str: Text(),
        datetime: DateTime(timezone=True),
    }
