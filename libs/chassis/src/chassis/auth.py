"""Who is asking: access tokens are verified here, in every service, with the keys that people publishes.

A verified token is remembered until it expires (38–87 µs a check against 0.2 µs). Sessions that ended are told by people as an event and
kept by each process for as long as a token can live, so a sign-out holds everywhere within a second (rules ORG-6, ORG-8).
"""

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import orjson
import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from jose import jwk, jwt
from jose.exceptions import JWTError
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import Error as JetStreamError
from pydantic import ValidationError

from chassis.actor import Actor
from chassis.broker import Broker
from chassis.clock import real_time
from chassis.refusals import Kind, Refusal, Unavailable
from contracts.people import SessionsEnded

log = structlog.get_logger()
ISSUER = "dianzhang"
ALGORITHM = "ES256"
ACCESS_COOKIE = "dz_access"
LONGEST_TOKEN_LIFE_SECONDS = 3600
MOST_REMEMBERED = 50_000
REFETCH_SECONDS = 5.0
"""An unknown key is asked for once in this time, whether people knew it, did not, or did not answer."""
FIRST_KEYS_SECONDS = 1.0
"""The same, while no key is known at all: nobody could be let in until people answers."""
CAUGHT_UP_AT_ONCE = 500


class NotSignedIn(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_signed_in"
    zh = "请先登录，或登录已过期。"
    en = "Please sign in; you are not signed in, or no longer."


class KeysUnavailable(Unavailable):
    code = "keys_unavailable"
    zh = "登录服务暂时不可用，无法核对身份，请稍后重试。"
    en = "The sign-in service cannot be reached to check who you are; please try again."


class ShopLimited(Refusal):
    kind = Kind.FORBIDDEN
    code = "shop_limited"
    rule = "SYS-2"
    zh = "此处内容涉及所有店铺，仅限部分店铺的账号不能查看或处理。"
    en = "This is about all shops; an account that is limited to some may not see or handle it."


class Tokens:
    def __init__(self, *, people_url: str, cache_file: Path | None, broker: Broker) -> None:
        self._keys_url = f"{people_url.rstrip('/')}/v1/jwks"
        self._cache_file = cache_file
        self._broker = broker
        self._keys: dict[str, Any] = {}
        self._asked_at = float("-inf")
        self._fetching = asyncio.Lock()
        self._verified: dict[str, tuple[Actor, float]] = {}
        self._ended: dict[str, float] = {}

    async def start(self) -> None:
        await self._broker.subscribe_plain(SessionsEnded.subject, self._note_ended)
        if self._cache_file is not None and self._cache_file.exists():
            self.learn(orjson.loads(self._cache_file.read_bytes()))

    async def follow_ended_sessions(self) -> None:
        """Those of the last token lifetime, at the start and after each lost connection; a new one is heard as it comes."""
        while True:
            try:
                await self._catch_up()
            except (NatsError, JetStreamError, OSError) as error:
                log.warning("ended sessions not caught up yet", error=str(error) or type(error).__name__)
                await asyncio.sleep(1)
            else:
                await self._broker.next_reconnect()

    async def _catch_up(self) -> None:
        stream_name = await self._broker.ensure_stream(SessionsEnded.subject)
        stream = await self._broker.jetstream()
        since = real_time() - timedelta(seconds=LONGEST_TOKEN_LIFE_SECONDS)
        reader = await stream.pull_subscribe(
            SessionsEnded.subject,
            stream=stream_name,
            config=ConsumerConfig(
                deliver_policy=DeliverPolicy.BY_START_TIME,
                opt_start_time=since.isoformat().replace("+00:00", "Z"),  # pyright: ignore[reportArgumentType] - goes to the server as it is
                ack_policy=AckPolicy.NONE,
                inactive_threshold=30,
            ),
        )
        try:
            while True:
                for message in await reader.fetch(CAUGHT_UP_AT_ONCE, timeout=1):
                    await self._note_ended(message)
        except TimeoutError:
            return
        finally:
            await reader.unsubscribe()

    async def _note_ended(self, message: Msg) -> None:
        try:
            self.end(SessionsEnded.model_validate_json(message.data).session_ids)
        except ValidationError:
            log.exception("not a message about ended sessions")

    def end(self, session_ids: list[str]) -> None:
        forget_at = time.time() + LONGEST_TOKEN_LIFE_SECONDS
        self._ended.update(dict.fromkeys(session_ids, forget_at))
        ended = set(session_ids)
        self._verified = {token: known for token, known in self._verified.items() if known[0].session_id not in ended}
        if len(self._ended) > MOST_REMEMBERED:
            now = time.time()
            self._ended = {session_id: until for session_id, until in self._ended.items() if until > now}

    async def verify(self, token: str) -> Actor:
        """Raises NotSignedIn for a token that is forged, expired, or of an ended session; KeysUnavailable when it cannot be checked."""
        known = self._verified.get(token)
        if known is not None and known[1] > time.time():
            return known[0]
        actor, expires_at = await self._check(token)
        if len(self._verified) >= MOST_REMEMBERED:
            now = time.time()
            self._verified = {text: entry for text, entry in self._verified.items() if entry[1] > now}
        self._verified[token] = (actor, expires_at)
        return actor

    async def stand(self, token: str) -> bool:
        """Whether it would be taken now."""
        try:
            await self.verify(token)
        except NotSignedIn:
            return False
        return True

    async def _check(self, token: str) -> tuple[Actor, float]:
        try:
            header = jwt.get_unverified_header(token)
            key = await self._key(str(header.get("kid", "")))
            claims = jwt.decode(token, key, algorithms=[ALGORITHM], issuer=ISSUER)
            actor = actor_of(claims)
            expires_at = float(claims["exp"])
        except (JWTError, KeyError, TypeError, ValueError) as error:
            raise NotSignedIn from error
        if actor.session_id in self._ended:
            raise NotSignedIn
        return actor, expires_at

    async def _key(self, key_id: str) -> Any:
        if key_id not in self._keys and self._may_ask():
            # All who wait here are served by one answer, or by one failure.
            async with self._fetching:
                if key_id not in self._keys and self._may_ask():
                    await self._fetch()
        if not self._keys:
            raise KeysUnavailable
        return self._keys[key_id]

    def _may_ask(self) -> bool:
        return time.monotonic() - self._asked_at > (REFETCH_SECONDS if self._keys else FIRST_KEYS_SECONDS)

    async def _fetch(self) -> None:
        try:
            async with httpx.AsyncClient(timeout=2) as client:
                answer = (await client.get(self._keys_url)).raise_for_status()
        except httpx.HTTPError as error:
            self._asked_at = time.monotonic()
            log.warning("keys not fetched", error=str(error) or type(error).__name__)
            return
        self._asked_at = time.monotonic()
        self.learn(answer.json())
        if self._cache_file is not None:
            self._cache_file.write_bytes(answer.content)

    def learn(self, key_set: dict[str, Any]) -> None:
        """The keys to trust from now on, in place of those known so far."""
        # A key object built once checks twice as fast as one built from text each time.
        self._keys = {key["kid"]: jwk.construct(key, algorithm=ALGORITHM) for key in key_set["keys"]}


def actor_of(claims: dict[str, Any]) -> Actor:
    shops = claims["shops"]
    return Actor(
        kind=claims["kind"],
        id=claims["sub"],
        name=claims["name"],
        permissions=frozenset(claims["permissions"]),
        shops=None if shops is None else frozenset(shops),
        session_id=claims["sid"],
        rate_limit_per_minute=claims.get("rate"),
    )


bearer = HTTPBearer(auto_error=False, description="An access token of a person or an API client")


async def current_actor(request: Request, _: Annotated[object, Depends(bearer)]) -> Actor:
    """Raises NotSignedIn. The edge has verified the token already (it needs the actor for its rate limit)."""
    actor: Actor | None = request.scope.get("actor")
    if actor is None:
        raise request.scope.get("actor_refusal") or NotSignedIn()
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor)]
"""For routes that any signed-in person may use; most routes name a permission with `requires` instead."""


class requires:  # noqa: N801 - reads as a word in route signatures
    """`actor: Annotated[Actor, Depends(requires(Permission.READ))]`. Raises NotSignedIn or Forbidden."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    async def __call__(self, actor: CurrentActor) -> Actor:
        actor.must(self.permission)
        return actor


class requires_for_all_shops(requires):  # noqa: N801 - reads as a word in route signatures
    """As `requires`, for what does not tell which shop it belongs to. Raises ShopLimited too."""

    async def __call__(self, actor: CurrentActor) -> Actor:
        await super().__call__(actor)
        if actor.shops is not None:
            raise ShopLimited
        return actor


async def no_permission_needed() -> None:
    """Put into a route's dependencies to say that it is open on purpose (login, keys, signed webhooks)."""
