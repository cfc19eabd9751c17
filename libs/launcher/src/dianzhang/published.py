"""Every message that the services publish, found in the package `contracts`: owner, direction and JSON Schema."""

import pkgutil
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any

from pydantic.json_schema import models_json_schema

import contracts
from contracts.message import Message

PAST_TENSE_WITHOUT_ED = {"left", "withdrawn", "stuck", "sent", "told", "held", "begun", "lost", "found", "split", "paid", "set"}
COMMAND_VERBS = {"expect", "forget", "note", "place", "register", "release", "request", "reserve", "take", "withdraw"}
"""Imperatives in use. A new command adds its verb here: a verb that is neither known nor in the past tense is refused."""


class Kind(StrEnum):
    """An event is told by its owner; a command is told to its owner."""

    EVENT = "event"
    COMMAND = "command"


class VerbUnknown(Exception):
    """The subject says neither what happened nor what to do."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """One message type: `owner` is the module of contracts that defines it."""

    owner: str
    kind: Kind
    message: type[Message]

    @property
    def subject(self) -> str:
        return self.message.subject

    def json_schema(self, ref_template: str = "#/$defs/{model}") -> dict[str, Any]:
        """As a reader sees it: a field with a default may be absent."""
        return self.message.model_json_schema(mode="validation", ref_template=ref_template)


def published_messages() -> list[Published]:
    """All messages, by subject. Raises VerbUnknown for a subject that is neither an event nor a command."""
    owners = [module.name for module in pkgutil.iter_modules(contracts.__path__)]
    found = [
        Published(owner=owner, kind=kind_of(message.subject), message=message)
        for owner in owners
        for message in vars(import_module(f"contracts.{owner}")).values()
        if isinstance(message, type)
        and issubclass(message, Message)
        and f"{message.__module__}.".startswith(f"contracts.{owner}.")
        and message is not Message
    ]
    return sorted(found, key=lambda published: published.subject)


def kind_of(subject: str) -> Kind:
    """From the verb in `<owner>.<noun>.<verb>.v<n>`: past tense is an event, a listed imperative a command."""
    verb = subject.split(".")[2]
    last_word = verb.rsplit("_", 1)[-1]
    if verb in COMMAND_VERBS:
        return Kind.COMMAND
    if last_word.endswith("ed") or last_word in PAST_TENSE_WITHOUT_ED:
        return Kind.EVENT
    raise VerbUnknown(f"{subject}: {verb!r} is neither past tense nor a verb of COMMAND_VERBS")


def schemas_of(messages: list[Published], *, ref_template: str) -> dict[str, dict[str, Any]]:
    """The JSON Schemas of these messages of one owner and of all their parts, by model name."""
    _, document = models_json_schema([(published.message, "validation") for published in messages], ref_template=ref_template)
    return document.get("$defs", {})
