from chassis.migrations import run_env
from warehouse.domain import carrier, parcel, pick_list, policy, reservation, shipment, sku, stock, warehouse
from warehouse.domain.model import Model

# Named, so that all their tables are known to the metadata.
NOUNS = (carrier, parcel, pick_list, policy, reservation, shipment, sku, stock, warehouse)

run_env(Model.metadata)
