"""Webhooks of shops: the raw bytes are verified, kept once, and answered at once; they are understood afterwards.

No token and no permission: the signature over the raw body is what counts.
"""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Depends, Header, Request
from pydantic import BaseModel

from channels.api.fields import ShopId
from channels.domain.inbound_message import WebhookStale
from channels.domain.values import moment
from channels.settings import Settings
from channels.use_cases.receive_webhook import Delivery, receive_webhook
from chassis.auth import no_permission_needed
from chassis.clock import real_time
from chassis.routes import Here, Uow, transactional_router

router = transactional_router("/v1/webhooks", tag="platform_webhooks")
LARGEST_WEBHOOK = 2 * 1024 * 1024
OPEN = [Depends(no_permission_needed)]
RAW: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": {"description": "As the platform sends it"}}}}
}
Text = Annotated[str, Header(max_length=300)]


class WebhookReceipt(BaseModel):
    """`duplicate`: it was here before, and nothing more happens."""

    received: bool
    duplicate: bool


@router.post("/shopify/{shop_id}", dependencies=OPEN, openapi_extra=RAW, max_body_size=LARGEST_WEBHOOK)
async def receive_shopify_webhook(
    shop_id: ShopId,
    request: Request,
    uow: Uow,
    here: Here,
    x_shopify_hmac_sha256: Text = "",
    x_shopify_topic: Text = "",
    x_shopify_webhook_id: Text = "",
    x_shopify_triggered_at: Text = "",
) -> WebhookReceipt:
    delivery = Delivery(
        platform="shopify",
        shop_id=shop_id,
        topic=x_shopify_topic,
        delivery_id=x_shopify_webhook_id,
        signature=x_shopify_hmac_sha256,
        triggered_at=_instant(x_shopify_triggered_at),
        body=await request.body(),
    )
    return await _receive(uow, here, delivery)


@router.post("/woocommerce/{shop_id}", dependencies=OPEN, openapi_extra=RAW, max_body_size=LARGEST_WEBHOOK)
async def receive_woocommerce_webhook(
    shop_id: ShopId,
    request: Request,
    uow: Uow,
    here: Here,
    x_wc_webhook_signature: Text = "",
    x_wc_webhook_topic: Text = "",
    x_wc_webhook_delivery_id: Text = "",
) -> WebhookReceipt:
    """The shop first sends a ping, a form without a signature: it is answered and does nothing."""
    body = await request.body()
    if not x_wc_webhook_signature and body.startswith(b"webhook_id=") and len(body) < 100:
        return WebhookReceipt(received=True, duplicate=False)
    delivery = Delivery(
        platform="woocommerce",
        shop_id=shop_id,
        topic=x_wc_webhook_topic,
        delivery_id=x_wc_webhook_delivery_id,
        signature=x_wc_webhook_signature,
        triggered_at=None,
        body=body,
    )
    return await _receive(uow, here, delivery)


async def _receive(uow: Uow, here: Here, delivery: Delivery) -> WebhookReceipt:
    settings = here.settings
    assert isinstance(settings, Settings)
    kept = await receive_webhook(uow, delivery=delivery, window=settings.webhook_window, real_now=real_time())
    return WebhookReceipt(received=True, duplicate=not kept)


def _instant(told: str) -> datetime | None:
    """Raises WebhookStale for a time that cannot be read: then its age cannot be told either."""
    try:
        return moment(told, ZoneInfo("UTC"))
    except (ValueError, OverflowError) as error:
        raise WebhookStale from error
