"""Who works at the demo company: the people of preset (a) of rule ORG-1, and of an administration beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Member:
    """`login` None: does not sign in. `role` is the account's own; what the position gives comes besides. `id` and `number` once hired.

    `hired_on` None: three weeks before the house was set up, and on probation.
    """

    name: str
    position: str
    hired_on: str | None
    phone: str
    login: str | None = None
    role: str | None = None
    id: str = ""
    number: str = ""


FOUNDED_ON = "2024-01-02"
STAFF: tuple[Member, ...] = (
    Member(name="陈志远", position="EC-DIR", hired_on="2024-01-02", phone="13000000001", login="director", role="director"),
    Member(name="林晓燕", position="OPS-MGR", hired_on="2024-03-01", phone="13000000002", login="shop.manager", role="shop_manager"),
    Member(name="何俊", position="OPS-OPR", hired_on="2024-09-02", phone="13000000003"),
    Member(name="周敏", position="OPS-PRM", hired_on="2025-04-01", phone="13000000004", login="staff", role="staff"),
    Member(name="吴静", position="OPS-DSN", hired_on=None, phone="13000000005"),
    Member(name="赵慧", position="CS-AGT", hired_on="2024-05-06", phone="13000000006", login="service", role="customer_service"),
    Member(name="王雅婷", position="CS-AGT", hired_on="2025-02-17", phone="13000000007", login="clerk", role="order_clerk"),
    Member(name="徐磊", position="CHN-DST", hired_on="2025-03-03", phone="13000000008"),
    Member(name="李建国", position="GL-LOG", hired_on="2024-02-19", phone="13000000009", login="keeper", role="warehouse_keeper"),
    Member(name="钱文", position="ADM-FIN", hired_on="2024-06-03", phone="13000000010", login="finance", role="finance"),
    Member(name="郑洁", position="ADM-HR", hired_on="2024-04-01", phone="13000000011", login="hr", role="hr"),
)
OUTSIDE = ("developer", "developer", "孙浩")
"""Builds the shop's own software and is nobody's employee: login, role, name."""
ROLE_NAMES = {
    "director": "总监 Director",
    "shop_manager": "店长 Shop manager",
    "staff": "员工 Staff",
    "customer_service": "客服 Customer service",
    "order_clerk": "审单客服 Order clerk",
    "warehouse_keeper": "仓库管理员 Warehouse keeper",
    "finance": "财务 Finance",
    "hr": "人事 Human resources",
    "developer": "开发人员 Developer",
}
LEADERS = {
    "EC": ("陈志远", None),
    "OPS": ("林晓燕", "何俊"),
    "CS": ("赵慧", "王雅婷"),
    "CHN": ("徐磊", None),
    "GL": ("李建国", None),
    "ADM": ("郑洁", "钱文"),
}
"""Head and deputy of each unit."""
HEADCOUNTS = {
    "EC-DIR": 1, "OPS-MGR": 1, "OPS-OPR": 2, "OPS-PRM": 1, "OPS-DSN": 1, "CS-AGT": 2, "CHN-DST": 1, "GL-LOG": 1, "ADM-FIN": 1, "ADM-HR": 1,
}  # fmt: skip
"""One operator is looked for."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What the company writes into a description beside what the preset knows. Duties: text, permissions, pages, indicators."""

    summary: str
    duties: Sequence[tuple[str, Sequence[str], Sequence[str], Sequence[str]]]
    indicators: Sequence[tuple[str, str, str]] = ()
    education: str = "none"
    experience: Sequence[tuple[int, str]] = ()
    abilities: Sequence[str] = ()
    other: Sequence[str] = ()

    def over(self, text: dict[str, Any]) -> dict[str, Any]:
        """`text` with these parts in place of its own."""
        duties = [
            {"text": words, "permissions": list(permissions), "pages": list(pages), "indicators": list(indicators)}
            for words, permissions, pages, indicators in self.duties
        ]
        qualifications = {
            **NOTHING_ASKED,
            "education": self.education,
            "experience": [{"years": years, "subject": subject} for years, subject in self.experience],
            "abilities": list(self.abilities),
            "other": list(self.other),
        }
        indicators = [{"name": name, "measure": measure, "target": target} for name, measure, target in self.indicators]
        return text | {"summary": self.summary, "duties": duties, "indicators": indicators, "qualifications": qualifications}


