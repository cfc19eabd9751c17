"""Live screens: "noun X changed" notices, from any process to every open screen, over plain NATS (a lost one only costs a refresh).

One server-sent event stream carries the notices of all services, so any service can serve it (docs/adr/0008).
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

import orjson
import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from chassis.broker import Broker

log = structlog.get_logger()
SUBJECT = "live"
HEARTBEAT_SECONDS = 15
MOST_UNREAD = 1_000
MOST_IDS = 200
TELLS_NOTHING = re.compile(r"[a-z]+_[0-9a-f]{32}")


class LiveNotices:
    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._screens: set[asyncio.Queue[bytes]] = set()

    async def start(self) -> None:
        await self._broker.subscribe_plain(f"{SUBJECT}.>", self._pass_on)

    async def tell(self, noun: str, ids: Iterable[str]) -> None:
        """Best effort: a screen that misses it shows its age, and refreshes when it is back.

        Everyone who is signed in hears it. So it names only ids that tell nothing; where others changed (numbers of parcels), it names none,
        which stands for all of the noun.
        """
        shown = sorted(ids)[:MOST_IDS]
        if not all(TELLS_NOTHING.fullmatch(one) for one in shown):
            shown = []
        notice = orjson.dumps({"noun": noun, "ids": shown})
        try:
            await self._broker.publish_plain(f"{SUBJECT}.{noun}", notice)
        except (NatsError, OSError) as error:
            log.debug("live notice not sent", noun=noun, error=str(error))

    async def _pass_on(self, message: Msg) -> None:
        for screen in list(self._screens):
            if screen.qsize() >= MOST_UNREAD:
                self._screens.discard(screen)
            else:
                screen.put_nowait(message.data)

    async def stream(self, stands: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
        """Server-sent events for one screen, as long as its sign-in `stands`.

        Ends too when the screen reads too slowly, so that it reconnects and refreshes.
        """
        screen: asyncio.Queue[bytes] = asyncio.Queue()
        self._screens.add(screen)
        try:
            yield "retry: 1000\nevent: hello\ndata: {}\n\n"
            while screen in self._screens and await stands():
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        notice = await screen.get()
                    yield f"event: changed\ndata: {notice.decode()}\n\n"
                except TimeoutError:
                    yield "event: heartbeat\ndata: {}\n\n"
        finally:
            self._screens.discard(screen)
