"""Whether two orders go to the same buyer at the same address: told by the platform's own key, or by every field, never by guess."""

from collections.abc import Mapping

from orders.domain.receiver import FIELDS, OPEN_ID, is_masked, phone_digits
from orders.domain.search_keys import Digest


def address_key(*, shop_id: str, buyer_id: str, receiver: Mapping[str, str], digest: Digest) -> str | None:
    """Equal keys: they may be sent as one parcel. None: nothing proves where it goes, so it matches nothing."""
    if not buyer_id:
        return None
    open_id = receiver.get(OPEN_ID, "")
    if open_id:
        return digest(f"open:{shop_id}\x1f{buyer_id}\x1f{open_id}")
    fields = [receiver.get(field, "").strip() for field in FIELDS]
    in_full = receiver.get("name") and receiver.get("street") and phone_digits(receiver.get("phone", ""))
    if not in_full or any(is_masked(field) for field in fields):
        return None
    return digest("\x1f".join(["full", shop_id, buyer_id, *fields]))
