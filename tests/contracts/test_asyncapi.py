"""The AsyncAPI documents are whole: each message once, in the right direction, every reference leading somewhere."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chassis.broker import cloud_event_headers
from contracts.orders import OrderShipped, PlaceOrders
from dianzhang.asyncapi import MERGED, documents
from dianzhang.published import Kind, VerbUnknown, kind_of, published_messages

DOCUMENTS = documents()
OWNERS = {published.owner for published in published_messages()}

STRUCTURE: dict[str, Any] = {
    "type": "object",
    "required": ["asyncapi", "info", "channels", "operations", "components"],
    "additionalProperties": False,
    "properties": {
        "asyncapi": {"const": "3.1.0"},
        "info": {"required": ["title", "version"]},
        "defaultContentType": {"const": "application/json"},
        "servers": {"additionalProperties": {"required": ["host", "protocol"]}},
        "channels": {"propertyNames": {"$ref": "#/$defs/name"}, "additionalProperties": {"$ref": "#/$defs/channel"}},
        "operations": {"propertyNames": {"$ref": "#/$defs/name"}, "additionalProperties": {"$ref": "#/$defs/operation"}},
        "components": {
            "additionalProperties": False,
            "required": ["messages", "messageTraits", "schemas"],
            "properties": {
                "messages": {"propertyNames": {"$ref": "#/$defs/name"}, "additionalProperties": {"$ref": "#/$defs/message"}},
                "messageTraits": {"additionalProperties": {"required": ["headers"]}},
                "schemas": {"propertyNames": {"$ref": "#/$defs/name"}, "additionalProperties": {"required": ["type", "properties"]}},
            },
        },
    },
    "$defs": {
        # The specification's pattern for the names of components.
        "name": {"pattern": r"^[\w\d.\-_]+$"},
        "reference": {"required": ["$ref"], "properties": {"$ref": {"type": "string"}}, "additionalProperties": False},
        "channel": {
            "required": ["address", "messages"],
            "properties": {"messages": {"minProperties": 1, "additionalProperties": {"$ref": "#/$defs/reference"}}},
        },
        "operation": {
            "required": ["action", "channel", "messages"],
            "properties": {
                "action": {"enum": ["send", "receive"]},
                "channel": {"$ref": "#/$defs/reference"},
                "messages": {"items": {"$ref": "#/$defs/reference"}, "minItems": 1},
            },
        },
        "message": {"required": ["name", "title", "contentType", "payload", "traits"]},
    },
}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_document_has_the_structure_of_asyncapi_3(name: str) -> None:
    assert [error.message for error in Draft202012Validator(STRUCTURE).iter_errors(DOCUMENTS[name])] == []


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_reference_leads_somewhere(name: str) -> None:
    document = DOCUMENTS[name]
    references = list(references_in(document))
    assert references
    for reference in references:
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_payload_schemas_are_schemas(name: str) -> None:
    for schema in DOCUMENTS[name]["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_there_is_a_document_for_each_owner_and_one_with_all() -> None:
    assert set(DOCUMENTS) == OWNERS | {MERGED}
    subjects = {published.subject for published in published_messages()}
    assert set(DOCUMENTS[MERGED]["channels"]) == subjects
    assert len(DOCUMENTS[MERGED]["operations"]) == len(subjects)
    assert sum(len(DOCUMENTS[owner]["channels"]) for owner in OWNERS) == len(subjects)


def test_owners_send_events_and_receive_commands() -> None:
    operations = DOCUMENTS["orders"]["operations"]
    assert operations["sendOrderShipped"]["action"] == "send"
    assert operations["sendOrderShipped"]["channel"] == {"$ref": f"#/channels/{OrderShipped.subject}"}
    assert operations["receivePlaceOrders"]["action"] == "receive"
    assert operations["receivePlaceOrders"]["channel"] == {"$ref": f"#/channels/{PlaceOrders.subject}"}


def test_the_headers_are_those_the_relay_sends() -> None:
    sent = cloud_event_headers(message_id="0", subject="a.b.c.v1", source="orders", time="2026-11-22T00:00:00Z", extra={"request-id": "r"})
    headers = DOCUMENTS[MERGED]["components"]["messageTraits"]["cloudEvent"]["headers"]
    assert set(sent) - {"request-id"} == set(headers["required"])
    assert set(sent) <= set(headers["properties"])
    assert re.match(headers["properties"]["ce-source"]["pattern"], sent["ce-source"])


def test_a_verb_that_is_neither_past_nor_known_is_refused() -> None:
    assert kind_of("warehouse.shipment.withdrawal_refused.v1") is Kind.EVENT
    assert kind_of("warehouse.parcel.stuck.v1") is Kind.EVENT
    assert kind_of("warehouse.shipment.withdraw.v1") is Kind.COMMAND
    with pytest.raises(VerbUnknown, match="'explode'"):
        kind_of("warehouse.parcel.explode.v1")


def references_in(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from references_in(value)
