"""How a house tells what happens in it, to whoever watches."""

from collections.abc import Callable
from typing import Literal

from dianzhang.sentences import Sentence

State = Literal["starting", "ready", "failed", "stopping", "stopped", "note"]
Telling = Callable[[str, State, Sentence | None], None]
"""Called with (part, state, words) whenever something happens."""


def silence(part: str, state: State, words: Sentence | None) -> None:
    """For tests: nobody watches."""
