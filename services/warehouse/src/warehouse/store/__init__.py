"""SQL that loads, locks and saves. Every lock order lives here (see gate.py)."""
