"""Money as it travels: an exact decimal in text and a currency."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainSerializer, WithJsonSchema

from contracts.message import Part

MONEY_LIMIT = Decimal("999999999999.99")

Amount = Annotated[
    Decimal,
    Field(max_digits=14, decimal_places=2, ge=-MONEY_LIMIT, le=MONEY_LIMIT),
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$", "examples": ["12.30"]}),
]
"""Exact to the cent; text in JSON. Two places after the point, at most twelve before it."""

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["CNY"])]


class Money(Part):
    amount: Amount
    currency: Currency
