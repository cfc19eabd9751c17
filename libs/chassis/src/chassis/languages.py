"""The two languages of every answer."""

DEFAULT_LANGUAGE = "zh-CN"
LANGUAGES = ("zh-CN", "en-US")


def language_of(accept_language: str | None) -> str:
    """The first supported language that the header names; Chinese when it names none."""
    for part in (accept_language or "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh-CN"
        if tag.startswith("en"):
            return "en-US"
    return DEFAULT_LANGUAGE
