from pathlib import Path

from fastapi import FastAPI

from chassis.clock import real_time
from chassis.context import Context
from chassis.service import Service
from people.api import (
    access_policies,
    account_access,
    accounts,
    api_clients,
    me,
    oauth,
    rights,
    role_grants,
    roles,
    second_factor,
    sessions,
)
from people.api.approvals import delegations, route_choices
from people.api.approvals import figures as approval_figures
from people.api.approvals import requests as approval_requests
from people.api.approvals import routes as approval_routes
from people.api.attendance import calendar as attendance_calendar
from people.api.attendance import days as attendance_days
from people.api.attendance import leave as leave_requests
from people.api.attendance import leave_accounts, leave_kinds, month_closings, month_export, months, objections, overtime, punches, rotas
from people.api.attendance import notices as hours_notices
from people.api.attendance import photos as attendance_photos
from people.api.attendance import policies as attendance_policies
from people.api.attendance import runs as attendance_runs
from people.api.hiring import (
    candidates,
    conduct,
    dissents,
    employments,
    leavings,
    offers,
    personnel_files,
    personnel_policies,
    requisitions,
    talks,
)
from people.api.organisation import descriptions, duty_map, employees, positions, presets, units
from people.api.records import files, meetings, tasks, uploads
from people.api.training import attempts as training_attempts
from people.api.training import papers as training_papers
from people.api.training import results as training_results
from people.api.training import results_export as training_results_export
from people.api.training import sessions as training_sessions
from people.api.training import trainings
from people.consumers import approval_commands
from people.domain.approvals.kinds import kinds
from people.domain.hiring import conduct as conduct_entry
from people.domain.hiring import headcount_request
from people.domain.password import PasswordHashes
from people.domain.role_grant import APPROVAL_KIND
from people.domain.signing import SigningKeys
from people.jobs.attendance.derive_days import CARRY_OUT_ATTENDANCE_RUNS, SETTLE_TOUCHED_DAYS, TOUCH_ENDED_DAYS
from people.jobs.attendance.leave_and_months import ACCEPT_BY_SILENCE, COMPILE_MONTHS, EXPIRE_LEAVE
from people.jobs.attendance.remove_photos import REMOVE_OLD_PHOTOS
from people.jobs.close_expired_attempts import CLOSE_EXPIRED_ATTEMPTS
from people.jobs.end_outdated_sessions import END_OUTDATED_SESSIONS
from people.jobs.forget_old_sign_ins import FORGET_OLD_SIGN_INS
from people.jobs.forget_unfiled_uploads import FORGET_UNFILED_UPLOADS
from people.jobs.leave_on_the_day import LEAVE_ON_THE_DAY
from people.jobs.look_after_approvals import LOOK_AFTER_APPROVALS
from people.jobs.remind_of_tasks import REMIND_OF_TASKS
from people.queries.attendance.leave_requests import away_the_whole_day
from people.settings import Settings
from people.store.organisation.numbers import open_series
from people.use_cases.approvals.ensure_default_routes import ensure_default_routes
from people.use_cases.attendance.ask_leave_approval import LEAVE
from people.use_cases.attendance.ensure_attendance_policy import ensure_attendance_policy
from people.use_cases.attendance.note_leave_decision import note_leave_decision
from people.use_cases.attendance.note_overtime_decision import note_overtime_decision
from people.use_cases.attendance.request_overtime import OVERTIME
from people.use_cases.decide_role_grant import decide_role_grant
from people.use_cases.ensure_access_policy import ensure_access_policy
from people.use_cases.ensure_administrator import ensure_administrator
from people.use_cases.ensure_standard_roles import ensure_standard_roles
from people.use_cases.hiring.ensure_personnel_policy import ensure_personnel_policy
from people.use_cases.hiring.note_headcount_decided import note_headcount_decided
from people.use_cases.hiring.note_penalty_decided import note_penalty_decided

ORGANISATION = [units.router, presets.router, positions.router, descriptions.router, duty_map.router, employees.router]

HIRING = [
    requisitions.router,
    requisitions.headcount_router,
    candidates.router,
    offers.router,
    employments.router,
    employments.moves_router,
    employments.probation_router,
    leavings.router,
    personnel_files.router,
    personnel_files.texts_router,
    conduct.router,
    dissents.router,
    talks.router,
    talks.own_router,
    talks.due_router,
    personnel_policies.router,
]

