"""Barcodes: any code a scanner reads; one that looks like a GTIN must have a right check digit."""

GTIN_LENGTHS = (8, 12, 13, 14)
MOST_CHARACTERS = 48


def is_right(barcode: str) -> bool:
    """GTIN-8, -12, -13 and -14 end in a digit computed from the others (GS1): a wrong one is a typing mistake."""
    if not (barcode.isascii() and barcode.isdigit() and len(barcode) in GTIN_LENGTHS):
        return True
    *body, check = (int(digit) for digit in barcode)
    # Weights run 3, 1, 3, … from the right end of the body.
    total = sum(digit * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return (10 - total % 10) % 10 == check
