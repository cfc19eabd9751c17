"""What the launcher says, in the language of the machine."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """The first of these that is set decides, as POSIX has it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


@dataclass(frozen=True)
class Sentence:
    en: str
    zh: str

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en


class CannotGoOn(Exception):
    """One clear sentence for the person at the terminal; everything that was started has to stop."""

    def __init__(self, *, en: str, zh: str) -> None:
        self.sentence = Sentence(en=en, zh=zh)
        super().__init__(en)

    def __str__(self) -> str:
        return str(self.sentence)
