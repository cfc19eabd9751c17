"""What several lists take and show."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC))]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", examples=["HZ1"])]
BinCode = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^@?[A-Za-z0-9][A-Za-z0-9_.-]*$", examples=["A-01-03", "@IN"])]
LotCode = Annotated[str, Field(max_length=64)]
SkuNumber = Annotated[str, Field(min_length=1, max_length=64, examples=["TEA-500"])]


def like_start(text: str) -> str:
    """A LIKE pattern for texts that start with this one."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def like_part(text: str) -> str:
    return "%" + like_start(text)
