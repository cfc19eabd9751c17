"""What each platform needs and can do, so that no client keeps a list of its own."""

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel

from channels.domain.files.dialects import DIALECTS
from channels.domain.platforms.registry import ADAPTERS
from channels.domain.shipping.registry import DIALOGUES, PLATFORMS, PlatformFacts
from channels.permissions import Permission
from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import transactional_router

router = transactional_router("/v1/platforms", tag="platforms")


class PlatformOut(BaseModel):
    """`secrets` are the credentials it needs, to be told or to have its webhooks verified; `options` may be set.

    `needs_address`: each shop has its own, `api_url`. `sends_webhooks`: to `/v1/webhooks/<code>/<shop_id>`. `reads_json`: its own JSON is
    taken as it is (`/v1/shops/<shop_id>/platform-orders`). `told_of_shipments`: else a person tells it. `file_dialects`: its exports that
    order imports recognise.
    """

    code: str
    secrets: list[str]
    options: list[str]
    currency: str
    needs_address: bool
    sends_webhooks: bool
    reads_json: bool
    told_of_shipments: bool
    file_dialects: list[str]


class PlatformList(BaseModel):
    data: list[PlatformOut]


@router.get("")
async def list_platforms(_: Annotated[Actor, Depends(requires(Permission.READ_SHOPS))]) -> PlatformList:
    """All that a shop can be registered on."""
    return PlatformList(data=[platform_out(code, facts) for code, facts in PLATFORMS.items()])


def platform_out(code: str, facts: PlatformFacts) -> PlatformOut:
    return PlatformOut(
        code=code,
        secrets=list(facts.secrets),
        options=list(facts.options),
        currency=facts.currency,
        needs_address=facts.needs_address,
        sends_webhooks=facts.sends_webhooks,
        reads_json=code in ADAPTERS,
        told_of_shipments=code in DIALOGUES,
        file_dialects=[dialect.name for dialect in DIALECTS if code in dialect.platforms],
    )
