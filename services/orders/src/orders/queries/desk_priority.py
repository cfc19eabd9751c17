"""Whom desks serve first: what the service plan of a row's customer says (rule CARE-4)."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from chassis.refusals import FieldError, Invalid
from orders.domain.customers.levels import LEVEL_RULE, LevelParameters

OF_ORDER = """(SELECT f.level FROM customer_order n JOIN customer b ON b.id = n.customer_id JOIN customer f ON f.id = b.file_id
        WHERE n.order_id = {order_id})"""
OF_CUSTOMER = "(SELECT f.level FROM customer b JOIN customer f ON f.id = b.file_id WHERE b.id = {customer_id})"


class PriorityOfWaitingOnly(Invalid):
    """What is over is not served first; the database would look up the customer of every row there ever was."""

    code = "priority_of_waiting_only"
    rule = LEVEL_RULE
    zh = "只有待处理的列表可以按优先客户筛选。"
    en = "Only lists of what waits can be filtered to priority customers."


class DeskService(BaseModel):
    """`priority` 1 is served first. `is_priority`: before the customers of the level for everybody."""

    level: str
    name_zh: str
    name_en: str
    priority: int
    is_priority: bool


@dataclass(frozen=True, kw_only=True)
class Priorities:
    """By the level policy in force."""

    parameters: LevelParameters

    def service(self, level_code: str | None) -> DeskService | None:
        """None: nobody knows yet whose row it is."""
        if level_code is None:
            return None
        level = self.parameters.level(level_code)
        return DeskService(
            level=level.code,
            name_zh=level.name_zh,
            name_en=level.name_en,
            priority=level.plan.priority,
            is_priority=level.plan.priority < self._usual,
        )

    def limit(self, conditions: list[str], values: dict[str, Any], *, level: str, waits: bool) -> None:
        """To customers who are served before everybody; `level` is the SQL of `level_of`. Raises PriorityOfWaitingOnly."""
        if not waits:
            field = FieldError(pointer="/priority", code="of_waiting_only", zh="仅用于待处理的列表", en="goes with lists of what waits")
            raise PriorityOfWaitingOnly(errors=[field])
        conditions.append(f"{level} = ANY (CAST(:levels AS text[]))")
        values["levels"] = [one.code for one in self.parameters.levels if one.plan.priority < self._usual]

    @property
    def _usual(self) -> int:
        return self.parameters.levels[-1].plan.priority


def level_of(*, order_id: str, customer_id: str | None = None) -> str:
    """SQL: the code of the level of whose order, else of which customer, stands in these columns.

    Looked up row by row: a list that is read along its index stops at the end of its page.
    """
    of_order = OF_ORDER.format(order_id=order_id)
    return of_order if customer_id is None else f"coalesce({of_order}, {OF_CUSTOMER.format(customer_id=customer_id)})"
