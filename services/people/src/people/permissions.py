"""The permission codes of people."""

from enum import StrEnum


class Permission(StrEnum):
    READ_ACCOUNTS = "people.accounts.read"
    MANAGE_ACCOUNTS = "people.accounts.manage"
    READ_ROLES = "people.roles.read"
    MANAGE_ROLES = "people.roles.manage"
    REQUEST_ROLE_GRANTS = "people.role_grants.request"
    READ_ROLE_GRANTS = "people.role_grants.read"
    MANAGE_ROLE_GRANTS = "people.role_grants.manage"
    SET_ACCESS_POLICY = "people.access_policy.set"
    READ_API_CLIENTS = "people.api_clients.read"
    MANAGE_API_CLIENTS = "people.api_clients.manage"
    READ_ORGANISATION = "people.organisation.read"
    CHANGE_ORGANISATION = "people.organisation.change"
    DESCRIBE_POSITIONS = "people.positions.describe"
    PUBLISH_POSITIONS = "people.positions.publish"
    PLAN_HEADCOUNTS = "people.headcounts.plan"
    READ_EMPLOYEES = "people.employees.read"
    CHANGE_EMPLOYEES = "people.employees.change"
    REVEAL_EMPLOYEES = "people.employees.reveal"
    READ_APPROVALS = "people.approvals.read"
    READ_APPROVAL_ROUTES = "people.approval_routes.read"
    PUBLISH_APPROVAL_ROUTES = "people.approval_routes.publish"
