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
