"""Counts the changes of what review knows, so that every process sees that its memory is out of date."""

from sqlalchemy import BigInteger, Boolean
from sqlalchemy.orm import Mapped, mapped_column

from orders.domain.model import Model


class KnowledgeVersion(Model):
    __tablename__ = "knowledge_version"

    one: Mapped[bool] = mapped_column(Boolean, primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
