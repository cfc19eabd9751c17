"""OpenAPI of each service and of all together, as committed files (`make openapi`); a stale one fails the tests.

The merged document is what the gateway serves at /api/openapi.json and what the clients are generated from.
"""

import base64
import json
import subprocess
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI

from chassis.openapi import renamed
from dianzhang.asyncapi import documents as asyncapi_documents
from dianzhang.checkout import checkout, services
from dianzhang.rulebook import load_rules, published_rules

Document = dict[str, Any]
MERGED = "openapi"
HOUSE_PERMISSIONS = ("audit.read", "dead_letters.handle")
"""Checked by the chassis in every service."""
# Only to compose the apps: nothing is connected to.
NOWHERE = {
    "database_url": "postgresql+asyncpg://nobody@127.0.0.1:9/nothing",
    "nats_url": "nats://127.0.0.1:9",
    "people_url": "http://127.0.0.1:9",
    "data_key": base64.b64encode(bytes(32)).decode(),
}


def service_document(service: str) -> Document:
    """What the running service would say of itself."""
    return composed(service).openapi()


def composed(service: str) -> FastAPI:
    """The service's app, with all its routes, not started and connected to nothing."""
    settings_class = import_module(f"{service}.settings").Settings
    required = [name for name, field in settings_class.model_fields.items() if field.is_required()]
    with tempfile.TemporaryDirectory() as folder:
        key_file = Path(folder) / "key.pem"
        key_file.write_bytes(_throwaway_key())
        needed = {name: key_file if name.endswith("_file") else NOWHERE.get(name, "unset") for name in required}
        return import_module(f"{service}.main").build(settings_class(**needed))


def _throwaway_key() -> bytes:
    """People reads its signing key when it is composed; this one signs nothing."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def merged_document(each: dict[str, Document]) -> Document:
    """One document: paths as the gateway shows them. A schema name that two services use differently gets its service's name in front."""
    merged: Document = {
        "openapi": "3.1.0",
        "info": {"title": "Dianzhang 店长", "version": "1.0.0", "description": "One API over all services, as the gateway serves it."},
        "servers": [{"url": "/"}],
        "paths": {},
        "components": {"schemas": {}, "responses": {}, "securitySchemes": {}},
    }
    seen: dict[str, str] = {}
    for service, made in each.items():
        own = renamed(made, _clashes(made, merged, service))
        for path, operations in own["paths"].items():
            if path.startswith(("/v1/live", "/v1/audit-entries", "/v1/dead-letters")):
                operations = _under_service(operations, service)
            for operation in operations.values():
                _refuse_double(operation["operationId"], service, seen)
            merged["paths"][f"/api/{service}{path}"] = operations
        for kind, parts in merged["components"].items():
            parts.update(own["components"].get(kind, {}))
    return merged


def _clashes(made: Document, merged: Document, service: str) -> dict[str, str]:
    there = merged["components"]["schemas"]
    own = made["components"].get("schemas", {})
    return {name: f"{service.capitalize()}{name}" for name, schema in own.items() if name in there and there[name] != schema}


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


def files() -> dict[Path, str]:
    """Every committed document: path in the checkout and its text, keys sorted so that two runs agree."""
    root = checkout()
    each = {service: service_document(service) for service in services()}
    openapi = {root / "docs" / "openapi" / f"{service}.json": _as_text(made) for service, made in each.items()}
    asyncapi = {root / "docs" / "asyncapi" / f"{name}.json": _as_text(made) for name, made in asyncapi_documents().items()}
    return {
        **openapi,
        **asyncapi,
        root / "docs" / "openapi" / f"{MERGED}.json": _as_text(merged_document(each)),
        # Beside it, because the gateway serves the same folder.
        root / "docs" / "openapi" / "rules.json": _as_text(published_rules(load_rules(root / "docs" / "rules.yaml"))),
        permission_codes_file(): json.dumps(permission_codes(), indent=1) + "\n",
    }


def permission_codes_file() -> Path:
    return checkout() / "services" / "people" / "src" / "people" / "domain" / "organisation" / "permission_codes.json"


def permission_codes() -> list[str]:
    """What all services check, for the duty map of people, which reads no other service's code (rule ORG-11)."""
    own = (permission.value for service in services() for permission in import_module(f"{service}.permissions").Permission)
    house = (f"{service}.{code}" for service in services() for code in HOUSE_PERMISSIONS)
    return sorted({*own, *house})


def _as_text(made: Document) -> str:
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def write() -> list[Path]:
    """Writes the documents; returns those that changed."""
    made = stale()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(made)


def stale() -> dict[Path, str]:
    """Documents that differ from what the code says now, with what they should be."""
    return {path: text for path, text in files().items() if not path.exists() or path.read_text(encoding="utf-8") != text}


def generate_client() -> None:
    """The SPA's TypeScript client, from the merged document (needs Node and the SPA's packages)."""
    subprocess.run(["npm", "run", "--silent", "gen"], cwd=checkout() / "frontend", check=True)
