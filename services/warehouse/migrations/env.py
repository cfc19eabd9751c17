from chassis.migrations import run_env
from warehouse.domain import (
    bin_card,
    carrier,
    closing,
    expected_return,
    ledger,
    parcel,
    pick_list,
    policy,
    reservation,
    returns,
    shipment,
    shipment_pick,
    sku,
    stock,
    warehouse,
)
from warehouse.domain.freight import bill, delivery_promise, parcel_freight, price_card
from warehouse.domain.model import Model

# Named, so that all their tables are known to the metadata.
NOUNS = (
    bill,
    bin_card,
    carrier,
    closing,
    expected_return,
    ledger,
    parcel,
    delivery_promise,
    parcel_freight,
    pick_list,
    policy,
    price_card,
    reservation,
    returns,
    shipment,
    shipment_pick,
    sku,
    stock,
    warehouse,
)

run_env(Model.metadata)
