"""The way to the end from wherever an order or a case stands; where none is found, it is a dead end."""

from tests.acceptance.lives.company import CASE_ENDS, CASES, SENT_OR_GONE, Lives
from tests.acceptance.world import Order

MOST_ROUNDS = 8
WAITS_FOR_GOODS = 3
"""What is still open by then may want pieces that nobody has: the supplier brings some."""


def end_all(lives: Lives) -> list[str]:
    """Works everything off, as a diligent desk would; returns what cannot be ended."""
    for round_no in range(MOST_ROUNDS):
        lives.settle()
        waiting = _open(lives)
        if not waiting:
            break
        if round_no == WAITS_FOR_GOODS:
            lives.deliver(20)
            lives.settle()
        while lives.head_decides("approve"):
            lives.settle()
        for case in _open_cases(lives):
            _go_on_with_case(lives, case)
        lives.settle()
        _empty_the_floor(lives)
        lives.settle()
        for order in _open_orders(lives):
            _go_on_with_order(lives, order)
    return _open(lives)


def _open(lives: Lives) -> list[str]:
    return [
        *(f"order {order['number']} ({order['kind']}) is {order['status']}" for order in _open_orders(lives)),
        *(f"case {case['number']} ({case['kind']}) is {case['state']}" for case in _open_cases(lives)),
    ]


def _open_orders(lives: Lives) -> list[Order]:
    return [order for order in lives.orders() if order["status"] not in SENT_OR_GONE]


def _open_cases(lives: Lives) -> list[Order]:
    return [case for case in lives.cases() if case["state"] not in CASE_ENDS]


def _empty_the_floor(lives: Lives) -> None:
    for number in lives.shipments("waiting", "picked", "packed"):
        for _ in range(3):
            lives.push_parcel(number)


def _go_on_with_order(lives: Lives, order: Order) -> None:
    """Let go what may go; what cannot be sent is cancelled."""
    actions = lives.world.call("GET", f"/orders/v1/orders/{order['id']}")["actions"]
    if "release" in actions:
        lives.tries("POST", "/orders/v1/orders/release", json={"ids": [order["id"]], "note": "let go"})
        lives.settle()
        if lives.shipments("waiting"):
            return
    for verb in ("cancel", "take-apart"):
        if verb.replace("-", "_") in actions:
            lives.tries("POST", f"/orders/v1/orders/{verb}", json={"ids": [order["id"]], "reason": "cannot be sent"})
            return


def _go_on_with_case(lives: Lives, case: Order) -> None:
    """By what its page offers."""
    path = f"{CASES}/{case['id']}"
    actions = lives.world.call("GET", path)["actions"]
    because = {"reason": "to its end"}
    if "agree" in actions:
        done = lives.clerk_tries("POST", f"{CASES}/agree", json={"ids": [case["id"]]})
        if done.json().get("done"):
            return
    if "tell_parcel" in actions:
        lives.comes_back(case, "good")
    elif "pay" in actions or "send" in actions:
        lives.clerk_tries("POST", f"{path}/{'pay' if 'pay' in actions else 'send'}", json=because)
    elif "sent_back" in actions:
        lives.clerk_tries("POST", f"{path}/sent-back", json={"carrier_code": "SF", "tracking_number": "SFBACK1", **because})
    elif "pay_by_hand" in actions:
        lives.clerk_tries("POST", f"{path}/pay-by-hand", json={"reference": "ALI-1", **because})
    elif "refuse" in actions:
        lives.clerk_tries("POST", f"{CASES}/refuse", json={"ids": [case["id"]], "reason": "cannot be done"})
    elif "withdraw" in actions:
        lives.clerk_tries("POST", f"{path}/withdraw", json=because)
