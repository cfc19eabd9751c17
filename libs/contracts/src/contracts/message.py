"""What every published message is: frozen, tolerant of new fields, with the subject it travels on."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A piece of a message. Readers ignore fields they do not know; messages only ever gain fields."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Message(Part):
    """A message published on JetStream. `subject` is `<owner>.<noun>.<verb>.v<n>`.

    Events are past tense and belong to their sender, commands are imperative and belong to their receiver. An envelope names its list:
    its items may as well come in several envelopes, and do where one would be longer than the broker takes.
    """

    subject: ClassVar[str]
    envelope_of: ClassVar[str] = ""
