"""The order desk's filters as query parameters."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.refusals import FieldError
from chassis.routes import ForbiddenCharacter
from orders.api.order_bodies import Moment
from orders.domain.reasons import Attention, Stage
from orders.domain.status import OrderStatus, Reservation
from orders.queries.order_filter import OrderFilter, OrderSort

Text = Annotated[str, Query(max_length=100)]
Sort = Literal["placed_at_desc", "placed_at_asc", "ship_by_asc"]
Due = Literal["overdue", "today", "soon"]


class OrderFilters:
    """`q` finds by our number (SO-…, whole or its beginning), the shop's number (whole or its beginning), the last digits of our number,
    a phone, or its last four digits. A `reservation` other than short looks at open orders.
    `stage`: held orders that only wait for people and, among them, for that stage.
    `due`: open orders that had to leave by now (overdue), have to leave later today (today), or both (soon); the most urgent first,
    whatever `sort` says.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - each is a query parameter
        self,
        q: Text | None = None,
        status: Annotated[list[OrderStatus], Query(max_length=12)] = [],  # noqa: B006 - FastAPI reads it, nobody changes it
        shop_id: Annotated[list[Annotated[str, Field(max_length=64)]], Query(max_length=100)] = [],  # noqa: B006 - as above
        held: bool | None = None,
        attention: bool | None = None,
        stuck: bool | None = None,
        reservation: Reservation | None = None,
        hold_reason: Annotated[str | None, Query(pattern="^[a-z][a-z0-9_]{1,39}$")] = None,
        stage: Literal["service", "finance"] | None = None,
        attention_reason: Attention | None = None,
        source: Text | None = None,
        placed_from: Moment | None = None,
        placed_to: Moment | None = None,
        due: Due | None = None,
        sort: Sort = "placed_at_desc",
    ) -> None:
        self.shop_ids = shop_id
        self.due = due
        self.asked = OrderFilter(
            shops=None,
            q=q,
            source=source,
            statuses=[str(one) for one in status],
            held=held,
            attention=attention,
            stuck=stuck,
            reservation=reservation,
            hold_reason=hold_reason,
            stage=None if stage is None else Stage(stage),
            attention_reason=attention_reason,
            placed_from=placed_from,
            placed_to=placed_to,
            sort=OrderSort(sort) if due is None else OrderSort.MOST_URGENT,
        )

    def within(self, actor: Actor, clock: Clock) -> OrderFilter:
        """The filter, narrowed to the shops that the actor may see. Raises ForbiddenCharacter."""
        texts = [self.asked.q or "", self.asked.source or "", *self.shop_ids]
        if any("\x00" in text for text in texts):
            raise ForbiddenCharacter(errors=[FieldError(pointer="/q", code="forbidden_character", zh="空字符", en="NUL character")])
        shops = list(dict.fromkeys(self.shop_ids)) or None
        if actor.shops is not None:
            shops = sorted(actor.shops) if shops is None else [shop for shop in shops if shop in actor.shops]
        if self.due is None:
            return replace(self.asked, shops=shops)
        now = clock.now()
        return replace(
            self.asked,
            shops=shops,
            due_from=now if self.due == "today" else None,
            due_before=now if self.due == "overdue" else end_of_today(clock),
        )


def end_of_today(clock: Clock) -> datetime:
    """The company's midnight."""
    return datetime.combine(clock.today() + timedelta(days=1), time(), clock.zone)
