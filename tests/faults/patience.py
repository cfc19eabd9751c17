"""How long is too long. On a machine that is busy with other things DIANZHANG_PATIENCE stretches every limit of these tests."""

import os

STRETCH = float(os.environ.get("DIANZHANG_PATIENCE", "1"))


def stretched(seconds: float) -> float:
    return seconds * STRETCH
