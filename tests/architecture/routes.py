"""How the tests look at a service's routes: each as FastAPI will serve it, with everything its dependencies ask for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from chassis.auth import current_actor, no_permission_needed, requires

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.parent.parent.parent.name for path in ROOT.glob("services/*/src/*/main.py"))
METHODS_WITHOUT_MEANING = {"HEAD", "OPTIONS"}


def operations(app: FastAPI) -> list[tuple[str, str, Any]]:
    """Method, path and route of everything that the OpenAPI document should hold.

    `iter_route_contexts` and not `app.routes`: included routers are not flattened, so the usual walk sees nothing and passes on it.
    """
    return [
        (method, route.path_format, route)
        for route in iter_route_contexts(app.routes)
        if getattr(route, "dependant", None) is not None and route.include_in_schema
        for method in sorted(route.methods - METHODS_WITHOUT_MEANING)
    ]


def hidden_paths(app: FastAPI) -> list[str]:
    """Paths that the OpenAPI document leaves out."""
    return sorted(route.path for route in iter_route_contexts(app.routes) if not getattr(route, "include_in_schema", False))


def calls(dependant: Dependant) -> Iterator[Any]:
    for part in dependant.dependencies:
        yield part.call
        yield from calls(part)


def says_who_may(route: Any) -> bool:
    """Names a permission, asks for any signed-in person, or says aloud that it is open."""
    found = list(calls(route.dependant))
    return any(isinstance(call, requires) for call in found) or current_actor in found or no_permission_needed in found


def permissions_named(route: Any) -> list[str]:
    return [call.permission for call in calls(route.dependant) if isinstance(call, requires)]
