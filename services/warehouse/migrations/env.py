from chassis.migrations import run_env
from warehouse.domain import (
    bin_card,
    carrier,
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
from warehouse.domain.model import Model

# Named, so that all their tables are known to the metadata.
NOUNS = (
    bin_card,
    carrier,
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

run_env(Model.metadata)
