"""Fields that several requests share."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from people.domain.grants import PERMISSION_PATTERN

Locale = Literal["zh-CN", "en-US"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Secret = Annotated[str, Field(max_length=200)]
PermissionCode = Annotated[str, Field(pattern=PERMISSION_PATTERN, max_length=100, examples=["orders.orders.read"])]
Permissions = Annotated[list[PermissionCode], Field(max_length=300)]
ShopIds = Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=500)]
