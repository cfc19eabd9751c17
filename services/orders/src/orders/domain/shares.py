"""Money divided to the cent by the largest remainder: the parts always add up to the whole (docs/adr/0018)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def share(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """`amount` over `weights`, none of them negative; equally where all are 0. Of equal remainders the first gets the cent."""
    if not weights:
        return []
    total = sum(weights)
    if total == 0:
        return share(amount, [Decimal(1)] * len(weights))
    sign = -1 if amount < 0 else 1
    cents = int(abs(amount) / CENT)
    exact = [cents * weight / total for weight in weights]
    whole = [int(one) for one in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: (whole[place] - exact[place], place))
    for place in by_remainder[: cents - sum(whole)]:
        whole[place] += 1
    return [sign * one * CENT for one in whole]


def to_the_cent(amount: Decimal) -> Decimal:
    """Half up, as everywhere money is rounded once."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def of_pieces(amount: Decimal, *, quantity: int, counts: Sequence[int]) -> list[Decimal]:
    """What each of `counts` pieces cost of a line of `quantity`, taken one after the other: 10 over 3 is 3.34, 3.33, 3.33."""
    sign = -1 if amount < 0 else 1
    each, dearer = divmod(int(abs(amount) / CENT), quantity)
    amounts: list[Decimal] = []
    taken = 0
    for count in counts:
        of_these = max(0, min(dearer - taken, count))
        amounts.append(sign * (each * count + of_these) * CENT)
        taken += count
    return amounts
