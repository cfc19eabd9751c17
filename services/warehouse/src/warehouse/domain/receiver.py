"""The receiver as the desk sees it: enough to recognise, not enough to misuse (rule ORD-5)."""

from collections.abc import Mapping

HIDDEN = "*"
HIDDEN_NAME = HIDDEN * 2


def masked_name(name: str) -> str:
    """The first character stands, as couriers print it; how long the name is does not."""
    return name[:1] + HIDDEN_NAME if name else ""


def masked_phone(phone: str) -> str:
    """The first three and the last four digits; a short one shows its last two."""
    if len(phone) < 8:
        return HIDDEN * max(len(phone) - 2, 0) + phone[-2:]
    return phone[:3] + HIDDEN * (len(phone) - 7) + phone[-4:]


def address_of(receiver: Mapping[str, str]) -> str:
    """Province to street, each once: municipalities are their own province."""
    parts = [receiver.get(name, "") for name in ("province", "city", "district", "town", "street")]
    seen = [part for place, part in enumerate(parts) if part and part not in parts[:place]]
    foreign = all(ord(character) < 0x2E80 for part in seen for character in part)
    return ", ".join(reversed(seen)) if foreign else " ".join(seen)
