"""The world outside: shops and receivers of webhooks. Their addresses come from people, so each is looked at before it is used.

The name is resolved here, every address it has must be public, and the connection goes to the address that was looked at: a name that
points elsewhere a moment later gains nothing. Redirects are not followed.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit, urlunsplit

import httpx

from channels.domain.shipping.dialogue import Answer, Request
from channels.domain.webhook import AddressForbidden, AddressUnknown

NAME_SECONDS = 5.0
CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 15.0
WHOLE_SECONDS = 20.0
"""However slowly an answer drips in: reading back and telling together end well before the lease of a notice is over."""
LARGEST_ANSWER = 1_000_000
MOST_CONNECTIONS = 200
"""More than the carriers of webhooks and the tellers of shops together: neither keeps the other waiting."""
# Translation (NAT64) and the old compatible form: the last four bytes are the IPv4 address that is reached.
_CARRYING_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
_BEFORE_SENDING = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError,
    UnicodeEncodeError,
)  # fmt: skip


class NotSent(Exception):
    """The request surely did not reach the other side."""


class AnswerLost(Exception):
    """The request may have reached the other side; what it answered is not known."""


class Sender(Protocol):
    async def send(self, request: Request) -> Answer:
        """Raises AddressForbidden, NotSent, AnswerLost."""
        ...


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a URL really points: the address to connect to, and the name to speak to there."""

    host: str
    port: int
    address: str
    url: str


class Outside:
    """`allow_private` is for tests and for shops on the same machine: then private addresses and plain http are fine."""

    def __init__(self, *, allow_private: bool, client: httpx.AsyncClient | None = None) -> None:
        self._allow_private = allow_private
        self._client = client or httpx.AsyncClient(
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            # No connection is used twice: it belongs to an address, and two names at one address are not the same shop.
            limits=httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=0),
            follow_redirects=False,
            # Proxies and credentials of the environment are not meant for shops.
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._client.aclose()

    async def look_at(self, url: str) -> Place:
        """Raises AddressForbidden."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").encode("idna").decode(), parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise AddressForbidden(reason="it is no URL") from error
        allowed = ("https", "http") if self._allow_private else ("https",)
        if parts.scheme not in allowed or not host or parts.username or parts.password:
            raise AddressForbidden(reason=f"a URL of {'/'.join(allowed)} with a host and without a login is needed")
        address = await self._resolved(host, port)
        netloc = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        return Place(
            host=host if port in (80, 443) else f"{host}:{port}",
            port=port,
            address=address,
            url=urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")),
        )

    async def _resolved(self, host: str, port: int) -> str:
        try:
            async with asyncio.timeout(NAME_SECONDS):
                found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise AddressUnknown(reason=f"{host[:100]} cannot be resolved") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise AddressForbidden(reason=f"{host[:100]} is not on the public internet")
        return addresses[0]

    async def send(self, request: Request) -> Answer:
        """Raises AddressForbidden, NotSent, AnswerLost."""
        try:
            place = await self.look_at(request.url)
        except AddressUnknown as unknown:
            # A name that cannot be resolved now may be resolved later: no reason to give the message up.
            raise NotSent(unknown.sentence("en")) from unknown
        # Uncompressed, so that LARGEST_ANSWER counts what really comes.
        headers = {"User-Agent": "Dianzhang/1", "Accept-Encoding": "identity", **request.headers, "Host": place.host}
        name = place.host.rsplit(":", 1)[0] if place.host.count(":") == 1 else place.host
        try:
            async with (
                asyncio.timeout(WHOLE_SECONDS),
                self._client.stream(
                    request.method, place.url, headers=headers, content=request.body, extensions={"sni_hostname": name}
                ) as answer,
            ):
                return Answer(status=answer.status_code, headers=_plain(answer.headers), body=await _body(answer))
        except _BEFORE_SENDING as error:
            raise NotSent(_word(error)) from error
        except (httpx.HTTPError, httpx.StreamError, TimeoutError, ValueError) as error:
            raise AnswerLost(_word(error)) from error


def is_public(address: str) -> bool:
    """Also looks inside IPv6 forms that carry an IPv4 address."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        carried = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if any(found in network for network in _CARRYING_IPV4) else None
        inner = found.ipv4_mapped or found.sixtofour or carried
        if inner is None:
            return found.is_global and not found.is_multicast and not found.is_site_local
        found = inner
    return found.is_global and not found.is_multicast


def _plain(headers: httpx.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


async def _body(answer: httpx.Response) -> bytes:
    """At most LARGEST_ANSWER: nobody fills our memory."""
    kept = bytearray()
    async for chunk in answer.aiter_bytes():
        kept += chunk
        if len(kept) > LARGEST_ANSWER:
            break
    return bytes(kept[:LARGEST_ANSWER])


def _word(error: Exception) -> str:
    if isinstance(error, httpx.LocalProtocolError | ValueError):
        # Its text may quote the header that cannot be sent, and a header may be a credential.
        return type(error).__name__
    return f"{type(error).__name__}: {error}"[:200]
