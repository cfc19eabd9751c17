"""What people tells the others."""

from datetime import datetime
from typing import ClassVar

from contracts.message import Message


class SessionsEnded(Message):
    """These sessions (and API client tokens, by their session id) are over: a token that names one is refused from now on."""

    subject: ClassVar[str] = "people.sessions.ended.v1"
    session_ids: list[str]
    ended_at: datetime
