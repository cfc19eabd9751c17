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
from people.domain.records import document, meeting, minutes, task, upload
from people.domain.training import attempt, enrolment, paper, rating, training
from people.domain.training import session as training_session

# Importing a module puts its tables into the metadata.
TABLES_OF = (
    access_policy,
    account,
    api_client,
    approval,
    attempt,
    calendar,
    candidate,
    conduct,
    delegation,
    dissent,
    document,
    employee,
    employment,
    enrolment,
    headcount_request,
    interview_note,
    leave,
    leave_kind,
    leave_ledger,
    leaving,
    log_entry,
    meeting,
    minutes,
    month,
    objection,
    offer,
    overtime,
    paper,
    papers,
    policy_version,
    position,
    preference,
    rating,
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
    task,
    training,
    training_session,
    unit,
    upload,
)

run_env(Model.metadata)
