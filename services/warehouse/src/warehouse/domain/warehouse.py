"""Warehouses and the bins in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from warehouse.domain.model import Model
from warehouse.domain.place import distance_km, province_of


class WarehouseNotFound(NotFound):
    code = "warehouse_not_found"
    zh = "没有仓库 {code}。"
    en = "There is no warehouse {code}."


class WarehouseCodeTaken(Conflict):
    code = "warehouse_code_taken"
    zh = "仓库编码 {code} 已被使用。"
    en = "The warehouse code {code} is taken."


class BinCodeTaken(Conflict):
    code = "bin_code_taken"
    rule = "WMS-6"
    zh = "该仓库已有货位 {code}。"
    en = "This warehouse has a bin {code} already."


class BinNotFound(NotFound):
    code = "bin_not_found"
    rule = "WMS-6"
    zh = "该仓库没有货位 {code}。"
    en = "This warehouse has no bin {code}."


class Warehouse(Model):
    """`rank` orders warehouses where nearness does not decide (an address abroad or unknown): the smallest first."""

    __tablename__ = "warehouse"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    province: Mapped[str]
    rank: Mapped[int]
    active: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime]

    def change(
        self, *, name_zh: str | None, name_en: str | None, province: str | None, rank: int | None, active: bool | None
    ) -> dict[str, object]:
        """Fields that are None stay. Returns what changed, with its values before."""
        wanted = {"name_zh": name_zh, "name_en": name_en, "province": province, "rank": rank, "active": active}
        before = {name: getattr(self, name) for name, value in wanted.items() if value is not None and value != getattr(self, name)}
        for name in before:
            setattr(self, name, wanted[name])
        self.version += 1
        return before


class BinKind(StrEnum):
    """All but shelves are areas that each warehouse has once: goods stand there on their way in, out, or back."""

    SHELF = "shelf"
    RECEIVING = "receiving"
    OUTGOING = "outgoing"
    RETURNS = "returns"
    DEFECTIVE = "defective"


AREAS = {BinKind.RECEIVING: "@IN", BinKind.OUTGOING: "@OUT", BinKind.RETURNS: "@BACK", BinKind.DEFECTIVE: "@BAD"}
"""Their codes, which no shelf can have."""
LAST_OF_THE_WALK = 1_000_000


class Bin(Model):
    """A place in a warehouse. Pickers walk by `sort_order`, then code."""

    __tablename__ = "bin"
    __table_args__ = (
        UniqueConstraint("warehouse_id", "code"),
        CheckConstraint("sort_order >= 0", name="sort_order"),
        Index("uq_bin_area", "warehouse_id", "kind", unique=True, postgresql_where="kind <> 'shelf'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"))
    code: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default=BinKind.SHELF)
    zone: Mapped[str]
    sort_order: Mapped[int]
    active: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime]

    def change(self, *, zone: str | None, sort_order: int | None, active: bool | None) -> dict[str, object]:
        """Fields that are None stay. Returns what changed, with its values before."""
        wanted = {"zone": zone, "sort_order": sort_order, "active": active}
        before = {name: getattr(self, name) for name, value in wanted.items() if value is not None and value != getattr(self, name)}
        for name in before:
            setattr(self, name, wanted[name])
        self.version += 1
        return before


@dataclass(frozen=True, slots=True)
class Site:
    """What choosing a warehouse needs to know of one."""

    id: UUID
    code: str
    province: str
    rank: int


class Nearness:
    """The order in which warehouses are asked for an address."""

    def __init__(self, sites: Sequence[Site]) -> None:
        self.sites = sorted(sites, key=lambda site: (site.rank, site.code))
        # Bound to this object, so that it goes with it.
        self.order = lru_cache(maxsize=200)(self._order)

    def _order(self, province: str | None) -> list[Site]:
        """Nearest first; by rank where the province is unknown, and for warehouses whose own province is."""
        there = province_of(province)
        if there is None:
            return self.sites

        def farness(site: Site) -> float:
            here = province_of(site.province)
            return float("inf") if here is None else distance_km(here, there)

        return sorted(self.sites, key=farness)
