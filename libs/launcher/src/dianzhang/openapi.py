"""OpenAPI of each service as committed files (`make openapi`); a stale one fails the tests.

The merged document, which the gateway serves at /api/openapi.json and the clients are generated from, is made of them (`chassis.merging`).
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

from chassis.merging import write_served
from dianzhang.asyncapi import documents as asyncapi_documents
from dianzhang.checkout import checkout, services
from dianzhang.rulebook import load_rules, published_rules

Document = dict[str, Any]
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


def files() -> dict[Path, str]:
    """Every committed document: path in the checkout and its text, keys sorted so that two runs agree."""
    root = checkout()
    openapi = {root / "docs" / "openapi" / f"{service}.json": _by_lines(service_document(service)) for service in services()}
    asyncapi = {root / "docs" / "asyncapi" / f"{name}.json": _as_text(made) for name, made in asyncapi_documents().items()}
    return {
        **openapi,
        **asyncapi,
        # Beside them, because the gateway serves both.
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


def _by_lines(made: Document) -> str:
    """A line for each path and each component: a change is seen where it is, and the indents were a third of the file."""
    paths = _lines(made["paths"])
    components = ",\n".join(f'"{kind}":{{\n{_lines(parts)}\n}}' for kind, parts in sorted(made["components"].items()))
    head = "".join(f"{json.dumps(key)}:{_compact(value)},\n" for key, value in sorted(made.items()) if key not in ("paths", "components"))
    return f'{{{head}"components":{{\n{components}\n}},\n"paths":{{\n{paths}\n}}}}\n'


def _lines(parts: Document) -> str:
    return ",\n".join(f"{json.dumps(name)}:{_compact(part)}" for name, part in sorted(parts.items()))


def _compact(made: Any) -> str:
    return json.dumps(made, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


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
    write_served(checkout() / "docs" / "openapi", checkout() / "build" / "openapi")
    subprocess.run(["npm", "run", "--silent", "gen"], cwd=checkout() / "frontend", check=True)
