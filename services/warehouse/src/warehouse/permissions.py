"""The permissions this service asks for."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "warehouse.stock.read"
    KEEP_STOCK = "warehouse.stock.keep"
    CLOSE_BOOKS = "warehouse.books.close"
    MANAGE_WAREHOUSES = "warehouse.warehouses.manage"
    READ_SHIPMENTS = "warehouse.shipments.read"
    PICK = "warehouse.shipments.pick"
    PACK = "warehouse.shipments.pack"
    PACK_WITHOUT_SCAN = "warehouse.shipments.pack_without_scan"
    ACCEPT_WEIGHTS = "warehouse.weights.accept"
    SHIP = "warehouse.shipments.ship"
    PRINT_LABELS = "warehouse.labels.print"
    READ_PARCELS = "warehouse.parcels.read"
    TRACK_PARCELS = "warehouse.parcels.track"
    READ_RETURNS = "warehouse.returns.read"
    RECEIVE_RETURNS = "warehouse.returns.receive"
    INSPECT_RETURNS = "warehouse.returns.inspect"
    SET_POLICIES = "warehouse.policies.set"
    PUBLISH_PRICE_CARDS = "warehouse.price_cards.publish"
    READ_FREIGHT = "warehouse.freight.read"
    RECONCILE_FREIGHT = "warehouse.freight.reconcile"
    PAY_FREIGHT = "warehouse.freight.pay"
