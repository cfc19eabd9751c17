"""The routes that every house starts with (rule APR-1): version 1 of each kind, until the company publishes its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from people.domain.approvals.route import Mode, RouteStep, RouteWho, WhoKind

FROM_THE_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
CLERKS_LIMIT, SECOND_LEVEL = Decimal("50.00"), Decimal("500.00")


@dataclass(frozen=True, kw_only=True)
class DefaultRoute:
    kind: str
    name_zh: str
    name_en: str
    steps: Sequence[RouteStep]


def _who(kind: WhoKind, *, levels: int = 1, of_named: str = "requester", role: str | None = None) -> RouteWho:
    return RouteWho(kind=kind, levels=levels, of="named" if of_named == "named" else "requester", role=role, position_id=None)


def _step(*who: RouteWho, mode: Mode = Mode.ONE, above: Decimal | None = None) -> RouteStep:
    return RouteStep(mode=mode, who=list(who), above=above, remind_after_hours=8, within_hours=24)


SUPERIOR = _who(WhoKind.SUPERIOR)
HEAD = _who(WhoKind.UNIT_HEAD)
HEAD_OF_THE_UNIT = _who(WhoKind.UNIT_HEAD, of_named="named")
HEAD_ABOVE = _who(WhoKind.UNIT_HEAD, levels=2)
FINANCE = _who(WhoKind.FINANCE)


def _role(code: str) -> RouteWho:
    return _who(WhoKind.ROLE, role=code)


ABOVE_THE_CLERK = (_step(SUPERIOR, above=CLERKS_LIMIT), _step(HEAD_ABOVE, above=SECOND_LEVEL))

DEFAULT_ROUTES = (
    DefaultRoute(kind="price_change", name_zh="调价", name_en="Price change", steps=[_step(SUPERIOR)]),
    DefaultRoute(kind="order_price_change", name_zh="订单改价", name_en="Price of an order", steps=[_step(SUPERIOR)]),
    DefaultRoute(
        kind="promotion_plan",
        name_zh="促销方案",
        name_en="Promotion plan",
        steps=[_step(SUPERIOR), _step(FINANCE, above=Decimal("10000.00"))],
    ),
    DefaultRoute(kind="leave", name_zh="请假", name_en="Leave", steps=[_step(SUPERIOR)]),
    DefaultRoute(kind="overtime", name_zh="加班", name_en="Overtime", steps=[_step(SUPERIOR)]),
    DefaultRoute(kind="headcount", name_zh="编制", name_en="Headcount", steps=[_step(HEAD_OF_THE_UNIT), _step(_role("director"))]),
    DefaultRoute(kind="refund", name_zh="退款", name_en="Refund", steps=ABOVE_THE_CLERK),
    DefaultRoute(kind="compensation", name_zh="赔偿", name_en="Compensation", steps=ABOVE_THE_CLERK),
    DefaultRoute(
        kind="aftersales_late",
        name_zh="超期售后",
        name_en="Late after-sales",
        steps=[_step(SUPERIOR), _step(HEAD_ABOVE, above=SECOND_LEVEL)],
    ),
    DefaultRoute(
        kind="stocktake_adjustment",
        name_zh="盘点调整",
        name_en="Stocktake adjustment",
        steps=[_step(_role("warehouse_head"), FINANCE, mode=Mode.JOINT)],
    ),
    DefaultRoute(kind="damage_liability", name_zh="残损责任", name_en="Damage liability", steps=[_step(HEAD), _step(_role("hr"))]),
    DefaultRoute(
        kind="distributor_policy", name_zh="分销政策", name_en="Distributor policy", steps=[_step(SUPERIOR), _step(_role("director"))]
    ),
    DefaultRoute(kind="penalty", name_zh="处罚", name_en="Penalty", steps=[_step(SUPERIOR), _step(_role("hr"))]),
    DefaultRoute(
        kind="rebate_settlement", name_zh="返点结算", name_en="Rebate settlement", steps=[_step(SUPERIOR, FINANCE, mode=Mode.JOINT)]
    ),
    DefaultRoute(kind="role_grant", name_zh="角色授权", name_en="Role grant", steps=[_step(SUPERIOR), _step(_role("administrator"))]),
    DefaultRoute(kind="export", name_zh="数据导出", name_en="Data export", steps=[_step(SUPERIOR, _role("director"), mode=Mode.ANY_OF)]),
    DefaultRoute(
        kind="personal_data_export",
        name_zh="个人信息导出",
        name_en="Export of personal data",
        steps=[_step(SUPERIOR, _role("director"), mode=Mode.ANY_OF)],
    ),
)
