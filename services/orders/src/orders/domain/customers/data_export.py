"""Personal data leaves the system as a file: approved, watermarked, for one person and a short time (rule ORD-5)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, LargeBinary, SmallInteger, Text, Uuid, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.policies import PolicyVersion
from chassis.refusals import Conflict, Forbidden, Invalid, NotFound
from orders.domain.model import Model, TextList

KIND = "personal_data_export"
"""The kind of approval."""
EXPORT_RULE = "ORD-5"
PREFIX = "dex"
NOUN = "data_export"
MOST_ROWS = 50_000


class ExportKind(StrEnum):
    ORDERS = "orders"
    CUSTOMERS = "customers"


class ExportState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    READY = "ready"
    REFUSED = "refused"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


COLUMNS: Mapping[ExportKind, Mapping[str, tuple[str, str]]] = {
    ExportKind.ORDERS: {
        "number": ("订单号", "Number"),
        "shop": ("店铺", "Shop"),
        "platform_order_no": ("平台单号", "Shop's number"),
        "status": ("状态", "Status"),
        "hold_reasons": ("挂起原因", "Held for"),
        "attention_reasons": ("待处理原因", "Needs attention for"),
        "reservation": ("库存", "Stock"),
        "warehouse": ("仓库", "Warehouse"),
        "pieces": ("件数", "Pieces"),
        "paid": ("实付", "Paid"),
        "currency": ("币种", "Currency"),
        "placed_at": ("下单时间", "Placed at"),
        "name": ("收货人", "Receiver"),
        "phone": ("电话", "Phone"),
        "province": ("省", "Province"),
        "city": ("市", "City"),
        "address": ("详细地址", "Address"),
        "buyer_remark": ("买家留言", "Buyer's remark"),
        "seller_remark": ("备注", "Our remark"),
        "source": ("来源", "Source"),
        "carrier": ("承运商", "Carrier"),
        "tracking_number": ("运单号", "Tracking number"),
        "shipped_at": ("发货时间", "Shipped at"),
        "ship_by": ("最晚发货", "To leave by"),
    },
    ExportKind.CUSTOMERS: {
        "name": ("客户", "Customer"),
        "phone": ("电话", "Phone"),
        "region": ("地区", "Region"),
        "address": ("详细地址", "Address"),
        "level": ("等级", "Level"),
        "orders": ("订单数", "Orders"),
        "paid": ("实付", "Paid"),
        "refunded": ("已退款", "Refunded"),
        "first_order_at": ("首次下单", "First order"),
        "last_order_at": ("最近下单", "Last order"),
        "shops": ("店铺", "Shops"),
        "tags": ("标签", "Tags"),
    },
}
"""By code: the heading in Chinese and English. `address` is empty unless contacts are asked for in full."""


class ExportNotFound(NotFound):
    code = "data_export_not_found"
    rule = EXPORT_RULE
    zh = "没有此导出申请，或不是您申请的。"
    en = "There is no such export, or it was not you who asked for it."


class ExportTooLarge(Invalid):
    code = "export_too_large"
    rule = EXPORT_RULE
    zh = "符合条件的超过 {most} 条，请缩小筛选范围后再导出。"
    en = "More than {most} match; please narrow the filter and export again."


class ExportEmpty(Conflict):
    code = "export_empty"
    rule = EXPORT_RULE
    zh = "没有符合条件的数据，无需导出。"
    en = "Nothing matches: there is nothing to export."


class ExportNeedsAPerson(Forbidden):
    code = "export_needs_a_person"
    rule = EXPORT_RULE
    zh = "导出个人信息须经审批，只能由有登录账号的人申请。"
    en = "An export of personal data is approved first: only a person with a login can ask for it."


class FullNeedsPermission(Forbidden):
    code = "full_export_needs_permission"
    rule = EXPORT_RULE
    zh = "导出明文联系方式还需要“查看收货人明文”的权限。"
    en = "To export contacts in full you also need the permission to see receivers in full."


class ExportNotReady(Conflict):
    code = "data_export_not_ready"
    rule = EXPORT_RULE
    zh = "此导出目前不能下载（状态：{state}）。"
    en = "This export cannot be downloaded: it is {state}."


class ExportSettled(Conflict):
    code = "data_export_settled"
    rule = EXPORT_RULE
    zh = "此导出申请已处理（状态：{state}），不能撤回。"
    en = "This export is settled ({state}) and cannot be withdrawn."


class ExportOutsideShops(Forbidden):
    code = "data_export_outside_shops"
    rule = EXPORT_RULE
    zh = "文件含有您现在不再负责的店铺，不能下载。"
    en = "The file holds shops that are no longer yours; it cannot be downloaded."


class ExportParameters(BaseModel):
    """Up to `rows_without_approval` masked rows leave without an approval; 0: none do. Contacts in full always need one.

    A file can be downloaded for `hours`, then it is deleted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows_without_approval: Annotated[int, Field(ge=0, le=MOST_ROWS)]
    hours: Annotated[int, Field(ge=1, le=168)]
    most_rows: Annotated[int, Field(ge=1, le=MOST_ROWS)]

    def needs_approval(self, *, rows: int, full: bool) -> bool:
        return full or rows > self.rows_without_approval


DEFAULT_EXPORT = ExportParameters(rows_without_approval=0, hours=24, most_rows=MOST_ROWS)


class ExportPolicy(PolicyVersion, Model):
    __tablename__ = "export_policy"


class DataExport(Model):
    """`asked` is the filter in words, `ids` what it matched when it was asked; `shops` those the asker saw then, None for all.

    `decided_by` and `comment` are "" until it is decided. `size` is the file's bytes.
    """

    __tablename__ = "data_export"
    __table_args__ = (
        CheckConstraint("kind IN ('orders', 'customers')", name="kind"),
        CheckConstraint("state IN ('asked', 'approved', 'ready', 'refused', 'voided', 'withdrawn', 'expired')", name="state"),
        Index("ix_data_export_asked_by_id", "asked_by_id", "id"),
        Index("ix_data_export_approved", "id", postgresql_where=literal_column("state = 'approved'")),
        Index("ix_data_export_expires_at", "expires_at", postgresql_where=literal_column("state = 'ready'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    language: Mapped[str]
    asked: Mapped[dict[str, Any]] = mapped_column(JSONB)
    columns: Mapped[TextList]
    full_contacts: Mapped[bool]
    reason: Mapped[str]
    ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    row_count: Mapped[int]
    shops: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    content_digest: Mapped[str]
    policy_version: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[str]
    approval_id: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str]
    comment: Mapped[str]
    made_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    size: Mapped[int]

    @property
    def short_number(self) -> str:
        """What stands in every line of the file."""
        return f"EX-{self.id.hex[-8:].upper()}"

    def digest(self) -> str:
        """Of exactly what leaves and for whom; a change of either makes another."""
        content = [
            self.kind,
            self.columns,
            self.full_contacts,
            self.asked,
            sorted(one.hex for one in self.ids),
            self.shops,
            self.asked_by_id,
        ]
        return "sha256:" + hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def settle(self, state: ExportState, *, by: str, comment: str, now: datetime) -> None:
        self.state, self.decided_by, self.comment, self.decided_at = state, by, comment, now


class DataExportPart(Model):
    """The file, sealed with the company's data key, in parts; gone when its time is over."""

    __tablename__ = "data_export_part"

    export_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class DataExportDownload(Model):
    __tablename__ = "data_export_download"

    export_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[str]
    by_name: Mapped[str]
