"""Golden JSON Schemas of the published messages: a message may gain an optional field, and nothing else may change.

`python -m tests.contracts.goldens` writes the files of new messages and of grown ones; it refuses to write a breaking change. Such a change is a new
message (`….v2`) beside the old one. Only a message that was never released may be changed: delete its file first.
"""

import json
import sys
from pathlib import Path
from typing import Any

from dianzhang.published import published_messages

GOLDEN = Path(__file__).parent / "golden"
WORDS_FOR_PEOPLE = {"title", "description", "examples", "default"}

Schema = dict[str, Any]


def golden_path(subject: str) -> Path:
    return GOLDEN / f"{subject}.json"


def current_schemas() -> dict[str, Schema]:
    """Subject to schema, without the words that only people read."""
    return {published.subject: without_words(published.json_schema()) for published in published_messages()}


def without_words(schema: Any, *, names: bool = False) -> Any:
    """`names`: the keys of this dictionary are names of fields or parts, which may be called "title"."""
    if isinstance(schema, dict):
        kept = {key: value for key, value in schema.items() if names or key not in WORDS_FOR_PEOPLE}
        return {key: without_words(value, names=not names and key in ("properties", "$defs")) for key, value in kept.items()}
    if isinstance(schema, list):
        return [without_words(part) for part in schema]
    return schema


def breaking_changes(golden: Schema, current: Schema) -> list[str]:
    """What would hurt a reader or a message that is on its way, each named by its place."""
    return Comparison(golden, current).changes()


class Comparison:
    def __init__(self, golden: Schema, current: Schema) -> None:
        self.golden = golden
        self.current = current
        self.compared: set[tuple[str, str]] = set()

    def changes(self) -> list[str]:
        return self.between(self.golden, self.current, place="")

    def between(self, old: Schema, new: Schema, *, place: str) -> list[str]:
        if "$ref" in old and "$ref" in new:
            # A part that holds itself would never end.
            pair = (old["$ref"], new["$ref"])
            if pair in self.compared:
                return []
            self.compared.add(pair)
        old, new = resolved(old, self.golden), resolved(new, self.current)
        if "properties" in old and "properties" in new:
            return self.between_objects(old, new, place=place)
        if "items" in old and "items" in new and rest(old, "items") == rest(new, "items"):
            return self.between(old["items"], new["items"], place=f"{place}[]")
        if "anyOf" in old and "anyOf" in new and len(old["anyOf"]) == len(new["anyOf"]):
            pairs = zip(old["anyOf"], new["anyOf"], strict=True)
            return [change for before, after in pairs for change in self.between(before, after, place=place)]
        return [] if old == new else [f"{place}: retyped from {brief(old)} to {brief(new)}"]

    def between_objects(self, old: Schema, new: Schema, *, place: str) -> list[str]:
        required_before, required_now = set(old.get("required", [])), set(new.get("required", []))
        changes: list[str] = []
        for name, before in old["properties"].items():
            here = f"{place}.{name}"
            if name not in new["properties"]:
                changes.append(f"{here}: removed")
                continue
            changes += self.between(before, new["properties"][name], place=here)
            if name in required_now - required_before:
                changes.append(f"{here}: newly required")
            if name in required_before - required_now:
                changes.append(f"{here}: newly optional")
        added = set(new["properties"]) - set(old["properties"])
        changes += [f"{place}.{name}: new and required, messages on their way do not have it" for name in sorted(added & required_now)]
        return changes


def resolved(schema: Schema, document: Schema) -> Schema:
    reference = schema.get("$ref")
    return document["$defs"][reference.removeprefix("#/$defs/")] if reference else schema


def rest(schema: Schema, key: str) -> Schema:
    return {name: value for name, value in schema.items() if name != key}


def brief(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, sort_keys=True)[:200]


def read_golden(subject: str) -> Schema:
    return json.loads(golden_path(subject).read_text(encoding="utf-8"))


def as_text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> int:
    GOLDEN.mkdir(exist_ok=True)
    refused = 0
    for subject, schema in current_schemas().items():
        changes = breaking_changes(read_golden(subject), schema) if golden_path(subject).exists() else []
        for change in changes:
            print(f"{subject}{change}", file=sys.stderr)
        refused += bool(changes)
        if not changes:
            golden_path(subject).write_text(as_text(schema), encoding="utf-8")
    return min(refused, 1)


if __name__ == "__main__":
    sys.exit(main())
