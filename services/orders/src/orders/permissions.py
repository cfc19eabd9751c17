"""The permissions this service owns."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "orders.orders.read"
    PLACE = "orders.orders.place"
    REVIEW = "orders.orders.review"
    CANCEL = "orders.orders.cancel"
    RESOLVE_ATTENTION = "orders.attention.resolve"
    REVEAL_RECEIVER = "orders.receivers.reveal"
    EXPORT = "orders.orders.export"
    READ_FIGURES = "orders.figures.read"
    READ_POLICIES = "orders.policies.read"
    PUBLISH_POLICIES = "orders.policies.publish"
    REGROUP = "orders.orders.regroup"
    REWRITE = "orders.orders.rewrite"
    CHANGE_PRICES = "orders.prices.change"
    READ_CASES = "orders.cases.read"
    OPEN_CASES = "orders.cases.open"
    DECIDE_CASES = "orders.cases.decide"
    PAY_BY_HAND = "orders.refunds.pay_by_hand"
