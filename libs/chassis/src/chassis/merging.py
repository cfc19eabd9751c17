"""One OpenAPI document of all services, as the gateway shows them; clients are generated from it.

It is made of the services' committed documents whenever it is needed and never committed itself: `python -m chassis.merging
docs/openapi build/openapi` writes the folder that the gateway serves.
"""

import json
import shutil
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from chassis.openapi import renamed

Document = dict[str, Any]
RULES = "rules.json"
MERGED = "openapi.json"


def merged_document(each: dict[str, Document]) -> Document:
    """Paths as the gateway shows them. A schema name that two services use differently gets its service's name in front, in both.

    Raises ValueError for an operation id that two services use."""
    merged: Document = {
        "openapi": "3.1.0",
        "info": {"title": "Dianzhang 店长", "version": "1.0.0", "description": "One API over all services, as the gateway serves it."},
        "servers": [{"url": "/"}],
        "paths": {},
        "components": {"schemas": {}, "responses": {}, "securitySchemes": {}},
    }
    ambiguous = _ambiguous(each)
    seen: dict[str, str] = {}
    for service, made in each.items():
        own = renamed(made, {name: f"{service.capitalize()}{name}" for name in ambiguous})
        for path, operations in own["paths"].items():
            if path.startswith(("/v1/live", "/v1/audit-entries", "/v1/dead-letters")):
                operations = _under_service(operations, service)
            for operation in operations.values():
                _refuse_double(operation["operationId"], service, seen)
            merged["paths"][f"/api/{service}{path}"] = operations
        for kind, parts in merged["components"].items():
            parts.update(own["components"].get(kind, {}))
    return merged


def _ambiguous(each: dict[str, Document]) -> set[str]:
    meanings: dict[str, set[str]] = defaultdict(set)
    for made in each.values():
        for name, schema in made["components"].get("schemas", {}).items():
            meanings[name].add(json.dumps(schema, sort_keys=True))
    return {name for name, different in meanings.items() if len(different) > 1}


def _under_service(operations: Document, service: str) -> Document:
    """The chassis gives every service the same few routes: in the merged document their ids and tags name the service."""
    return {
        method: {**operation, "operationId": f"{operation['operationId']}_of_{service}", "tags": [f"{service}_{operation['tags'][0]}"]}
        for method, operation in operations.items()
    }


def _refuse_double(operation_id: str, service: str, seen: dict[str, str]) -> None:
    if operation_id in seen:
        raise ValueError(
            f"operation {operation_id} of {service} is one of {seen[operation_id]} already: operation ids are unique over all services"
        )
    seen[operation_id] = service


def merged_from(committed: Path) -> Document:
    """The merged document of the services' own in the folder `docs/openapi`."""
    files = sorted(file for file in committed.glob("*.json") if file.name != RULES)
    return merged_document({file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files})


def write_served(committed: Path, served: Path) -> Path:
    """Writes the folder that the gateway serves, the merged document and the company's rules; returns the merged document's path."""
    served.mkdir(parents=True, exist_ok=True)
    merged = served / MERGED
    merged.write_text(json.dumps(merged_from(committed), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    shutil.copyfile(committed / RULES, served / RULES)
    return merged


if __name__ == "__main__":
    write_served(Path(sys.argv[1]), Path(sys.argv[2]))
