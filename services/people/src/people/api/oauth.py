"""The token endpoint of RFC 6749 for API clients, whose answers and errors are the RFC's, and the keys that verify our tokens."""

import base64
import binascii
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote_plus
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from chassis.auth import no_permission_needed
from chassis.ids import read_id
from chassis.routes import Uow, transactional_router
from people.api.parts import Keys, RealNow
from people.use_cases.issue_client_token import TokenError, issue_client_token

router = transactional_router("/v1", tag="oauth")
FORM = "application/x-www-form-urlencoded"
LARGEST_FORM = 16 * 1024


class TokenOut(BaseModel):
    """`expires_in` is seconds; `scope` the permissions of the token, with spaces between."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class TokenErrorOut(BaseModel):
    """RFC 6749, section 5.2."""

    error: str
    error_description: str


class KeyOut(BaseModel):
    kty: str
    crv: str
    x: str
    y: str
    kid: str
    alg: str
    use: str


class KeySetOut(BaseModel):
    keys: list[KeyOut]


FORM_SCHEMA: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "const": "client_credentials"},
                        "client_id": {"type": "string", "maxLength": 100},
                        "client_secret": {"type": "string", "maxLength": 200},
                        "scope": {"type": "string", "maxLength": 4000},
                    },
                }
            }
        },
    }
}


@router.post(
    "/oauth/token",
    response_model=TokenOut,
    responses={400: {"model": TokenErrorOut}, 401: {"model": TokenErrorOut}},
    openapi_extra=FORM_SCHEMA,
    dependencies=[Depends(no_permission_needed)],
)
async def issue_token(
    request: Request, uow: Uow, keys: Keys, now: RealNow, authorization: Annotated[str | None, Header(max_length=2000)] = None
) -> TokenOut | Response:
    """Client credentials, as HTTP Basic or in the form. `scope` may narrow the token to some permissions."""
    form = _read_form(request, await request.body())
    if form is None:
        return _error(400, "invalid_request", f"Send one {FORM} body, each parameter once.")
    credentials = _credentials(authorization, form)
    if credentials is None:
        return _error(400, "invalid_request", "Send the client credentials once: as HTTP Basic or in the form.")
    if form.get("grant_type") != "client_credentials":
        missing = not form.get("grant_type")
        return _error(400, "invalid_request" if missing else "unsupported_grant_type", "grant_type must be client_credentials.")
    client_id, secret = credentials
    scope = form.get("scope", "").split()
    result = await issue_client_token(uow, client_id=_client_id(client_id), secret=secret, scope=scope, keys=keys, now=now)
    if isinstance(result, TokenError):
        await uow.commit()
        return _error(401 if result.error == "invalid_client" else 400, result.error, result.description)
    return TokenOut(access_token=result.access_token, token_type="Bearer", expires_in=result.expires_in, scope=result.scope)  # noqa: S106 - no secret


@router.get("/jwks", dependencies=[Depends(no_permission_needed)])
async def get_jwks(keys: Keys) -> KeySetOut:
    """The public keys (RFC 7517) that verify access tokens; each `kid` is the key's thumbprint (RFC 7638)."""
    return KeySetOut.model_validate(keys.key_set)


def _error(status: int, error: str, description: str) -> Response:
    body = TokenErrorOut(error=error, error_description=description).model_dump_json()
    headers = {"WWW-Authenticate": 'Basic realm="dianzhang"'} if status == 401 else {}
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def _read_form(request: Request, body: bytes) -> dict[str, str] | None:
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type != FORM or len(body) > LARGEST_FORM:
        return None
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except ValueError:
        return None
    form = dict(pairs)
    return form if len(form) == len(pairs) else None


def _credentials(authorization: str | None, form: dict[str, str]) -> tuple[str, str] | None:
    """Section 2.3: one way only."""
    in_form = "client_id" in form and "client_secret" in form
    basic = _basic(authorization)
    if (basic is not None) == in_form:
        return None
    if basic is not None:
        return basic if form.get("client_id", basic[0]) == basic[0] else None
    return form["client_id"], form["client_secret"]


def _basic(authorization: str | None) -> tuple[str, str] | None:
    scheme, _, content = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(content.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    # Both parts are form-encoded before they are joined (section 2.3.1).
    return (unquote_plus(name), unquote_plus(secret)) if colon else None


def _client_id(text: str) -> UUID | None:
    try:
        return read_id("cli", text)
    except ValueError:
        return None
