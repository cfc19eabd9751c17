"""The permission codes of channels."""

from enum import StrEnum


class Permission(StrEnum):
    READ_SHOPS = "channels.shops.read"
    MANAGE_SHOPS = "channels.shops.manage"
    SEND_PLATFORM_ORDERS = "channels.platform_orders.send"
    IMPORT_ORDERS = "channels.order_imports.run"
    READ_IMPORTS = "channels.order_imports.read"
    READ_INBOUND = "channels.inbound_messages.read"
    REPROCESS_INBOUND = "channels.inbound_messages.reprocess"
    READ_WRITE_BACKS = "channels.write_backs.read"
    PUSH_WRITE_BACKS = "channels.write_backs.push"
    READ_WEBHOOKS = "channels.webhooks.read"
    MANAGE_WEBHOOKS = "channels.webhooks.manage"
