import orders.domain.knowledge_version
import orders.domain.line
import orders.domain.order
import orders.domain.policy
import orders.domain.shop
import orders.domain.sku
import orders.domain.tally
import orders.domain.timeline  # noqa: F401 - each import makes its tables known
from chassis.migrations import run_env
from orders.domain.model import Model

run_env(Model.metadata)
