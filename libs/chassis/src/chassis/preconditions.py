"""ETag and If-Match: nobody overwrites what somebody else has changed meanwhile."""

import re
from typing import Annotated, ClassVar

from fastapi import Depends, Header, Response

from chassis.refusals import Conflict

# A gateway that compresses an answer marks its ETag, weakly or by the encoding (Caddy: "7-zstd"); the version is the same.
ENTITY_TAG = re.compile(r'(?:W/)?"(\d{1,18})(?:-(?:gzip|zstd|br))?"')


class VersionMissing(Conflict):
    status: ClassVar[int] = 428
    code = "if_match_missing"
    zh = "请在 If-Match 中给出您读到的版本。"
    en = "Send the version you read as If-Match."


class VersionStale(Conflict):
    status: ClassVar[int] = 412
    code = "changed_meanwhile"
    zh = "该记录已被他人修改，请刷新后再试。"
    en = "Someone has changed this meanwhile; please reload and try again."


def if_match(if_match: Annotated[str | None, Header()] = None) -> int:
    """Raises VersionMissing, VersionStale."""
    if if_match is None:
        raise VersionMissing
    match = ENTITY_TAG.fullmatch(if_match.strip())
    if match is None:
        raise VersionStale
    return int(match[1])


ExpectedVersion = Annotated[int, Depends(if_match)]


def check_version(*, expected: int, actual: int) -> None:
    """Raises VersionStale."""
    if expected != actual:
        raise VersionStale


def show_version(response: Response, version: int) -> None:
    response.headers["ETag"] = f'"{version}"'
