"""The version somebody read, as it comes back in If-Match."""

import pytest

from chassis.preconditions import VersionMissing, VersionStale, if_match


@pytest.mark.parametrize("tag", ['"7"', 'W/"7"', '"7-gzip"', '"7-zstd"', 'W/"7-br"', ' "7" '])
def test_the_version_is_read_also_where_a_gateway_compressed_the_answer(tag: str) -> None:
    assert if_match(tag) == 7


@pytest.mark.parametrize("tag", ["7", '"7-deflated"', '"abc"', '"-gzip"', "*", ""])
def test_what_is_no_version_of_ours_is_stale(tag: str) -> None:
    with pytest.raises(VersionStale):
        if_match(tag)


def test_none_is_asked_for() -> None:
    with pytest.raises(VersionMissing):
        if_match(None)
