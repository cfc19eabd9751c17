from chassis.migrations import run_env
from people.domain import access_policy, account, api_client, preference, role, role_grant, second_factor, session, sign_in
from people.domain.approvals import approval, delegation, log_entry, route, seat
from people.domain.attendance import calendar, leave, leave_kind, leave_ledger, month, objection, overtime, policy_version, records, rota
from people.domain.hiring import (
    candidate,
    conduct,
    dissent,
    employment,
    headcount_request,
    interview_note,
    leaving,
    offer,
    papers,
    requisition,
    talk,
)
from people.domain.model import Model
from people.domain.organisation import employee, position, unit

# Importing a module puts its tables into the metadata.
TABLES_OF = (
    access_policy,
    account,
    api_client,
    approval,
    calendar,
    candidate,
    conduct,
    delegation,
    dissent,
    employee,
    employment,
    headcount_request,
    interview_note,
    leave,
    leave_kind,
    leave_ledger,
    leaving,
    log_entry,
    month,
    objection,
    offer,
    overtime,
    papers,
    policy_version,
    position,
    preference,
    records,
    requisition,
    role,
    role_grant,
    rota,
    route,
    seat,
    second_factor,
    session,
    sign_in,
    talk,
    unit,
)

run_env(Model.metadata)
