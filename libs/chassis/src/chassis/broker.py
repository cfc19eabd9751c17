"""The connection to NATS JetStream: one stream an owner, CloudEvents in binary mode, and patience while it is down."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import nats
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import APIError, NoStreamResponseError

log = structlog.get_logger()
KEEP_SECONDS = 30 * 24 * 3600
DUPLICATE_WINDOW_SECONDS = 600
HEADERS_BYTES = 4096


class Broker:
    """Connects in the background, so that a service starts and serves while NATS is down."""

    def __init__(self, url: str, *, name: str) -> None:
        self._url = url
        self._name = name
        self._client = Client()
        # One for the whole life of the connection: each context that publishes has a subscription of its own for the acknowledgements.
        self._stream = self._client.jetstream(timeout=5)
        self._connected = asyncio.Event()
        self._reconnected = asyncio.Event()
        self._known_streams: set[str] = set()
        self._plain: list[tuple[str, Callable[[Msg], Awaitable[None]]]] = []

    @property
    def is_up(self) -> bool:
        return self._connected.is_set() and self._client.is_connected

    async def run(self) -> None:
        """Connect, and stay: nats-py reconnects by itself and subscribes again."""
        while True:
            try:
                self._client = await nats.connect(
                    self._url,
                    name=self._name,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=0.5,
                    connect_timeout=2,
                    ping_interval=10,
                    pending_size=16 * 1024 * 1024,
                    error_cb=self._note_error,
                    reconnected_cb=self._note_reconnect,
                )
                self._stream = self._client.jetstream(timeout=5)
                for subject, handler in self._plain:
                    await self._client.subscribe(subject, cb=handler)
                self._connected.set()
                return
            except (NatsError, OSError) as error:
                log.warning("broker not reachable", error=str(error))
                await asyncio.sleep(1)

    async def _note_error(self, error: Exception) -> None:
        log.info("broker connection", error=str(error) or type(error).__name__)

    async def _note_reconnect(self) -> None:
        self._reconnected.set()

    async def next_reconnect(self) -> None:
        """Returns when the connection was lost and is there again: what was sent meanwhile went by."""
        await self._reconnected.wait()
        self._reconnected.clear()

    async def jetstream(self) -> JetStreamContext:
        """Waits until the first connection is there."""
        await self._connected.wait()
        return self._stream

    async def ensure_stream(self, subject: str) -> str:
        """The stream of the subject's owner; made when it is not there, so services may start in any order."""
        owner = subject.split(".", 1)[0]
        name = owner.upper()
        if name in self._known_streams:
            return name
        stream = await self.jetstream()
        config = StreamConfig(
            name=name,
            subjects=[f"{owner}.>"],
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.OLD,
            storage=StorageType.FILE,
            max_age=KEEP_SECONDS,
            duplicate_window=DUPLICATE_WINDOW_SECONDS,
        )
        try:
            await stream.add_stream(config)
        except APIError as error:
            # Another process made it a moment ago.
            if error.err_code != 10058:
                raise
        self._known_streams.add(name)
        return name

    async def publish_durably(self, subject: str, payload: bytes, headers: dict[str, str]) -> asyncio.Future[object]:
        """Returns the future of the server's acknowledgement: only when it is done is the message safe. Fails with MaxPayloadError."""
        if len(payload) + HEADERS_BYTES > self._client.max_payload:
            # nats-py does not count the headers, at which the server would end the connection.
            refused: asyncio.Future[object] = asyncio.get_running_loop().create_future()
            refused.set_exception(MaxPayloadError())
            return refused
        stream_name = await self.ensure_stream(subject)
        stream = await self.jetstream()
        return await stream.publish_async(subject, payload, stream=stream_name, headers=headers)  # pyright: ignore[reportReturnType] - the ack is of no interest

    def forget_streams(self) -> None:
        """After a NoStreamResponseError: look again whether they are there."""
        self._known_streams.clear()

    async def publish_plain(self, subject: str, payload: bytes) -> None:
        if self.is_up:
            await self._client.publish(subject, payload)

    async def subscribe_plain(self, subject: str, handler: Callable[[Msg], Awaitable[None]]) -> None:
        self._plain.append((subject, handler))
        if self._connected.is_set():
            await self._client.subscribe(subject, cb=handler)

    async def close(self) -> None:
        if self._connected.is_set():
            await self._client.close()


def cloud_event_headers(*, message_id: str, subject: str, source: str, time: str, extra: dict[str, str]) -> dict[str, str]:
    """CloudEvents 1.0, NATS binary mode; Nats-Msg-Id lets JetStream drop what it has already."""
    event = {"id": message_id, "source": f"/dianzhang/{source}", "specversion": "1.0", "type": subject, "time": time}
    headers = {f"ce-{name}": quote(value, safe="/:+-._~") for name, value in event.items()}
    return {**headers, "content-type": "application/json", "Nats-Msg-Id": message_id, **extra}


__all__ = ["Broker", "NoStreamResponseError", "cloud_event_headers"]
