"""Messages only ever gain optional fields: each is held against its golden schema."""

from typing import Any, ClassVar

import pytest
from pydantic import create_model

from contracts.message import Message, Part
from dianzhang.published import published_messages
from tests.contracts.goldens import GOLDEN, breaking_changes, current_schemas, golden_path, read_golden, without_words

SUBJECTS = sorted(current_schemas())


def test_every_message_has_a_golden_schema_and_every_golden_schema_its_message() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == SUBJECTS


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_message_changed_in_a_breaking_way(subject: str) -> None:
    changes = breaking_changes(read_golden(subject), current_schemas()[subject])
    assert changes == [], "make it a v2 beside the old one (see tests/contracts/goldens.py)"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_golden_schema_knows_every_field(subject: str) -> None:
    assert read_golden(subject) == current_schemas()[subject], "grown: run python -m tests.contracts.goldens"
    assert golden_path(subject).stem == subject


def test_subjects_name_their_owner_a_noun_a_verb_and_a_version() -> None:
    for published in published_messages():
        owner, noun, verb, version = published.subject.split(".")
        assert owner == published.owner
        assert noun
        assert verb
        assert version.removeprefix("v").isdigit()
    assert len(SUBJECTS) == len(published_messages()), "two messages share a subject"


class Line(Part):
    sku: str
    quantity: int


class Told(Message):
    subject: ClassVar[str] = "warehouse.thing.told.v1"
    reference: str
    note: str | None
    lines: list[Line]
    unit: str = "piece"


def changed(base: type[Part], **fields: Any) -> type[Part]:
    """The same message with fields changed, or left out where the new type is None."""
    kept = {name: (info.annotation, info) for name, info in base.model_fields.items() if name not in fields}
    return create_model(base.__name__, __base__=Part, **kept, **{name: field for name, field in fields.items() if field is not None})


def complaints(after: type[Part]) -> list[str]:
    return breaking_changes(without_words(Told.model_json_schema()), without_words(after.model_json_schema()))


def test_a_gained_optional_field_is_fine() -> None:
    line = changed(Line, lot=(str | None, None))
    assert complaints(changed(Told, weight_g=(int, 0), lines=(list[line], ...))) == []


def test_other_words_for_people_are_fine() -> None:
    reworded = type("Told", (Told,), {"__doc__": "Something else."})
    assert complaints(reworded) == []


@pytest.mark.parametrize(
    ("planted", "complaint"),
    [
        ({"reference": None}, ".reference: removed"),
        ({"reference": (int, ...)}, ".reference: retyped from"),
        ({"note": (str, ...)}, ".note: retyped from"),
        ({"reference": (str, "")}, ".reference: newly optional"),
        ({"unit": (str, ...)}, ".unit: newly required"),
        ({"weight_g": (int, ...)}, ".weight_g: new and required"),
        ({"lines": (list[str], ...)}, ".lines[]: retyped from"),
        ({"lines": (list[changed(Line, quantity=None)], ...)}, ".lines[].quantity: removed"),
        ({"lines": (list[changed(Line, quantity=(str, ...))], ...)}, ".lines[].quantity: retyped from"),
        ({"lines": (list[changed(Line, lot=(str, ...))], ...)}, ".lines[].lot: new and required"),
    ],
)
def test_a_planted_breaking_change_is_found(planted: dict[str, Any], complaint: str) -> None:
    found = complaints(changed(Told, **planted))
    assert len(found) == 1
    assert found[0].startswith(complaint)


def test_a_field_called_title_is_not_taken_for_words() -> None:
    class Article(Part):
        title: str

    assert without_words(Article.model_json_schema())["properties"] == {"title": {"type": "string"}}
