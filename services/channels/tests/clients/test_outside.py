"""The world outside, on a real socket: what surely was not sent, what may have been heard, and where nobody may be sent."""

import asyncio
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from channels.clients import outside
from channels.clients.outside import AnswerLost, NotSent, Outside, is_public
from channels.domain.shipping.dialogue import Request
from channels.domain.webhook import AddressForbidden

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
async def sender() -> AsyncIterator[Outside]:
    async with Outside(allow_private=True) as made:
        yield made


@asynccontextmanager
async def serve(talk: Talk) -> AsyncGenerator[str]:
    """A server whose every conversation is over before the test is."""
    conversations: list[asyncio.Future[None]] = []

    async def all_of_it(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        conversations.append(over)
        try:
            await talk(reader, writer)
            with suppress(OSError):
                await writer.wait_closed()
        finally:
            over.set_result(None)

    server = await asyncio.start_server(all_of_it, "127.0.0.1", 0)
    try:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}/hook?a=1"
    finally:
        server.close()
        await asyncio.wait_for(asyncio.gather(*conversations), 5)


def request(url: str) -> Request:
    return Request(method="POST", url=url, headers={"X-A": "1"}, body=b"hello")


async def test_the_name_is_spoken_to_at_the_address_that_was_looked_at(sender: Outside) -> None:
    heard: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"hello"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-B: 2\r\n\r\nok")
        writer.close()

    async with serve(talk) as url:
        answer = await sender.send(request(url))
        assert (answer.status, answer.body, answer.headers["x-b"]) == (200, b"ok", "2")
        assert heard[0].startswith(b"POST /hook?a=1 HTTP/1.1")
        assert f"Host: localhost:{url.split(':')[2].split('/')[0]}".lower().encode() in heard[0].lower()


async def test_nobody_there_means_surely_not_sent(sender: Outside) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(NotSent):
        await sender.send(request(f"http://127.0.0.1:{port}/"))


async def test_a_connection_that_ends_without_an_answer_leaves_a_doubt(sender: Outside) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"hello")
        writer.close()

    async with serve(talk) as url:
        with pytest.raises(AnswerLost):
            await sender.send(request(url))


async def test_an_answer_that_does_not_come_leaves_a_doubt() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with serve(talk) as url, Outside(allow_private=True, client=httpx.AsyncClient(timeout=0.2)) as impatient:
        with pytest.raises(AnswerLost):
            await impatient.send(request(url))


async def test_an_answer_without_end_is_cut(sender: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "LARGEST_ANSWER", 10_000)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"hello")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000)
        writer.close()

    async with serve(talk) as url:
        assert len((await sender.send(request(url))).body) == 10_000


async def test_an_answer_that_only_drips_is_given_up(sender: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "WHOLE_SECONDS", 0.3)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"hello")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(20):
            writer.write(b"x")
            await asyncio.sleep(0.05)
        writer.close()

    async with serve(talk) as url:
        with pytest.raises(AnswerLost):
            await sender.send(request(url))


async def test_a_name_server_that_does_not_answer_means_not_sent(sender: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(outside, "NAME_SECONDS", 0.1)
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", never)
    with pytest.raises(NotSent):
        await sender.send(request("https://slow.example.com/"))


@pytest.mark.parametrize("credential", ["very\nsecret", "very密secret"])
async def test_a_header_that_cannot_be_sent_is_not_sent_and_not_quoted(sender: Outside, credential: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.read() == b""
        writer.close()

    async with serve(talk) as url:
        with pytest.raises(NotSent) as refused:
            await sender.send(Request(method="POST", url=url, headers={"X-Token": credential}, body=b""))
    assert "secret" not in str(refused.value)


async def test_a_redirect_is_an_answer_and_is_not_followed(sender: Outside) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"hello")
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with serve(talk) as url:
        assert (await sender.send(request(url))).status == 302


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("::7f00:1", False),
        ("fec0::1", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_a_name_that_has_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(*_: object, **__: object) -> list[object]:
        return [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", both)
    async with Outside(allow_private=False) as strict:
        with pytest.raises(AddressForbidden):
            await strict.look_at("https://rebinding.example.com/")


async def test_the_address_that_was_looked_at_is_the_one_that_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async def public(*_: object, **__: object) -> list[object]:
        return [(2, 1, 6, "", ("8.8.8.8", 443))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", public)
    async with Outside(allow_private=False) as strict:
        place = await strict.look_at("https://shop.example.com/hook?x=1")
    assert (place.url, place.host) == ("https://8.8.8.8:443/hook?x=1", "shop.example.com")