IDENTITY = [
    sessions.router,
    second_factor.router,
    rights.router,
    me.router,
    accounts.router,
    account_access.router,
    roles.router,
    role_grants.router,
    access_policies.router,
    api_clients.router,
    oauth.router,
]

# The fixed paths before those with an id in their place.
APPROVALS = [
    approval_figures.router,
    delegations.router,
    delegations.colleagues_router,
    route_choices.router,
    approval_routes.router,
    approval_requests.router,
]

TRAINING = [
    trainings.router,
    training_sessions.router,
    training_papers.router,
    training_attempts.router,
    # Before the enrolments: /export is no enrolment's id.
    training_results_export.router,
    training_results.router,
    training_results.certificates_router,
    training_results.parties_router,
]

ATTENDANCE_DAYS = [
    attendance_policies.router,
    attendance_calendar.router,
    hours_notices.router,
    punches.punches_router,
    punches.imports_router,
    attendance_photos.router,
    rotas.router,
    attendance_runs.router,
    attendance_days.router,
]
RECORDS = [meetings.router, tasks.router, uploads.router, files.router]
RECORDS_JOBS = [CLOSE_EXPIRED_ATTEMPTS, REMIND_OF_TASKS, FORGET_UNFILED_UPLOADS]

ATTENDANCE_JOBS = [SETTLE_TOUCHED_DAYS, CARRY_OUT_ATTENDANCE_RUNS, TOUCH_ENDED_DAYS, REMOVE_OLD_PHOTOS]

LEAVE_AND_MONTHS = [
    leave_kinds.router,
    leave_accounts.accounts_router,
    leave_accounts.imports_router,
    leave_requests.router,
    overtime.router,
    objections.router,
    month_export.router,
    month_closings.router,
    months.router,
]
LEAVE_AND_MONTH_JOBS = [COMPILE_MONTHS, ACCEPT_BY_SILENCE, EXPIRE_LEAVE]


def build(settings: Settings | None = None) -> FastAPI:
    chosen = settings or Settings()  # pyright: ignore[reportCallIssue] - the rest comes from the environment
    keys = SigningKeys(current=chosen.signing_key_file.read_bytes(), previous=_read(chosen.previous_signing_key_file))

    kinds.on_decision(APPROVAL_KIND, decide_role_grant)
    kinds.on_decision(headcount_request.KIND, note_headcount_decided)
    kinds.on_decision(conduct_entry.KIND, note_penalty_decided)
    kinds.on_decision(LEAVE, note_leave_decision)
    kinds.on_decision(OVERTIME, note_overtime_decision)
    kinds.ask_absence(away_the_whole_day)

    async def start(context: Context) -> None:
        # Its own tokens are checked without asking itself over HTTP.
        context.tokens.learn(keys.key_set)
        passwords = PasswordHashes(memory_kib=chosen.password_memory_kib, passes=chosen.password_passes, at_once=chosen.passwords_at_once)
        context.parts.update(keys=keys, passwords=passwords)
        await open_series(context)
        await _furnish(context, settings=chosen, passwords=passwords)

    return Service(
        name="people",
        title="people",
        settings=chosen,
        routers=[*IDENTITY, *APPROVALS, *ORGANISATION, *HIRING, *TRAINING, *RECORDS, *LEAVE_AND_MONTHS, *ATTENDANCE_DAYS],
        consumers=[approval_commands.consumers],
        jobs=[
            FORGET_OLD_SIGN_INS,
            END_OUTDATED_SESSIONS,
            LEAVE_ON_THE_DAY,
            LOOK_AFTER_APPROVALS,
            *RECORDS_JOBS,
            *ATTENDANCE_JOBS,
            *LEAVE_AND_MONTH_JOBS,
        ],
        start=start,
    ).build()


def _read(file: Path | None) -> bytes | None:
    return file.read_bytes() if file is not None else None


async def _furnish(context: Context, *, settings: Settings, passwords: PasswordHashes) -> None:
    """What a new house needs before anybody can sign in. Safe to run at every start."""
    async with context.new_system_uow("people.first-start") as uow:
        await ensure_standard_roles(uow, now=real_time())
        await ensure_default_routes(uow, now=real_time())
        await ensure_access_policy(uow, now=real_time())
        await ensure_personnel_policy(uow, now=real_time())
        await ensure_attendance_policy(uow, now=real_time())
        if settings.bootstrap_login and settings.bootstrap_password:
            await ensure_administrator(
                uow,
                login=settings.bootstrap_login,
                password=settings.bootstrap_password.get_secret_value(),
                passwords=passwords,
                now=real_time(),
            )
        await uow.commit()
