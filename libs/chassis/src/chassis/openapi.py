"""The service's OpenAPI 3.1 document: FastAPI's, with one Problem schema behind every error answer."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from chassis.problems import DOCUMENTED, Problem

PAGE_OF = re.compile(r"^Page_(\w+)_$")


def document(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is not None:
        return app.openapi_schema
    made = get_openapi(title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes)
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    _share_problems(made)
    shown = renamed(made, {name: readable(name) for name in schemas})
    app.openapi_schema = shown
    return shown


def _share_problems(made: dict[str, Any]) -> None:
    """Each status is described once: a dozen equal answers on each of hundreds of routes were half of the document."""
    shared: dict[str, Any] = {}
    for path in made["paths"].values():
        for operation in path.values():
            for status, answer in operation.get("responses", {}).items():
                if answer == DOCUMENTED.get(int(status) if status.isdecimal() else 0):
                    shared[f"Problem{status}"] = answer
                    operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
    made["components"]["responses"] = shared


def readable(name: str) -> str:
    """`Page_OrderRow_` is OrderRowPage, `Terms-Input` is TermsInput: generators make classes of these names."""
    match = PAGE_OF.match(name)
    return f"{match[1]}Page" if match else name.replace("-", "")


def renamed(made: Any, names: dict[str, str]) -> Any:
    """The document with schemas under other names: `Page_OrderRow_` reads better as `OrderRowPage` in generated clients."""
    if isinstance(made, dict):
        return {names.get(key, key): _moved(value, names) if key == "$ref" else renamed(value, names) for key, value in made.items()}
    return [renamed(value, names) for value in made] if isinstance(made, list) else made


def _moved(reference: Any, names: dict[str, str]) -> Any:
    if not isinstance(reference, str):
        return renamed(reference, names)
    prefix, _, name = reference.rpartition("/")
    return f"{prefix}/{names.get(name, name)}"
