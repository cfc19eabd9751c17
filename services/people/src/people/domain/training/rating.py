"""What those who took part think of the training (rule ORG-5)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from people.domain.model import Model


class TrainingRating(Model):
    """One to five for each; one rating an enrolment, which its author may change."""

    __tablename__ = "training_rating"
    __table_args__ = (Index(None, "training_id"),)

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("training_enrolment.id"), primary_key=True)
    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id"))
    content: Mapped[int]
    teaching: Mapped[int]
    usefulness: Mapped[int]
    comment: Mapped[str] = mapped_column(Text)
    rated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
