import httpx
from fastapi import APIRouter, FastAPI, Request

from chassis.problems import install_problems, problem, refusal_problem
from chassis.refusals import Kind, Refusal


class Crowded(Refusal):
    kind = Kind.FORBIDDEN
    status = 429
    code = "crowded"
    zh = "请稍候。"
    en = "Please wait."


def asked() -> Request:
    return Request({"type": "http", "method": "GET", "path": "/v1/notes", "query_string": b"", "headers": [], "server": ("test", 80)})


def test_what_may_be_sent_again_says_when() -> None:
    assert refusal_problem(asked(), Crowded(retry_after=900)).headers["retry-after"] == "900"
    assert refusal_problem(asked(), Crowded()).headers["retry-after"] == "2"
    assert problem(asked(), status=503, code="down", detail="").headers["retry-after"] == "2"
    assert "retry-after" not in problem(asked(), status=409, code="conflict", detail="").headers


async def test_a_method_that_there_is_not_names_all_that_there_are() -> None:
    async def note() -> None: ...

    app, router = FastAPI(), APIRouter(prefix="/v1/notes")
    for add, path in ((router.get, "/{note_id}"), (router.patch, "/{note_id}"), (router.post, "")):
        add(path)(note)
    app.include_router(router)
    install_problems(app)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        answer = await client.delete("/v1/notes/1")
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "http_405", "GET, PATCH")
