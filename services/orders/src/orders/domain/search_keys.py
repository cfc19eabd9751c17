"""What a receiver can be found by without being readable: keyed digests of the phone and of its last four digits (rule ORD-5)."""

from collections.abc import Callable

from orders.domain.receiver import Receiver, phone_digits, phone_tail

Digest = Callable[[str], str]
SIGN = 1 << 63


def key_of(digest: Digest, text: str) -> int:
    """64 bits of the digest, as PostgreSQL's signed bigint: half the index of a text, and two of a million phones never meet."""
    return int(digest(text)[:16], 16) - SIGN


def phone_key(digest: Digest, phone: str) -> int | None:
    digits = phone_digits(phone)
    return key_of(digest, f"phone:{digits}") if digits else None


def tail_key(digest: Digest, tail: str) -> int:
    return key_of(digest, f"tail:{tail}")


def phone_keys(receiver: Receiver, digest: Digest) -> tuple[int | None, int | None]:
    """Of the whole number and of its tail; None where the platform masked it."""
    phone = receiver["phone"]
    if not phone:
        return None, None
    tail = phone_tail(phone_digits(phone) or phone)
    return phone_key(digest, phone), tail_key(digest, tail) if tail else None
