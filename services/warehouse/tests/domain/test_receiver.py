"""The receiver as the desk sees it (rule ORD-5)."""

import pytest

from warehouse.domain.receiver import masked_name


@pytest.mark.rule("ORD-5")
def test_a_masked_name_does_not_tell_how_long_it_is() -> None:
    assert [masked_name(name) for name in ("张三", "张三丰", "张", "")] == ["张**", "张**", "张**", ""]
