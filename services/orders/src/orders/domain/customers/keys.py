"""What tells that two orders are one customer's: strong keys match, a near key only proposes, nothing else counts (rule CARE-4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from orders.domain.receiver import FIELDS, is_masked, phone_digits, phone_tail
from orders.domain.search_keys import Digest

ACCOUNTS_OF = {"tmall": "taobao"}
"""Platforms whose buyers have the accounts of another."""
OF_THE_SHOP = frozenset({"shopify", "woocommerce", "file", "other"})
"""A buyer's number there is of the one shop: the same number in two shops is two buyers."""
OPEN_ID, PHONE = "open_id", "phone"


@dataclass(frozen=True, kw_only=True)
class StrongKey:
    kind: str
    platform: str
    digest: UUID


@dataclass(frozen=True, kw_only=True)
class Keys:
    """`near`: the phone's tail with the exact name and address; None when the platform masked too much of them."""

    strong: tuple[StrongKey, ...]
    near: UUID | None
    contact: UUID


def open_id_key(buyer_id: str, *, platform: str, shop_id: str, digest: Digest) -> StrongKey | None:
    """None: there is no id, or the platform shows only a masked one, which many buyers share."""
    if not buyer_id.strip() or is_masked(buyer_id):
        return None
    accounts = ACCOUNTS_OF.get(platform, platform)
    scope = f"{accounts}\x1f{shop_id}" if platform in OF_THE_SHOP else accounts
    return StrongKey(kind=OPEN_ID, platform=accounts, digest=UUID(digest(f"customer-open:{scope}\x1f{buyer_id.strip()}")))


def keys_of(receiver: Mapping[str, str], *, buyer_id: str, platform: str, shop_id: str, digest: Digest) -> Keys:
    """The buyer's own id comes first: the parcel may go to somebody else."""
    name, phone = receiver.get("name", "").strip(), receiver.get("phone", "")
    strong = [open_id_key(buyer_id, platform=platform, shop_id=shop_id, digest=digest)]
    digits = phone_digits(phone)
    if digits and name and not is_masked(name):
        strong.append(StrongKey(kind=PHONE, platform="", digest=UUID(digest(f"customer-phone:{digits}\x1f{name}"))))
    contact = "\x1f".join(receiver.get(field, "") for field in FIELDS)
    return Keys(
        strong=tuple(key for key in strong if key is not None),
        near=_near(receiver, name=name, tail=phone_tail(digits or phone), digest=digest),
        contact=UUID(digest(f"customer-contact:{contact}")),
    )


def _near(receiver: Mapping[str, str], *, name: str, tail: str, digest: Digest) -> UUID | None:
    address = [receiver.get(field, "").strip() for field in ("province", "city", "district", "street")]
    if not (tail and name and address[-1]) or any(is_masked(part) for part in (name, *address)):
        return None
    return UUID(digest("\x1f".join(["customer-near:", tail, name, *address])))
