"""Sample files of others, where this machine has them: DIANZHANG_SAMPLES, or ../shared/samples beside the checkout."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from channels.domain.draft import ShopTerms

CHECKOUT = Path(__file__).parents[4]
SAMPLES = Path(os.environ.get("DIANZHANG_SAMPLES") or CHECKOUT.parent / "shared" / "samples")
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TERMS = ShopTerms(shop_id="shop_1", currency="CNY", zone=ZoneInfo("Asia/Shanghai"), received_at=NOW)


def sample(name: str) -> bytes:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"no sample {name} on this machine")
    return path.read_bytes()
