"""What counts as a bad review, until when reviews and chats have to be answered, when a contact is a repeated one: versions with effective
dates; a version is never changed (rules CARE-6, CARE-7, SYS-6).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from chassis.policies import PolicyVersion
from orders.domain.model import Model

FEEDBACK_RULE = "CARE-6"
Hours = Annotated[int, Field(ge=1, le=8760)]


class FeedbackParameters(BaseModel):
    """Reviews of at most `bad_stars` are bad: followed up, and answered within `bad_answer_hours`; all others within `answer_hours`.

    A chat is in time when it is first answered within `first_answer_seconds`. A buyer who comes back to the shop within `repeat_days` of an
    earlier contact makes it a repeated one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    bad_stars: Annotated[int, Field(ge=1, le=4)]
    answer_hours: Hours
    bad_answer_hours: Hours
    first_answer_seconds: Annotated[int, Field(ge=5, le=86_400)]
    repeat_days: Annotated[int, Field(ge=1, le=90)]

    def is_bad(self, stars: int) -> bool:
        return stars <= self.bad_stars

    def answer_due(self, stars: int, *, received_at: datetime) -> datetime:
        return received_at + timedelta(hours=self.bad_answer_hours if self.is_bad(stars) else self.answer_hours)


DEFAULT_FEEDBACK = FeedbackParameters(bad_stars=3, answer_hours=72, bad_answer_hours=24, first_answer_seconds=180, repeat_days=7)


class FeedbackPolicy(PolicyVersion, Model):
    __tablename__ = "feedback_policy"


def feedback_of(stored: Mapping[str, Any]) -> FeedbackParameters:
    return FeedbackParameters.model_validate(stored)
