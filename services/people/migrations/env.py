from chassis.migrations import run_env
from people.domain import account, api_client, preference, role, session, sign_in
from people.domain.model import Model
from people.domain.organisation import employee, position, unit

# Importing a module puts its tables into the metadata.
TABLES_OF = (account, api_client, employee, position, preference, role, session, sign_in, unit)

run_env(Model.metadata)
