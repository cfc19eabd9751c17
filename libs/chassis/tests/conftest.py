"""A scratch service with one noun: what the chassis promises is tried on it, on a real PostgreSQL and a real NATS."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Annotated, ClassVar
from uuid import UUID

import httpx
import pytest
from fastapi import Depends, FastAPI, Response, UploadFile
from pydantic import BaseModel
from sqlalchemy import text

from chassis.actor import Actor
from chassis.auth import requires
from chassis.consumers import Consumers
from chassis.context import Context
from chassis.ids import new_id
from chassis.preconditions import show_version
from chassis.refusals import Conflict
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from chassis.service import Service
from chassis.settings import ServiceSettings
from chassis.testing import TestDatabase, caller, make_database, running, test_settings
from chassis.uow import UnitOfWork
from contracts.message import Message

MIGRATIONS = Path(__file__).parent / "scratch" / "migrations"
WRITER = ("scratch.notes.write", "scratch.notes.read")


async def eventually(check: Callable[[], bool], *, seconds: float = 8) -> None:
    until = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < until, "it did not happen in time"
        await asyncio.sleep(0.01)


async def count(client: httpx.AsyncClient) -> int:
    return (await client.get("/v1/notes/count", headers=caller(*WRITER))).json()


class NoteWritten(Message):
    subject: ClassVar[str] = "scratch.note.written.v1"
    note_id: UUID
    words: str


class WriteNote(Body):
    words: str


class NoteOut(BaseModel):
    id: UUID
    words: str


class WordForbidden(Conflict):
    code = "word_forbidden"
    rule = "SYS-1"
    zh = "不能写“{word}”。"
    en = "The word {word} is not allowed."


class Heard:
    """What the scratch consumer was told, and how it shall fail first."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.actors: list[str] = []
        self.fail: dict[str, list[Exception]] = {}


async def write_note(uow: UnitOfWork, words: str) -> NoteOut:
    note_id = new_id()
    await uow.session.execute(text("INSERT INTO note VALUES (:id, :words)"), {"id": note_id, "words": words})
    if words == "forbidden":
        raise WordForbidden(word=words)
    if words == "broken":
        raise RuntimeError("a mistake of ours")
    uow.publish(NoteWritten(note_id=note_id, words=words))
    uow.audit("note.written", noun="note", noun_id=note_id, after={"words": words})
    uow.changed("note", str(note_id))
    return NoteOut(id=note_id, words=words)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="session")
def database() -> Iterator[TestDatabase]:
    made = make_database("scratch", MIGRATIONS)
    yield made
    made.drop()


@pytest.fixture
def app(database: TestDatabase, heard: Heard) -> FastAPI:
    database.empty()
    router = transactional_router("/v1/notes", tag="notes")
    may_write = Annotated[Actor, Depends(requires("scratch.notes.write"))]

    @router.post("", status_code=201, dependencies=[ONCE])
    async def write_a_note(body: WriteNote, uow: Uow, response: Response, _: may_write) -> NoteOut:
        show_version(response, 1)
        return await write_note(uow, body.words)

    @router.post("/from-file", status_code=201, dependencies=[ONCE])
    async def write_a_file(file: UploadFile, uow: Uow, _: may_write) -> NoteOut:
        return await write_note(uow, (await file.read()).decode())

    @router.get("/count")
    async def count_notes(reader: Reader, _: Annotated[Actor, Depends(requires("scratch.notes.read"))]) -> int:
        return (await reader.execute(text("SELECT count(*) FROM note"))).scalar_one()

    consumers = Consumers()

    @consumers.on(NoteWritten, name=f"scratch.hear-{new_id().hex}")
    async def hear(uow: UnitOfWork, message: NoteWritten) -> None:
        if heard.fail.get(message.words):
            raise heard.fail[message.words].pop(0)
        heard.words.append(message.words)
        heard.actors.append(uow.actor.kind)

    settings = ServiceSettings(**test_settings(database))
    return Service(name="scratch", title="Scratch", settings=settings, routers=[router], consumers=[consumers]).build()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with running(app) as started:
        yield started


@pytest.fixture
def context(app: FastAPI) -> Context:
    return app.state.context
