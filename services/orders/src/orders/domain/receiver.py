"""Who gets the parcel: personal data, masked wherever it is shown (rule ORD-5)."""

import re
from collections.abc import Mapping

from chassis.refusals import Conflict

FIELDS = ("name", "phone", "country", "province", "city", "district", "town", "street", "postcode")
OPEN_ID = "open_id"
"""The platform's own key of an address (Taobao's OAID and its like): equal ones are one address, however much of it is masked."""
ERASED = "erased"
"""Stands in the place of a receiver that was erased: no newer version of its order brings it back."""
Receiver = dict[str, str]
"""Values of FIELDS; an absent one is "". Beside them OPEN_ID, where the platform has such a key."""

TAIL_DIGITS = 4
SHORTEST_PHONE = 7
LEGIBLE = re.compile(r"\d{7,}")


class ReceiverUnreadable(Conflict):
    code = "receiver_unreadable"
    rule = "ORD-5"
    zh = "订单 {number} 的收货信息无法解密：内容被改动，或使用了其他数据密钥加密。"
    en = "The receiver of order {number} cannot be opened: it was changed, or sealed with another data key."


def is_masked(text: str) -> bool:
    return "*" in text or "＊" in text


def fuller(*, old: Mapping[str, str], new: Mapping[str, str]) -> Receiver:
    """Field by field: an empty or masked one never overwrites what we have in full; nothing overwrites what was erased."""
    if old.get(ERASED):
        return {**dict.fromkeys(FIELDS, ""), ERASED: old[ERASED]}

    def choose(before: str, now: str) -> str:
        worse = not now or (is_masked(now) and not is_masked(before))
        return before if worse and before else now

    found = {field: choose(old.get(field, ""), new.get(field, "")) for field in FIELDS}
    # A key stands for the address it came with.
    unchanged = all(old.get(field, "") == found[field] for field in FIELDS)
    open_id = new.get(OPEN_ID, "") or (old.get(OPEN_ID, "") if unchanged else "")
    return {**found, OPEN_ID: open_id} if open_id else found


def phone_digits(phone: str) -> str:
    """Digits only, without China's country code; "" when the phone is masked or too short to be one."""
    if is_masked(phone):
        return ""
    digits = phone if phone.isdecimal() and phone.isascii() else "".join(filter("0123456789".__contains__, phone))
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digits if len(digits) >= SHORTEST_PHONE else ""


def phone_tail(phone: str) -> str:
    """The last four digits: platforms leave them readable in a masked phone."""
    tail = phone.rstrip()[-TAIL_DIGITS:]
    return tail if len(tail) == TAIL_DIGITS and tail.isascii() and tail.isdecimal() else ""


def mask_name(name: str) -> str:
    """张三丰 → 张**. At most two stars, so that the length of a name stays private. A star in the name does not say that it is masked."""
    return name and name[0] + "*" * min(max(len(name) - 1, 1), 2)


def mask_phone(phone: str) -> str:
    """As the platform masked it, unless that left too much to read."""
    if not phone:
        return phone
    if is_masked(phone):
        return LEGIBLE.sub(lambda found: mask_digits(found[0]), phone.replace(" ", "").replace("-", ""))
    digits = phone_digits(phone)
    return mask_digits(digits) if digits else f"****{phone_tail(phone)}"


def mask_digits(digits: str) -> str:
    return f"{digits[:3]}****{digits[-TAIL_DIGITS:]}" if len(digits) >= 10 else f"****{digits[-TAIL_DIGITS:]}"
