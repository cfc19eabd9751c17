"""The ready-made organisations of rule ORG-1: units, their positions, and who reports to whom."""

from dataclasses import dataclass
from enum import StrEnum

from people.domain.organisation.description import AttendanceGroup, DescriptionText, Duty, Education, Qualifications
from people.domain.standard_roles import STANDARD_ROLES

STAFF = ("staff",)
LEADS = ("staff", "shop_manager")


class PresetCode(StrEnum):
    CENTRE = "centre"
    DEPARTMENT = "department"
    SMALL_TEAM = "small_team"


@dataclass(frozen=True, kw_only=True)
class PresetPosition:
    """`reports_to` is another position's code. `roles` are standard roles."""

    code: str
    title_zh: str
    title_en: str
    grade: str
    group: AttendanceGroup
    reports_to: str | None
    duty: str
    roles: tuple[str, ...] = STAFF

    def text(self) -> DescriptionText:
        """Without ids of superiors and roles: those are the house's own. What nobody can know is left for the company to write."""
        nothing = Qualifications(
            education=Education.NONE, majors=[], experience=[], certificates=[], abilities=[], other=[], age_from=None, age_to=None
        )
        return DescriptionText(
            title_zh=self.title_zh,
            title_en=self.title_en,
            grade=self.grade,
            superior_id=None,
            attendance_group=self.group,
            summary=self.duty,
            duties=[Duty(text=self.duty, permissions=self._permissions(), pages=[], indicators=[])],
            indicators=[],
            qualifications=nothing,
            role_ids=[],
        )

    def _permissions(self) -> list[str]:
        """What its roles give beyond everybody's: the duty map of a new house shows at once which permission nobody's duty needs."""
        own = (role for role in STANDARD_ROLES if role.code in self.roles and role.code not in STAFF)
        return sorted({permission for role in own for permission in role.permissions})


@dataclass(frozen=True, kw_only=True)
class PresetUnit:
    code: str
    name_zh: str
    name_en: str
    positions: tuple[PresetPosition, ...]


@dataclass(frozen=True, kw_only=True)
class Preset:
    """The first unit is the top; the others stand right below it."""

    code: PresetCode
    title_zh: str
    title_en: str
    units: tuple[PresetUnit, ...]


def _position(
    code: str, zh: str, en: str, grade: str, group: AttendanceGroup, *rest: str, roles: tuple[str, ...] = STAFF
) -> PresetPosition:
    duty, reports_to = rest[0], rest[1] if len(rest) > 1 else None
    return PresetPosition(code=code, title_zh=zh, title_en=en, grade=grade, group=group, duty=duty, reports_to=reports_to, roles=roles)


