"""The base of our tables."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, mapped_column

from chassis.database import new_metadata


class Model(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, datetime: DateTime(timezone=True)}


TextList = Annotated[list[str], mapped_column(ARRAY(Text))]
