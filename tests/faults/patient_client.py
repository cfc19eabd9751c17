"""A caller as a real store platform is one: it asks again, with the same Idempotency-Key, until it has an answer it can rely on.

Connection errors, time-outs, 429 and 5xx say nothing about whether the request took effect, so the same request goes out again; so does
one that is told that its first sending is still being carried out. Every attempt has a request id that names the test and the thing, so
that `grep <request id>` over the logs of the house tells its story.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import uuid4

import httpx

from tests.faults.patience import stretched

PATIENCE_SECONDS = stretched(60)
LONGEST_PAUSE_SECONDS = 2.0
PAUSE_SECONDS = 0.2
ATTEMPT_SECONDS = stretched(10)
STILL_RUNNING = "idempotency_key_in_use"


class NoAnswer(AssertionError):
    """Nothing reliable was heard until the deadline."""


@dataclass
class Story:
    """What was sent for one thing, and what came back, attempt by attempt."""

    what: str
    attempts: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return f"{self.what}: " + "; ".join(self.attempts)


@dataclass
class Answer:
    status: int
    body: Any
    story: Story

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        return _code(self.body)


@dataclass(frozen=True)
class Question:
    """What is asked, the same at each attempt."""

    method: str
    path: str
    body: Any
    headers: Mapping[str, str]


class PatientClient:
    """`token` is asked for each attempt, so that an expired one is replaced."""

    def __init__(self, client: httpx.AsyncClient, *, token: Callable[[], str], tag: str) -> None:
        self._client = client
        self._token = token
        self._tag = tag
        self._numbers = itertools.count(1)
        self.troubles: Counter[str] = Counter()
        """What went wrong on the way, by kind: so that a test can see that there was any."""
        self.internal_errors: list[Story] = []
        """A part that is down is a 503; a 500 is a mistake of ours, whatever was killed."""

    async def post(self, path: str, body: Any, *, what: str, note: Callable[[Story], None] | None = None) -> Answer:
        """`note` gets the story before the first attempt: whatever happens, it is known what was sent."""
        story = Story(f"POST {path} ({what})")
        if note is not None:
            note(story)
        return await self._ask(Question("POST", path, body, {"Idempotency-Key": f'"{uuid4()}"'}), story)

    async def put(self, path: str, body: Any, *, what: str, version: int) -> Answer:
        return await self._ask(Question("PUT", path, body, {"If-Match": f'"{version}"'}), Story(f"PUT {path} ({what})"))

    async def get(self, path: str) -> Answer:
        return await self._ask(Question("GET", path, None, {}), Story(f"GET {path}"))

    async def _ask(self, question: Question, story: Story) -> Answer:
        """Raises NoAnswer."""
        deadline = monotonic() + PATIENCE_SECONDS
        while monotonic() < deadline:
            pause, answer = await self._attempt(question, story)
            if answer is not None:
                return answer
            await asyncio.sleep(pause)
        raise NoAnswer(str(story))

    async def _attempt(self, question: Question, story: Story) -> tuple[float, Answer | None]:
        """An answer to rely on, or how long to wait before the next attempt."""
        request_id = f"{self._tag}-{next(self._numbers):06d}"
        try:
            token = await asyncio.to_thread(self._token)
            headers = {"Authorization": f"Bearer {token}", "X-Request-Id": request_id, "Accept-Language": "en", **question.headers}
            answer = await self._client.request(
                question.method, question.path, json=question.body, headers=headers, timeout=ATTEMPT_SECONDS
            )
        except httpx.HTTPError as error:
            return self._trouble(type(error).__name__, request_id, story), None
        content = _content(answer)
        story.attempts.append(f"{request_id} -> {answer.status_code} {_code(content)}".rstrip())
        if answer.status_code == 500:
            self.internal_errors.append(story)
        transient = answer.status_code in (401, 429) or answer.status_code >= 500
        if transient or (answer.status_code == 409 and _code(content) == STILL_RUNNING):
            self.troubles[f"{answer.status_code} {_code(content)}".rstrip()] += 1
            return _pause(answer), None
        return 0.0, Answer(status=answer.status_code, body=content, story=story)

    def _trouble(self, kind: str, request_id: str, story: Story) -> float:
        self.troubles[kind] += 1
        story.attempts.append(f"{request_id} -> {kind}")
        return PAUSE_SECONDS


def _pause(answer: httpx.Response) -> float:
    """What Retry-After asks for, within reason."""
    try:
        return min(float(answer.headers["retry-after"]), LONGEST_PAUSE_SECONDS)
    except (KeyError, ValueError):
        return PAUSE_SECONDS


def _content(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return {}


def _code(content: Any) -> str:
    return str(content.get("code", "")) if isinstance(content, dict) else ""
