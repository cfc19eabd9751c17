"""Pictures that prove what a buyer says: small, sealed, kept for the policy's time (rules CARE-1, ORD-5)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from orders.domain.model import Model

MOST_PICTURES = 20


class PictureNotFound(NotFound):
    code = "picture_not_found"
    zh = "找不到该图片，或您无权查看。"
    en = "There is no such picture, or you may not see it."


class PictureRemoved(NotFound):
    code = "picture_removed"
    rule = "ORD-5"
    zh = "图片已于 {day} 删除：保存期限已到，或应客户要求。"
    en = "The picture was removed on {day}: its time was over, or its customer was erased."


class TooManyPictures(Conflict):
    code = "too_many_pictures"
    rule = "CARE-1"
    zh = "一张售后单最多 {most} 张图片。"
    en = "A case has at most {most} pictures."


class CasePicture(Model):
    """`image_sealed` is null once its time is over or its customer erased; `content_digest` is of what was sent: the same picture is kept once for a case."""

    __tablename__ = "aftersales_picture"
    __table_args__ = (
        Index("uq_aftersales_picture_content", "case_id", "content_digest", unique=True),
        Index("ix_aftersales_picture_keep_until", "keep_until", postgresql_where=literal_column("image_sealed IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    taken_at: Mapped[datetime]
    taken_by: Mapped[str]
    image_sealed: Mapped[str | None]
    content_digest: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    keep_until: Mapped[date]
    removed_at: Mapped[datetime | None]