NOTHING_ASKED: dict[str, Any] = {
    "education": "none", "majors": [], "experience": [], "certificates": [], "abilities": [], "other": [], "age_from": None, "age_to": None,
}  # fmt: skip
WRITINGS = {
    "OPS-OPR": Writing(
        summary="负责店铺的日常运营：商品、订单与店铺数据。",
        duties=(
            ("维护商品资料与上架。", ["catalog.*"], [], ["上架及时率"]),
            ("跟进店铺订单，处理待处理订单。", ["orders.*"], ["/orders", "/attention"], ["订单当日处理率"]),
            ("维护店铺接口与发货回传。", ["channels.*"], ["/shops"], []),
        ),
        indicators=(
            ("上架及时率", "按计划日期上架的商品数 ÷ 计划数", "≥ 98%"),
            ("订单当日处理率", "当日处理的待处理订单 ÷ 当日新增", "≥ 95%"),
        ),
        education="junior_college",
        experience=((2, "电商平台运营"),),
        abilities=("数据分析", "活动策划"),
        other=("能适应大促期间的轮班",),
    ),
    "OPS-PRM": Writing(
        summary="负责推广活动与投放。",
        duties=(
            ("制定推广计划，控制投放预算。", ["orders.figures.read"], [], ["投入产出比"]),
            ("每周汇报推广效果。", [], ["/my-requests"], []),
        ),
        indicators=(("投入产出比", "推广带来的成交额 ÷ 推广费用", "≥ 3.0"),),
        education="junior_college",
        experience=((1, "推广投放"),),
    ),
    "CS-AGT": Writing(
        summary="负责售前咨询、审单与售后服务。",
        duties=(
            ("审核挂起的订单，联系买家确认。", ["orders.orders.review", "orders.orders.cancel"], ["/orders"], ["审单时长"]),
            ("解决看不懂的订单。", ["orders.attention.resolve"], ["/attention"], []),
            ("查询物流，答复买家。", ["warehouse.parcels.read", "orders.receivers.reveal"], ["/parcels"], ["首次响应时间"]),
        ),
        indicators=(("审单时长", "订单挂起到放行的平均分钟数", "≤ 30 分钟"), ("首次响应时间", "买家咨询到首次答复的平均秒数", "≤ 45 秒")),
        experience=((1, "客服"),),
        abilities=("打字每分钟 60 字以上", "沟通耐心"),
    ),
    "GL-LOG": Writing(
        summary="负责库存、发货与物流跟踪。",
        duties=(
            ("收货、上架与盘点，库存账实相符。", ["warehouse.stock.read", "warehouse.stock.keep"], ["/stock"], ["库存准确率"]),
            (
                "拣货、复核、打包、发货。",
                ["warehouse.shipments.pick", "warehouse.shipments.pack", "warehouse.shipments.ship", "warehouse.labels.print"],
                ["/shipments", "/station"],
                ["当日发货率", "错发率"],
            ),
            ("跟踪滞留包裹。", ["warehouse.parcels.read", "warehouse.parcels.track"], ["/parcels"], []),
        ),
        indicators=(
            ("库存准确率", "盘点相符的货位 ÷ 盘点货位", "≥ 99.5%"),
            ("当日发货率", "当日发出的订单 ÷ 截单前的订单", "≥ 98%"),
            ("错发率", "错发件数 ÷ 发出件数", "≤ 0.05%"),
        ),
        experience=((1, "仓储物流"),),
    ),
}


@dataclass(frozen=True, kw_only=True)
class ExtraPosition:
    """Of the administration, which no preset has."""

    code: str
    title_zh: str
    title_en: str
    role: str
    writing: Writing = field(repr=False)


ADMINISTRATION = ("ADM", "行政部", "Administration")
EXTRA_POSITIONS = (
    ExtraPosition(
        code="ADM-HR",
        title_zh="人事专员",
        title_en="Human resources officer",
        role="hr",
        writing=Writing(
            summary="负责招聘、考勤、培训与员工档案。",
            duties=(
                (
                    "维护组织与岗位说明书。",
                    ["people.organisation.change", "people.positions.describe", "people.positions.publish"],
                    ["/organisation"],
                    [],
                ),
                ("组织招聘与入职。", ["people.requisitions.open", "people.candidates.keep", "people.employees.hire"], [], []),
                (
                    "汇总每月考勤，处理异议，交付算薪。",
                    ["people.months.keep", "people.attendance.keep"],
                    ["/attendance-board"],
                    ["考勤按期结账"],
                ),
                ("组织培训与考试。", ["people.trainings.plan"], [], []),
            ),
            indicators=(("考勤按期结账", "每月 6 日前结账的部门 ÷ 全部部门", "100%"),),
            education="bachelor",
            experience=((2, "人力资源"),),
        ),
    ),
    ExtraPosition(
        code="ADM-FIN",
        title_zh="财务专员",
        title_en="Finance clerk",
        role="finance",
        writing=Writing(
            summary="负责核对货款、费用与盘点差异。",
            duties=(
                ("核对店铺货款与退款。", ["orders.figures.read"], [], ["对账及时率"]),
                ("会签盘点差异。", ["warehouse.stock.read"], ["/approvals"], []),
            ),
            indicators=(("对账及时率", "次日完成对账的店铺 ÷ 全部店铺", "100%"),),
            education="junior_college",
            experience=((2, "电商财务"),),
        ),
    ),
)