G = AttendanceGroup
CENTRE = Preset(
    code=PresetCode.CENTRE,
    title_zh="电商中心",
    title_en="E-commerce centre",
    units=(
        PresetUnit(
            code="EC",
            name_zh="电商中心",
            name_en="E-commerce centre",
            positions=(_position("EC-DIR", "总监", "Director", "M3", G.MANAGEMENT, "全面负责电商中心的目标、团队与经营。", roles=("staff", "director")),),
        ),
        PresetUnit(
            code="OPS",
            name_zh="运营部",
            name_en="Operations",
            positions=(
                _position("OPS-MGR", "经理", "Manager", "M2", G.MANAGEMENT, "负责运营部的计划、执行与考核。", "EC-DIR", roles=LEADS),
                _position("OPS-OPR", "运营专员", "Operator", "P2", G.OPERATIONS, "负责店铺的日常运营。", "OPS-MGR", roles=LEADS),
                _position("OPS-PRM", "推广专员", "Promoter", "P2", G.MARKETING, "负责推广活动与投放。", "OPS-MGR"),
                _position("OPS-DSN", "美工", "Designer", "P2", G.TECHNICAL, "负责图片处理与页面设计。", "OPS-MGR"),
            ),
        ),
        PresetUnit(
            code="CS",
            name_zh="客服部",
            name_en="Customer service",
            positions=(
                _position(
                    "CS-AGT", "客服专员", "Customer service agent", "P1", G.CUSTOMER_SERVICE, "负责售前咨询、审单与售后服务。", "EC-DIR",
                    roles=("staff", "customer_service", "order_clerk"),
                ),
            ),
        ),
        PresetUnit(
            code="CHN",
            name_zh="渠道部",
            name_en="Channels",
            positions=(_position("CHN-DST", "分销专员", "Distribution specialist", "P2", G.MARKETING, "负责分销商的开发与维护。", "EC-DIR"),),
        ),
        PresetUnit(
            code="GL",
            name_zh="商品物流部",
            name_en="Goods and logistics",
            positions=(
                _position(
                    "GL-LOG", "物流专员", "Logistics specialist", "P2", G.OPERATIONS, "负责库存、发货与物流跟踪。", "EC-DIR",
                    roles=("staff", "warehouse_keeper"),
                ),
            ),
        ),
    ),
)  # fmt: skip
DEPARTMENT = Preset(
    code=PresetCode.DEPARTMENT,
    title_zh="电子商务部",
    title_en="E-commerce department",
    units=(
        PresetUnit(
            code="EB",
            name_zh="电子商务部",
            name_en="E-commerce department",
            positions=(_position("EB-MGR", "经理", "Manager", "M2", G.MANAGEMENT, "全面负责电子商务部的目标、团队与经营。", roles=("staff", "director")),),
        ),
        PresetUnit(
            code="OPS",
            name_zh="运营",
            name_en="Operations",
            positions=(_position("OPS-OPR", "运营专员", "Operator", "P2", G.OPERATIONS, "负责店铺的日常运营。", "EB-MGR", roles=LEADS),),
        ),
        PresetUnit(
            code="PRM",
            name_zh="推广",
            name_en="Promotion",
            positions=(_position("PRM-PRM", "推广专员", "Promoter", "P2", G.MARKETING, "负责推广活动与投放。", "EB-MGR"),),
        ),
        PresetUnit(
            code="TEC",
            name_zh="技术",
            name_en="Technology",
            positions=(
                _position("TEC-DEV", "开发", "Development", "P3", G.TECHNICAL, "负责系统的开发与维护。", "EB-MGR", roles=("staff", "developer")),
                _position("TEC-DSN", "设计", "Design", "P2", G.TECHNICAL, "负责图片处理与页面设计。", "EB-MGR"),
            ),
        ),
        PresetUnit(
            code="CS",
            name_zh="客服",
            name_en="Customer service",
            positions=(
                _position(
                    "CS-AGT", "客服专员", "Customer service agent", "P1", G.CUSTOMER_SERVICE, "负责售前咨询、审单与售后服务。", "EB-MGR",
                    roles=("staff", "customer_service", "order_clerk"),
                ),
            ),
        ),
        PresetUnit(
            code="CPY",
            name_zh="文案策划",
            name_en="Copy and planning",
            positions=(_position("CPY-CPY", "文案策划专员", "Copywriter", "P2", G.MARKETING, "负责文案撰写与活动策划。", "EB-MGR"),),
        ),
    ),
)  # fmt: skip
SMALL_TEAM = Preset(
    code=PresetCode.SMALL_TEAM,
    title_zh="小团队",
    title_en="Small team",
    units=(
        PresetUnit(
            code="TEAM",
            name_zh="电商团队",
            name_en="E-commerce team",
            positions=(
                _position("TEAM-SUP", "主管", "Supervisor", "M1", G.MANAGEMENT, "全面负责团队的目标与经营。", roles=("staff", "director")),
                _position("TEAM-CHN", "渠道专员", "Channel specialist", "P2", G.MARKETING, "负责渠道的开发与维护。", "TEAM-SUP"),
                _position("TEAM-PRD", "产品专员", "Product specialist", "P2", G.OPERATIONS, "负责商品的选择、上架与资料。", "TEAM-SUP", roles=LEADS),
                _position(
                    "TEAM-AST", "助理", "Assistant", "P1", G.CUSTOMER_SERVICE, "负责订单、客服与日常事务。", "TEAM-SUP",
                    roles=("staff", "customer_service", "order_clerk", "warehouse_keeper"),
                ),
                _position("TEAM-PRM", "推广专员", "Promoter", "P2", G.MARKETING, "负责推广活动与投放。", "TEAM-SUP"),
                _position("TEAM-WEB", "网页设计", "Web designer", "P2", G.TECHNICAL, "负责网页与图片设计。", "TEAM-SUP"),
            ),
        ),
    ),
)  # fmt: skip
PRESETS = {preset.code: preset for preset in (CENTRE, DEPARTMENT, SMALL_TEAM)}
