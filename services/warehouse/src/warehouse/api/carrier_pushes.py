"""Pushes of carriers' tracking services: signed, kept as they came, and understood at once where we can (rule ORD-4)."""

import base64
import hashlib
import hmac
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from chassis.auth import no_permission_needed
from chassis.refusals import Forbidden, Invalid
from chassis.routes import Here, Uow, transactional_router
from warehouse.settings import Settings
from warehouse.use_cases.take_carrier_push import AFTERSHIP, KUAIDI100, take_carrier_push

router = transactional_router("/v1/carrier-pushes", tag="carrier_pushes")
FORM = "application/x-www-form-urlencoded"
JSON_OBJECT = {"application/json": {"schema": {"type": "object"}}}
PUSH_FORM = {
    FORM: {
        "schema": {
            "type": "object",
            "required": ["param", "sign"],
            "properties": {"param": {"type": "string"}, "sign": {"type": "string"}},
        }
    }
}


class PushesNotSetUp(Forbidden):
    code = "pushes_not_set_up"
    zh = "尚未配置 {source} 推送的密钥，无法核实来源，推送被拒绝。"
    en = "No secret is set up for pushes of {source}: nobody could tell who sent this, so it is refused."


class SignatureWrong(Forbidden):
    code = "signature_wrong"
    zh = "推送签名不正确。"
    en = "The signature of this push is wrong."


class PushUnreadable(Invalid):
    code = "push_unreadable"
    zh = "推送缺少 param。"
    en = "The push lacks param."


class Kuaidi100Answer(BaseModel):
    """What KuaiDi100 wants to hear, in its own words."""

    model_config = ConfigDict(populate_by_name=True)
    result: bool
    return_code: Annotated[str, Field(serialization_alias="returnCode")]
    message: str


class AftershipAnswer(BaseModel):
    received: bool


def _secret(context: Here, source: str) -> bytes:
    settings = context.settings
    assert isinstance(settings, Settings)
    secret: SecretStr | None = settings.kuaidi100_salt if source == KUAIDI100 else settings.aftership_secret
    if secret is None or not secret.get_secret_value():
        raise PushesNotSetUp(source=source)
    return secret.get_secret_value().encode()


@router.post("/kuaidi100", dependencies=[Depends(no_permission_needed)], openapi_extra={"requestBody": {"content": PUSH_FORM}})
async def receive_kuaidi100_push(request: Request, uow: Uow, context: Here) -> Kuaidi100Answer:
    """A form with `param` (JSON) and `sign` = MD5(param + salt)."""
    salt = _secret(context, KUAIDI100)
    form = parse_qs((await request.body()).decode("utf-8", errors="replace"), max_num_fields=20)
    param, sign = form.get("param", [""])[0], form.get("sign", [""])[0]
    if not param:
        raise PushUnreadable
    expected = hashlib.md5(param.encode() + salt, usedforsecurity=False).hexdigest()
    if not hmac.compare_digest(expected.lower().encode(), sign.lower().encode()):
        raise SignatureWrong
    await take_carrier_push(uow, source=KUAIDI100, raw=param.encode(), zone=context.clock.zone)
    return Kuaidi100Answer(result=True, return_code="200", message="成功")


@router.post("/aftership", dependencies=[Depends(no_permission_needed)], openapi_extra={"requestBody": {"content": JSON_OBJECT}})
async def receive_aftership_push(
    request: Request, uow: Uow, context: Here, aftership_hmac_sha256: Annotated[str | None, Header(max_length=200)] = None
) -> AftershipAnswer:
    """The header aftership-hmac-sha256 is the base64 HMAC-SHA256 of the raw body."""
    secret = _secret(context, AFTERSHIP)
    body = await request.body()
    expected = base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest())
    if not hmac.compare_digest(expected, (aftership_hmac_sha256 or "").encode()):
        raise SignatureWrong
    await take_carrier_push(uow, source=AFTERSHIP, raw=body, zone=context.clock.zone)
    return AftershipAnswer(received=True)
