"""The permission codes of people."""

from enum import StrEnum


class Permission(StrEnum):
    READ_ACCOUNTS = "people.accounts.read"
    MANAGE_ACCOUNTS = "people.accounts.manage"
    READ_ROLES = "people.roles.read"
    MANAGE_ROLES = "people.roles.manage"
    READ_API_CLIENTS = "people.api_clients.read"
    MANAGE_API_CLIENTS = "people.api_clients.manage"
