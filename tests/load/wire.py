"""The cheapest HTTP/1.1 client that still reads every answer: requests are bytes made beforehand, connections stay open.

The load generator shares two cores with what it measures, so every microsecond it takes is missing there. It speaks to this machine only,
sends a bounded number of requests, and ends at its deadline whatever the other side does.
"""

import asyncio
import ipaddress
import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic, time
from typing import cast

GRACE_SECONDS = 30.0
"""How long answers may take after the last request was sent."""
TICK_SECONDS = 0.002
END_OF_HEAD = b"\r\n\r\n"
NO_ANSWER = 0
"""The status of a request whose connection broke before the answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`due_at` and `done_at` are seconds since the epoch: when it ought to have been sent, and when the whole answer was there."""

    index: int
    status: int
    due_at: float
    done_at: float
    body: bytes

    @property
    def seconds(self) -> float:
        return self.done_at - self.due_at


@dataclass
class Volley:
    """Requests that go out over `lanes` connections: as fast as they are answered, or `rate` a second (0: as fast as answered).

    With a rate, time counts from the moment a request was due, not from when a free connection was found for it.
    """

    host: str
    port: int
    requests: Sequence[bytes]
    lanes: int
    seconds: float
    rate: float = 0.0
    keep_bodies: bool = False
    replies: list[Reply] = field(default_factory=list[Reply])
    began_at: float = 0.0

    def __post_init__(self) -> None:
        if not ipaddress.ip_address(self.host).is_loopback:
            raise ValueError("the load generator speaks to this machine only")
        self._next = 0
        self._until = 0.0
        self._open: set[Lane] = set()
        self._idle: deque[Lane] = deque()
        self._all_done = asyncio.Event()

    async def fly(self) -> list[Reply]:
        """All replies, in the order they came. Returns when the time is over or every request is answered."""
        loop = asyncio.get_running_loop()
        lanes: list[Lane] = []
        for _ in range(self.lanes):
            _, lane = await loop.create_connection(lambda: Lane(self), self.host, self.port)
            lanes.append(lane)
        self._open.update(lanes)
        self.began_at = time()
        self._until = monotonic() + self.seconds
        pacing = asyncio.create_task(self._pace(lanes)) if self.rate else None
        if pacing is None:
            for lane in lanes:
                self.give(lane)
        try:
            await asyncio.wait_for(self._all_done.wait(), self.seconds + GRACE_SECONDS)
        except TimeoutError:
            for lane in list(self._open):
                lane.give_up()
        finally:
            if pacing is not None:
                pacing.cancel()
            for lane in lanes:
                lane.close()
        return self.replies

    def give(self, lane: "Lane") -> None:
        """The lane is free: it gets the next request, or rests."""
        if self.rate:
            self._idle.append(lane)
        elif self._next < len(self.requests) and monotonic() < self._until:
            self._send(lane, time())
        else:
            self.leave(lane)

    def leave(self, lane: "Lane") -> None:
        self._open.discard(lane)
        if not self._open:
            self._all_done.set()

    def _send(self, lane: "Lane", due_at: float) -> None:
        index, self._next = self._next, self._next + 1
        lane.send(index, self.requests[index], due_at)

    async def _pace(self, lanes: Sequence["Lane"]) -> None:
        self._idle.extend(lanes)
        begun, begun_at = monotonic(), time()
        while self._next < len(self.requests) and monotonic() < self._until:
            due = int((monotonic() - begun) * self.rate) + 1
            while self._next < min(due, len(self.requests)) and self._idle:
                self._send(self._idle.popleft(), begun_at + self._next / self.rate)
            await asyncio.sleep(TICK_SECONDS)
        while len(self._idle) < len(self._open):
            await asyncio.sleep(TICK_SECONDS)
        self._all_done.set()


class Lane(asyncio.Protocol):
    """One connection: sends a request, reads its answer, asks for the next."""

    def __init__(self, volley: Volley) -> None:
        self._volley = volley
        self._buffer = bytearray()
        self._head_end = -1
        self._length = -1
        self._pending: tuple[int, float] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not descend from asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def send(self, index: int, request: bytes, due_at: float) -> None:
        self._pending = (index, due_at)
        if self._transport is None or self._transport.is_closing():
            self.give_up()
        else:
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._head_end < 0:
            self._head_end = self._buffer.find(END_OF_HEAD)
            if self._head_end < 0:
                return
            self._length = _content_length(self._buffer[: self._head_end])
        begin = self._head_end + len(END_OF_HEAD)
        if self._is_whole(begin):
            self._take(begin)

    def _is_whole(self, begin: int) -> bool:
        if self._length < 0:
            return self._buffer.endswith(b"0\r\n\r\n")
        return len(self._buffer) >= begin + self._length

    def _take(self, begin: int) -> None:
        body = bytes(self._buffer[begin:]) if self._volley.keep_bodies else b""
        if self._length < 0 and body:
            body = _joined_chunks(body)
        status = int(self._buffer[9:12])
        self._buffer.clear()
        self._head_end = -1
        self._note(status, body)
        self._volley.give(self)

    def _note(self, status: int, body: bytes) -> None:
        assert self._pending is not None
        index, due_at = self._pending
        self._pending = None
        self._volley.replies.append(Reply(index=index, status=status, due_at=due_at, done_at=time(), body=body))

    def give_up(self) -> None:
        if self._pending is not None:
            self._note(NO_ANSWER, b"")
        self._volley.leave(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.give_up()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _content_length(head: bytes | bytearray) -> int:
    """-1 when the answer comes in chunks; 0 where there is no body (304)."""
    lower = bytes(head).lower()
    at = lower.find(b"\r\ncontent-length:")
    if at < 0:
        return -1 if b"\r\ntransfer-encoding: chunked" in lower else 0
    end = lower.find(b"\r\n", at + 2)
    return int(lower[at + 17 : end if end >= 0 else len(lower)])


def _joined_chunks(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.index(b"\r\n", at)
        size = int(body[at:end].split(b";")[0], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def request_bytes(method: str, path: str, *, host: str, port: int, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body or method != "GET":
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + END_OF_HEAD + body


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all are not above (nearest rank)."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
