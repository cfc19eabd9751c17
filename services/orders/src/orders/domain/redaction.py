"""Free text in which people write phones: remarks, what a carrier tells, what is searched for (rule ORD-5)."""

import re

from orders.domain.receiver import mask_digits

# Single spaces and dashes may stand between the digits; a date is no phone.
NUMBER = re.compile(r"(?<!\d)(?!\d{4}-\d\d-\d\d(?!\d))\d(?:[ -]?\d){6,}")


def without_numbers(text: str) -> str:
    """Phones are masked, and whatever else has seven digits or more."""
    return NUMBER.sub(lambda found: mask_digits(found[0].replace(" ", "").replace("-", "")), text) if text else text
