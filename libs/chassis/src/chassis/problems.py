"""RFC 9457: the HTTP face of refusals, in the caller's language."""

from collections.abc import Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

from chassis.auth import NotSignedIn
from chassis.database import is_bad_value, is_crossed, is_down, sqlstate
from chassis.languages import language_of
from chassis.refusals import Kind, Refusal
from chassis.tracing import request_id_var

log = structlog.get_logger()
STATUS = {
    Kind.NOT_FOUND: 404,
    Kind.FORBIDDEN: 403,
    Kind.CONFLICT: 409,
    Kind.INVALID: 422,
    Kind.UNAVAILABLE: 503,
}
TITLES = {
    400: ("请求无法读取", "The request cannot be read"),
    401: ("未登录", "Not signed in"),
    403: ("没有权限", "Not allowed"),
    404: ("未找到", "Not found"),
    405: ("不支持该方法", "Method not allowed"),
    409: ("与当前状态冲突", "Conflicts with the present state"),
    412: ("内容已被他人修改", "Changed by someone else"),
    413: ("内容过大", "Too large"),
    415: ("不支持该格式", "Format not supported"),
    422: ("内容有误", "The content is not right"),
    428: ("缺少版本条件", "A version is needed"),
    429: ("请求过于频繁", "Too many requests"),
    500: ("系统内部错误", "Internal error"),
    503: ("暂时不可用", "Not available right now"),
}
VALIDATION_ZH = {
    "missing": "必填项缺失",
    "extra_forbidden": "不认识的字段",
    "string_too_long": "超过 {max_length} 个字符",
    "string_too_short": "至少 {min_length} 个字符",
    "string_pattern_mismatch": "格式不正确",
    "string_type": "应为文本",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "decimal_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "decimal_max_places": "小数位数最多 {decimal_places} 位",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
    "datetime_from_date_parsing": "应为带时区的时间",
    "datetime_parsing": "应为带时区的时间",
    "date_parsing": "应为日期，例如 2026-11-22",
    "date_from_datetime_parsing": "应为日期，例如 2026-11-22",
    "timezone_aware": "时间缺少时区",
    "uuid_parsing": "编号格式不正确",
    "json_invalid": "不是有效的 JSON",
}
RETRY_AFTER_SECONDS = 2
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class ProblemField(BaseModel):
    pointer: str
    code: str
    detail: str


class Problem(BaseModel):
    """An error: RFC 9457 with our extensions. `code` is for programs, `detail` is a sentence for people, `rule` the company's rule."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    rule: str | None
    request_id: str
    retryable: bool
    errors: list[ProblemField]


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    status: {
        "description": TITLES[status][1],
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 503)
}


def problem(
    request: Request, *, status: int, code: str, detail: str, rule: str | None = None, errors: Sequence[ProblemField] = (),
    retry_after: int | None = None,
) -> Response:  # fmt: skip
    zh = language_of(request.headers.get("accept-language")).startswith("zh")
    title_zh, title_en = TITLES.get(status, TITLES[500])
    body = Problem(
        type=f"/problems/{code}",
        title=title_zh if zh else title_en,
        status=status,
        detail=detail,
        instance=request.url.path,
        code=code,
        rule=rule,
        request_id=request_id_var.get(),
        retryable=status in (429, 503) or retry_after is not None,
        errors=list(errors),
    )
    headers = {"Retry-After": str(retry_after or RETRY_AFTER_SECONDS)} if body.retryable else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(body.model_dump_json(), status_code=status, media_type="application/problem+json", headers=headers)


def refusal_problem(request: Request, refusal: Refusal) -> Response:
    language = language_of(request.headers.get("accept-language"))
    zh = language.startswith("zh")
    status = 401 if isinstance(refusal, NotSignedIn) else getattr(refusal, "status", STATUS[refusal.kind])
    return problem(
        request,
        status=status,
        code=refusal.code,
        rule=refusal.rule,
        detail=refusal.sentence(language),
        errors=[ProblemField(pointer=e.pointer, code=e.code, detail=e.zh if zh else e.en) for e in refusal.errors],
        retry_after=refusal.retry_after,
    )


def validation_problem(request: Request, error: RequestValidationError) -> Response:
    zh = language_of(request.headers.get("accept-language")).startswith("zh")
    found = error.errors()
    fields = [
        ProblemField(
            pointer="/" + "/".join(str(part) for part in entry["loc"][1:]),
            code=entry["type"],
            detail=_in_chinese(entry) if zh else entry["msg"],
        )
        for entry in found
    ]
    if any(entry["type"] == "json_invalid" for entry in found):
        detail = "请求内容不是有效的 JSON。" if zh else "The body is not valid JSON."
        return problem(request, status=400, code="json_invalid", detail=detail, errors=fields)
    detail = f"有 {len(fields)} 处内容不正确，见 errors。" if zh else f"{len(fields)} fields are not right; see errors."
    return problem(request, status=422, code="validation", detail=detail, errors=fields)


def _in_chinese(entry: dict[str, Any]) -> str:
    template = VALIDATION_ZH.get(entry["type"])
    return entry["msg"] if template is None else template.format_map(entry.get("ctx") or {})


def install_problems(app: FastAPI) -> None:
    async def on_refusal(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        return refusal_problem(request, error)

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return validation_problem(request, error)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = problem(request, status=error.status_code, code=f"http_{error.status_code}", detail=str(error.detail))
        answer.headers.update(error.headers or {})
        if error.status_code == 405:
            answer.headers["Allow"] = ", ".join(_allowed(request))
        return answer

    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    for kind in (DBAPIError, PoolTimeout, OSError):
        app.add_exception_handler(kind, database_problem)


def _allowed(request: Request) -> list[str]:
    """The methods of all routes at this path: what was raised names only those of the first."""
    routes: list[BaseRoute] = request.app.routes
    return [method for method in METHODS if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)]


async def database_problem(request: Request, error: Exception) -> Response:
    zh = language_of(request.headers.get("accept-language")).startswith("zh")
    if is_bad_value(error):
        # Not what the database says: it cites the value, which may be somebody's name.
        log.warning("value not storable", sqlstate=sqlstate(error))
        detail = (
            "有内容无法保存（非法字符或数值超出范围）。" if zh else "A value cannot be stored (a forbidden character, or out of range)."
        )
        return problem(request, status=422, code="value_not_storable", detail=detail)
    if is_crossed(error):
        log.warning("two requests crossed", error=repr(error))
        detail = (
            "其他人正在处理相同的记录，本次请求未受理，请重试。"
            if zh
            else "Somebody is changing the same records; nothing was changed. Please try again."
        )
        return problem(request, status=503, code="crossed_with_another", detail=detail)
    if is_down(error):
        log.warning("database not available", error=repr(error))
        detail = (
            "数据库暂时不可用，本次请求未受理，请稍后重试。"
            if zh
            else "The database is not available; nothing was changed. Please try again."
        )
        return problem(request, status=503, code="database_unavailable", detail=detail)
    raise error
