"""How somebody is reached, and what proves who they are: personal data, sealed at rest, masked on screens (rules ORG-6, ORD-5)."""

from collections.abc import Mapping

from chassis.refusals import Conflict

FIELDS = ("phone", "email", "id_card", "address", "emergency_contact")


class ContactUnreadable(Conflict):
    code = "contact_unreadable"
    rule = "ORG-6"
    zh = "员工 {number} 的联系资料无法解密（数据密钥不符）。"
    en = "The contact of employee {number} cannot be opened: the data key is another."


def masked(contact: Mapping[str, str]) -> dict[str, str]:
    """Enough to recognise, too little to use."""
    return {name: _masked(name, contact.get(name, "")) for name in FIELDS}


def _masked(name: str, text: str) -> str:
    if not text:
        return ""
    if name == "phone" and len(text) >= 7:
        return f"{text[:3]}****{text[-4:]}"
    if name == "email" and "@" in text:
        before, _, domain = text.partition("@")
        return f"{before[:1]}***@{domain}"
    if name == "id_card" and len(text) >= 10:
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
    return f"{text[:1]}***"
