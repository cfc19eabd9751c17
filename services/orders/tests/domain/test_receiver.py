"""Masking, and what never overwrites what (rule ORD-5)."""

import pytest

from orders.domain.receiver import FIELDS, fuller, mask_name, mask_phone, phone_digits, phone_tail

pytestmark = pytest.mark.rule("ORD-5")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张**"),
        ("张三", "张*"),
        ("张", "张*"),
        ("", ""),
        ("张*", "张*"),
        ("张**", "张**"),
        ("Maria Gonzalez", "M**"),
        ("张三丰*", "张**"),
        ("*三丰", "***"),
    ],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812340000", "138****0000"),
        ("+86 138-1234-0000", "138****0000"),
        ("138****0000", "138****0000"),
        ("+86 138****0000", "+86138****0000"),
        ("13812345678*", "138****5678*"),
        ("138 1234 5678 *", "138****5678*"),
        ("138*2345678", "138*****5678"),
        ("6123456", "****3456"),
        ("", ""),
    ],
)
def test_phones_are_masked(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("phone", "digits"), [("8613812340000", "13812340000"), ("138****0000", ""), ("123", ""), ("0571-8888 9999", "057188889999")]
)
def test_digits_of_a_phone(phone: str, digits: str) -> None:
    assert phone_digits(phone) == digits


@pytest.mark.parametrize(("phone", "tail"), [("138****0000", "0000"), ("138****00", ""), ("x", "")])
def test_the_tail_of_a_masked_phone_is_known(phone: str, tail: str) -> None:
    assert phone_tail(phone) == tail


def test_masked_and_empty_never_overwrite_fuller() -> None:
    full = dict.fromkeys(FIELDS, "") | {"name": "张三", "phone": "13812340000", "city": "杭州"}
    worse = dict.fromkeys(FIELDS, "") | {"name": "张*", "phone": "", "city": "宁波"}
    assert fuller(old=full, new=worse) == full | {"city": "宁波"}
    assert fuller(old=worse, new=full) == full
