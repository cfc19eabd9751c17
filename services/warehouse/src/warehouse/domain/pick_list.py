"""A pick list: shipments that one person fetches in one walk."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, desc
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from warehouse.domain.model import Model

LONGEST_LIST = 200


class PickListState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class PickListNotFound(NotFound):
    code = "pick_list_not_found"
    zh = "没有拣货单 {number}。"
    en = "There is no pick list {number}."


class PickListClosed(Conflict):
    code = "pick_list_closed"
    zh = "拣货单 {number} 已完成或已取消（{state}）。"
    en = "Pick list {number} is closed ({state})."


class NothingToPick(Conflict):
    code = "nothing_to_pick"
    zh = "仓库 {warehouse} 没有等待拣货的发货单。"
    en = "No shipment waits to be picked in {warehouse}."


class ShipmentsNotOnList(Invalid):
    """Shipments or SKUs were named that do not stand on this list."""

    code = "not_on_this_list"
    zh = "有 {count} 处不在拣货单 {number} 上。"
    en = "{count} of the entries are not on pick list {number}."


class ShipmentsNotPickable(Conflict):
    code = "shipments_not_pickable"
    zh = "有 {count} 张发货单不能加入拣货单，见 errors。"
    en = "{count} shipments cannot go on a pick list; see errors."


class PickList(Model):
    __tablename__ = "pick_list"
    __table_args__ = (Index("ix_pick_list_created_at", desc("created_at"), desc("id")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"))
    state: Mapped[str]
    shipment_count: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    version: Mapped[int]

    def close(self, state: PickListState, *, by: str, now: datetime) -> None:
        """Raises PickListClosed: it was confirmed or cancelled before."""
        if self.state != PickListState.OPEN:
            raise PickListClosed(number=self.number, state=self.state)
        self.state = state
        self.closed_at, self.closed_by = now, by
        self.version += 1
