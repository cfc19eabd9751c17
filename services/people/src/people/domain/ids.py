"""The ids of this service, as they travel."""

from typing import Annotated
from uuid import UUID

from chassis.ids import prefixed, show_id

AccountId = Annotated[UUID, *prefixed("acc")]
RoleId = Annotated[UUID, *prefixed("rol")]
SessionId = Annotated[UUID, *prefixed("ses")]
ClientId = Annotated[UUID, *prefixed("cli")]
GrantId = Annotated[UUID, *prefixed("grt")]
EmployeeId = Annotated[UUID, *prefixed("emp")]
UnitId = Annotated[UUID, *prefixed("unt")]
PositionId = Annotated[UUID, *prefixed("pos")]
AssignmentId = Annotated[UUID, *prefixed("asg")]


def shown_account(account_id: UUID) -> str:
    return show_id("acc", account_id)


def shown_role(role_id: UUID) -> str:
    return show_id("rol", role_id)


def shown_session(session_id: UUID) -> str:
    return show_id("ses", session_id)


def shown_client(client_id: UUID) -> str:
    return show_id("cli", client_id)


def shown_grant(grant_id: UUID) -> str:
    return show_id("grt", grant_id)


def shown_family(family_id: UUID) -> str:
    """An API client has no sessions; its tokens carry this in their place, so that all of them can be ended at once."""
    return show_id("fam", family_id)


def shown_employee(employee_id: UUID) -> str:
    return show_id("emp", employee_id)


def shown_unit(unit_id: UUID) -> str:
    return show_id("unt", unit_id)


def shown_position(position_id: UUID) -> str:
    return show_id("pos", position_id)


ApprovalId = Annotated[UUID, *prefixed("apr")]
ApprovalRouteId = Annotated[UUID, *prefixed("apt")]
DelegationId = Annotated[UUID, *prefixed("dlg")]


def shown_approval(approval_id: UUID) -> str:
    return show_id("apr", approval_id)


def shown_route(route_id: UUID) -> str:
    return show_id("apt", route_id)


def shown_delegation(delegation_id: UUID) -> str:
    return show_id("dlg", delegation_id)


def shown_assignment(assignment_id: UUID) -> str:
    return show_id("asg", assignment_id)


LeaveId = Annotated[UUID, *prefixed("lve")]
OvertimeId = Annotated[UUID, *prefixed("ovt")]
ObjectionId = Annotated[UUID, *prefixed("obj")]
SheetId = Annotated[UUID, *prefixed("sht")]
MonthRunId = Annotated[UUID, *prefixed("mrn")]


def shown_leave(leave_id: UUID) -> str:
    return show_id("lve", leave_id)


def shown_overtime(overtime_id: UUID) -> str:
    return show_id("ovt", overtime_id)


def shown_objection(objection_id: UUID) -> str:
    return show_id("obj", objection_id)


def shown_sheet(sheet_id: UUID) -> str:
    return show_id("sht", sheet_id)


def shown_month_run(run_id: UUID) -> str:
    return show_id("mrn", run_id)


TrainingId = Annotated[UUID, *prefixed("trn")]
TrainingSessionId = Annotated[UUID, *prefixed("tse")]
EnrolmentId = Annotated[UUID, *prefixed("enr")]
AttemptId = Annotated[UUID, *prefixed("atp")]
MeetingId = Annotated[UUID, *prefixed("mtg")]
TaskId = Annotated[UUID, *prefixed("tsk")]
DocumentId = Annotated[UUID, *prefixed("doc")]
UploadId = Annotated[UUID, *prefixed("upl")]


def shown_training(training_id: UUID) -> str:
    return show_id("trn", training_id)


def shown_training_session(session_id: UUID) -> str:
    return show_id("tse", session_id)


def shown_enrolment(enrolment_id: UUID) -> str:
    return show_id("enr", enrolment_id)


def shown_attempt(attempt_id: UUID) -> str:
    return show_id("atp", attempt_id)


def shown_meeting(meeting_id: UUID) -> str:
    return show_id("mtg", meeting_id)


def shown_task(task_id: UUID) -> str:
    return show_id("tsk", task_id)


def shown_document(document_id: UUID) -> str:
    return show_id("doc", document_id)


HoursNoticeId = Annotated[UUID, *prefixed("hrn")]
PunchBatchId = Annotated[UUID, *prefixed("pnb")]
AttendancePhotoId = Annotated[UUID, *prefixed("aph")]
AttendanceRunId = Annotated[UUID, *prefixed("atr")]
RotaId = Annotated[UUID, *prefixed("rot")]
