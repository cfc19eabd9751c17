from channels.domain import inbound_message, order_import, shop, webhook, write_back
from channels.domain.model import Model
from chassis.migrations import run_env

# Named, so that all their tables are known to the metadata.
NOUNS = (inbound_message, order_import, shop, webhook, write_back)

run_env(Model.metadata)
