"""One document of all services: nothing of one hides behind the name of another."""

import json
from pathlib import Path
from typing import Any

import pytest

from chassis.merging import MERGED, RULES, merged_document, write_served


def service(operation_id: str, schema: dict[str, Any], *, path: str = "/v1/things") -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    operation = {"operationId": operation_id, "tags": ["things"], "responses": {"200": answer}}
    same = {"type": "string"}
    return {"paths": {path: {"get": operation}}, "components": {"schemas": {"Thing": schema, "Same": same}, "responses": {}}}


def test_a_name_with_two_meanings_gets_its_service_in_front_in_both() -> None:
    merged = merged_document({"orders": service("list_orders", {"type": "object"}), "people": service("list_people", {"type": "array"})})
    schemas = merged["components"]["schemas"]
    assert (schemas["OrdersThing"], schemas["PeopleThing"]) == ({"type": "object"}, {"type": "array"})
    assert set(schemas) == {"OrdersThing", "PeopleThing", "Same"}
    answer = merged["paths"]["/api/people/v1/things"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"]["$ref"] == "#/components/schemas/PeopleThing"


def test_routes_that_every_service_has_carry_its_name() -> None:
    made = {"type": "object"}
    merged = merged_document({name: service("follow", made, path="/v1/live") for name in ("orders", "people")})
    assert merged["paths"]["/api/orders/v1/live"]["get"]["operationId"] == "follow_of_orders"
    assert merged["paths"]["/api/people/v1/live"]["get"]["tags"] == ["people_things"]


def test_one_operation_id_in_two_services_is_refused() -> None:
    made = {"type": "object"}
    with pytest.raises(ValueError, match="list_things of people is one of orders already"):
        merged_document({"orders": service("list_things", made), "people": service("list_things", made)})


def test_the_served_folder_holds_the_document_and_the_rules(tmp_path: Path) -> None:
    committed, served = tmp_path / "committed", tmp_path / "served"
    committed.mkdir()
    (committed / "orders.json").write_text(json.dumps(service("list_orders", {"type": "object"})))
    (committed / RULES).write_text('{"rules": []}')
    assert write_served(committed, served) == served / MERGED
    assert list(json.loads((served / MERGED).read_text())["paths"]) == ["/api/orders/v1/things"]
    assert json.loads((served / RULES).read_text()) == {"rules": []}
