"""The permission codes of the catalog."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "catalog.skus.read"
    MANAGE = "catalog.skus.manage"
