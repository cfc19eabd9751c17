"""Orders takes in batches; we ask on behalf of whoever uploaded the file, with their own token and so with their own rights."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import httpx
from tenacity import AsyncRetrying, RetryError, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from channels.domain.draft import ParsedOrder
from channels.domain.order_import import OrdersUnavailable
from chassis.refusals import Forbidden
from chassis.tracing import request_id_var
from contracts.orders import DraftLine

BATCH = "/v1/orders/batch"
READ_SECONDS = 60.0
PLACE_PERMISSION = "orders.orders.place"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What orders made of one draft."""

    outcome: str
    order_id: str | None
    number: str | None
    status: str | None
    hold_reasons: list[str]
    attention_reasons: list[str]
    errors: list[str]


class _NotNow(Exception):
    """Surely or perhaps not taken: the same key makes sending again harmless."""


class OrdersClient:
    def __init__(self, base_url: str, *, client: httpx.AsyncClient | None = None) -> None:
        self._client = client or httpx.AsyncClient(base_url=base_url, timeout=httpx.Timeout(READ_SECONDS, connect=2.0), trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def place_batch(self, drafts: Sequence[ParsedOrder], *, authorization: str, key: str) -> list[Placed]:
        """One answer for each draft, in order. Raises OrdersUnavailable, Forbidden."""
        body = {"orders": [_order(draft) for draft in drafts]}
        headers = {"Authorization": authorization, "Idempotency-Key": f'"{key}"', "X-Request-Id": request_id_var.get() or key[:32]}
        patience = AsyncRetrying(
            stop=stop_after_attempt(4), wait=wait_exponential_jitter(multiplier=0.2, max=2.0), retry=retry_if_exception_type(_NotNow)
        )
        try:
            async for attempt in patience:
                with attempt:
                    answer = await self._post(body, headers)
                    return [_placed(result) for result in answer["results"]]
        except RetryError as error:
            raise OrdersUnavailable(part="orders") from error
        raise OrdersUnavailable(part="orders")

    async def _post(self, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        try:
            answer = await self._client.post(BATCH, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise _NotNow from error
        if answer.status_code == 403:
            raise Forbidden(permission=PLACE_PERMISSION)
        if answer.status_code >= 500 or answer.status_code in (409, 429):
            raise _NotNow
        if answer.status_code >= 300:
            raise OrdersUnavailable(part=f"orders ({answer.status_code})")
        return answer.json()


def _order(parsed: ParsedOrder) -> dict[str, Any]:
    order = parsed.order

    def money(amount: object) -> dict[str, str]:
        return {"amount": f"{amount:.2f}", "currency": order.currency}

    def line(told: DraftLine) -> dict[str, Any]:
        return {
            "platform_line_no": told.platform_line_no,
            "sku": told.sku,
            "platform_sku": told.platform_sku,
            "title": told.title,
            "quantity": told.quantity,
            "unit": told.unit and told.unit[:20],
            "unit_price": money(told.unit_price),
            "paid_amount": None if told.paid_amount is None else money(told.paid_amount),
            "refund": told.refund,
        }

    plain = order.model_dump(
        mode="json",
        include={
            "shop_id", "platform_order_no", "platform_status", "state", "placed_at", "paid_at", "modified_at", "buyer_id", "buyer_remark",
            "seller_remark", "refund",
        },
    )  # fmt: skip
    amounts = {name: money(getattr(order, name)) for name in ("goods_amount", "discount_amount", "freight_amount", "paid_amount")}
    return {**plain, **amounts, "receiver": asdict(parsed.receiver), "lines": [line(told) for told in order.lines]}


def _placed(result: dict[str, Any]) -> Placed:
    return Placed(
        outcome=result["outcome"],
        order_id=result["id"],
        number=result["number"],
        status=result["status"],
        hold_reasons=result["hold_reasons"],
        attention_reasons=result["attention_reasons"],
        errors=[f"{error['pointer']}: {error['code']}" for error in result["errors"]],
    )
