from fastapi import FastAPI

from channels.api import inbound_messages, order_imports, platform_webhooks, platforms, shops, webhook_endpoints, write_backs
from channels.clients.orders import OrdersClient
from channels.clients.outside import Outside
from channels.consumers import orders
from channels.jobs.forget_old import FORGET_OLD
from channels.jobs.process_inbound import PROCESS_INBOUND
from channels.jobs.push_write_backs import PUSH_WRITE_BACKS
from channels.jobs.send_webhooks import SEND_WEBHOOKS
from channels.settings import Settings
from chassis.context import Context
from chassis.service import Service


def build(settings: Settings | None = None) -> FastAPI:
    chosen = settings or Settings()  # pyright: ignore[reportCallIssue] - the rest comes from the environment

    async def start(context: Context) -> None:
        context.parts.update(
            orders=OrdersClient(chosen.orders_url),
            outside=Outside(allow_private=chosen.allow_private_addresses),
            write_back_pause=chosen.write_back_pause,
        )

    return Service(
        name="channels",
        title="channels",
        settings=chosen,
        routers=[
            platforms.router,
            shops.router,
            inbound_messages.shop_router,
            inbound_messages.router,
            platform_webhooks.router,
            order_imports.router,
            write_backs.router,
            webhook_endpoints.router,
        ],
        consumers=[orders.consumers],
        jobs=[PROCESS_INBOUND, PUSH_WRITE_BACKS, SEND_WEBHOOKS, FORGET_OLD],
        start=start,
    ).build()
