"""The roles that every house starts with. Permission codes belong to the services that check them; here they are only text."""

from dataclasses import dataclass

from people.domain.grants import EVERYTHING
from people.domain.role import ADMINISTRATOR


@dataclass(frozen=True, kw_only=True)
class StandardRole:
    code: str
    name_zh: str
    name_en: str
    permissions: tuple[str, ...]


STANDARD_ROLES = (
    StandardRole(code=ADMINISTRATOR, name_zh="管理员", name_en="Administrator", permissions=(EVERYTHING,)),
    StandardRole(
        code="director",
        name_zh="总监",
        name_en="Director",
        permissions=(
            "orders.*",
            "warehouse.*",
            "catalog.*",
            "channels.*",
            "people.accounts.read",
            "people.roles.read",
            "people.audit.read",
        ),
    ),
    StandardRole(code="shop_manager", name_zh="店长", name_en="Shop manager", permissions=("orders.*", "channels.*", "catalog.*")),
    StandardRole(code="order_clerk", name_zh="审单客服", name_en="Order clerk", permissions=("orders.*",)),
    StandardRole(code="warehouse_keeper", name_zh="仓库管理员", name_en="Warehouse keeper", permissions=("warehouse.*",)),
    StandardRole(code="customer_service", name_zh="客服", name_en="Customer service", permissions=("orders.orders.read",)),
    StandardRole(code="developer", name_zh="开发人员", name_en="Developer", permissions=("people.api_clients.read",)),
)
