from chassis.migrations import run_env
from people.domain import access_policy, account, api_client, preference, role, role_grant, second_factor, session, sign_in
from people.domain.approvals import approval, delegation, log_entry, route, seat
from people.domain.attendance import calendar, policy_version, records, rota
from people.domain.model import Model
from people.domain.organisation import employee, position, unit

# Importing a module puts its tables into the metadata.
TABLES_OF = (
    access_policy,
    account,
    api_client,
    approval,
    calendar,
    delegation,
    employee,
    log_entry,
    policy_version,
    position,
    preference,
    records,
    role,
    role_grant,
    rota,
    route,
    seat,
    second_factor,
    session,
    sign_in,
    unit,
)

run_env(Model.metadata)
