from catalog.domain import product, sku
from catalog.domain.model import Model
from chassis.migrations import run_env

# Named, so that all their tables are known to the metadata.
NOUNS = (product, sku)

run_env(Model.metadata)
