"""Phones in what people write (rule ORD-5)."""

import pytest

from orders.domain.redaction import without_numbers


@pytest.mark.rule("ORD-5")
@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("", ""),
        ("请尽快发货，送 2 件", "请尽快发货，送 2 件"),
        ("打13912345678或 0571-8888 9999", "打139****5678或 057****9999"),
        ("电话１３９１２３４５６７８", "电话１３９****５６７８"),
        ("座机 8888999", "座机 ****8999"),
        ("2026-11-22 前发，共 123456 元", "2026-11-22 前发，共 123456 元"),
        ("13912345678*", "139****5678*"),
    ],
)
def test_phones_are_masked_wherever_they_stand(text: str, masked: str) -> None:
    assert without_numbers(text) == masked
