"""Every route of every service: who may call it, what it is called, what it takes and how it refuses (docs: API style)."""

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI

from chassis.auth import CurrentActor, no_permission_needed, requires
from dianzhang.openapi import composed
from tests.architecture.routes import ROOT, SERVICES, hidden_paths, operations, permissions_named, says_who_may

RFC_OF_ITS_OWN = {"/v1/oauth/token"}
"""Errors in the form of RFC 6749, which every OAuth client expects."""
VERB_NOUN = re.compile(r"^[a-z]+(_[a-z0-9]+)+$")


@pytest.fixture(scope="module", params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def app(service: str) -> FastAPI:
    return composed(service)


def operations_of(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_there_are_services() -> None:
    assert len(SERVICES) >= 5


def test_every_route_says_who_may_call_it(app: FastAPI) -> None:
    walked = operations(app)
    assert [f"{method} {path}" for method, path, route in walked if not says_who_may(route)] == []
    documented = {(method, path) for method, path, _ in operations_of(app.openapi())}
    assert {(method, path) for method, path, _ in walked} == documented


def test_nothing_but_probes_is_left_out_of_the_document(app: FastAPI) -> None:
    assert hidden_paths(app) == ["/health", "/metrics", "/openapi.json", "/ready"]


def test_a_change_has_no_defaults(app: FastAPI) -> None:
    """Generated clients send a default that the document names: what the caller left out would be overwritten."""
    document = app.openapi()
    schemas = document["components"]["schemas"]
    bodies = [operation.get("requestBody", {}) for method, _, operation in operations_of(document) if method == "PATCH"]
    named = {content["schema"]["$ref"].rsplit("/", 1)[-1] for body in bodies for content in body.get("content", {}).values()}
    found = [
        f"{name}.{field}" for name in named for field, schema in schemas[name]["properties"].items() if schema.get("default") is not None
    ]
    assert found == []


def test_permissions_are_the_services_own_and_each_is_used(app: FastAPI, service: str) -> None:
    permissions: type[StrEnum] = import_module(f"{service}.permissions").Permission
    named = {permission for _, _, route in operations(app) for permission in permissions_named(route)}
    own = {permission.value for permission in permissions}
    assert all(code.startswith(f"{service}.") for code in own)
    unused = [permission.name for permission in permissions if permission.name not in permissions_in_code(service)]
    assert sorted(named - own - {f"{service}.audit.read", f"{service}.dead_letters.handle"}) == [], "asked for, but nobody can hold it"
    assert unused == [], "a permission that nothing asks for"


def permissions_in_code(service: str) -> set[str]:
    """Names of permissions that are used: most by a route's `requires`, some by `actor.must` deeper down."""
    files = [path for path in (ROOT / "services" / service / "src").rglob("*.py") if path.name != "permissions.py"]
    return {name for path in files for name in re.findall(r"\bPermission\.([A-Z_]+)", path.read_text(encoding="utf-8"))}


def test_operation_ids_are_a_verb_and_a_noun_and_unique(app: FastAPI) -> None:
    names = [operation["operationId"] for _, _, operation in operations_of(app.openapi())]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if not VERB_NOUN.match(name)] == []


def test_every_error_is_a_problem(app: FastAPI) -> None:
    document = app.openapi()
    other = [
        f"{method} {path} {status}"
        for method, path, operation in operations_of(document)
        for status, answer in operation["responses"].items()
        if status[0] in "45" and path not in RFC_OF_ITS_OWN and not refers_to_problem(answer, document)
    ]
    assert other == []


def refers_to_problem(answer: dict[str, Any], document: dict[str, Any]) -> bool:
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    contents = answer.get("content", {})
    return bool(contents) and all(content["schema"].get("$ref") == "#/components/schemas/Problem" for content in contents.values())


def test_requests_forbid_fields_they_do_not_know(app: FastAPI) -> None:
    document = app.openapi()
    loose = {
        f"{method} {path}: {name}"
        for method, path, operation in operations_of(document)
        for media, content in operation.get("requestBody", {}).get("content", {}).items()
        if media == "application/json"
        for name in schemas_below(content["schema"], document)
        if is_loose(document["components"]["schemas"][name])
    }
    assert sorted(loose) == []


def is_loose(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "object" and schema.get("additionalProperties") is not False


def schemas_below(schema: Any, document: dict[str, Any], seen: frozenset[str] = frozenset()) -> set[str]:
    """The names of all component schemas that a schema leads to."""
    if isinstance(schema, list):
        return {name for part in schema for name in schemas_below(part, document, seen)}
    if not isinstance(schema, dict):
        return set()
    if isinstance(reference := schema.get("$ref"), str):
        name = reference.rpartition("/")[2]
        return set() if name in seen else {name} | schemas_below(document["components"]["schemas"][name], document, seen | {name})
    return {name for part in schema.values() for name in schemas_below(part, document, seen)}


def test_no_answer_is_a_bare_list(app: FastAPI) -> None:
    bare = [
        f"{method} {path}"
        for method, path, operation in operations_of(app.openapi())
        for status, answer in operation["responses"].items()
        for content in answer.get("content", {}).values()
        if status.startswith("2") and content.get("schema", {}).get("type") == "array"
    ]
    assert bare == []


def test_every_body_has_a_name(app: FastAPI) -> None:
    """Apart from what others push to us in words of their own, of which we say only that it is an object."""
    inline = [
        f"{method} {path}"
        for method, path, operation in operations_of(app.openapi())
        for media, content in operation.get("requestBody", {}).get("content", {}).items()
        if media == "application/json" and "properties" in content.get("schema", {})
    ]
    assert inline == []


# ---- the checks, seen to fail


@pytest.fixture
def planted() -> FastAPI:
    outer, inner = APIRouter(prefix="/v1"), APIRouter(prefix="/orders")

    @inner.get("/bare")
    def read_bare() -> None: ...

    @inner.get("/signed-in")
    def read_signed_in(_: CurrentActor) -> None: ...

    @inner.get("/named")
    def read_named(_: Annotated[object, Depends(requires("orders.orders.read"))]) -> None: ...

    @inner.get("/open", dependencies=[Depends(no_permission_needed)])
    def read_open() -> None: ...

    @inner.get("/hidden", include_in_schema=False)
    def read_hidden() -> None: ...

    outer.include_router(inner)
    app = FastAPI(openapi_url=None)
    app.include_router(outer)
    return app


def test_a_planted_bare_route_is_found_inside_included_routers(planted: FastAPI) -> None:
    walked = operations(planted)
    assert len(walked) == 4
    assert "/v1/orders/hidden" in hidden_paths(planted)
    assert [path for _, path, route in walked if not says_who_may(route)] == ["/v1/orders/bare"]
    assert [permission for _, _, route in walked for permission in permissions_named(route)] == ["orders.orders.read"]


def test_a_planted_other_error_and_loose_body_are_found() -> None:
    assert not refers_to_problem({"description": "no content"}, {})
    assert not refers_to_problem({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/HTTPValidationError"}}}}, {})
    shared = {
        "components": {
            "responses": {"Problem404": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}
        }
    }
    assert refers_to_problem({"$ref": "#/components/responses/Problem404"}, shared)
    assert is_loose({"type": "object", "properties": {}})
    assert not is_loose({"type": "object", "additionalProperties": False})
    document = {"components": {"schemas": {"A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}}, "B": {"type": "object"}}}}
    assert schemas_below({"$ref": "#/components/schemas/A"}, document) == {"A", "B"}
