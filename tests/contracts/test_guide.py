"""What the guide says about the API is so: its addresses exist, its words are the product's words, its example is accepted."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from channels.domain.webhook import EventType
from chassis.merging import merged_document
from dianzhang.checkout import services
from dianzhang.openapi import service_document
from orders.api.order_bodies import OrderIn
from orders.domain.reasons import Attention, Hold
from orders.domain.status import DraftState, OrderStatus

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.rglob("*.md"))
DEVELOPERS = (GUIDE / "developers.md").read_text(encoding="utf-8")
ADDRESS = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/api/[a-z]+/v1/[^\s`?)]+)")
LINK = re.compile(r"\]\((?!https?://)([^)#]+)(?:#[^)]*)?\)")


@cache
def document() -> dict[str, Any]:
    return merged_document({service: service_document(service) for service in services()})


def exists(method: str, address: str) -> bool:
    steps = address.split("/")
    for path, methods in document()["paths"].items():
        own = path.split("/")
        if len(own) == len(steps) and method.lower() in methods and all(a == b or a[0:1] == "{" for a, b in zip(own, steps, strict=True)):
            return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(GUIDE)))
def test_every_address_is_a_route(page: Path) -> None:
    found = ADDRESS.findall(page.read_text(encoding="utf-8"))
    assert [f"{method} {address}" for method, address in found if not exists(method, address)] == []


def test_the_developers_page_has_addresses_and_a_wrong_one_would_be_found() -> None:
    assert len(ADDRESS.findall(DEVELOPERS)) >= 5
    assert not exists("DELETE", "/api/orders/v1/orders")
    assert not exists("GET", "/api/orders/v1/parcels")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(GUIDE)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()] == []


def test_the_example_order_is_accepted() -> None:
    example = re.search(r"-d '(\{.*?\n\})'", DEVELOPERS, re.DOTALL)
    assert example is not None
    assert OrderIn.model_validate_json(example[1]).lines[0].sku == "TEA-500"


@pytest.mark.parametrize("words", [EventType, Hold, Attention, DraftState], ids=lambda words: words.__name__)
def test_every_word_of_the_product_is_explained(words: type[Hold]) -> None:
    assert [word.value for word in words if f"`{word.value}`" not in DEVELOPERS] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_users_find_every_status_of_an_order(language: str) -> None:
    page = (GUIDE / language / "order-flow.md").read_text(encoding="utf-8")
    assert [status.value for status in OrderStatus if f"`{status.value}`" not in page] == []


def test_both_languages_have_the_same_pages() -> None:
    chinese, english = ({page.name for page in (GUIDE / language).glob("*.md")} for language in ("zh", "en"))
    assert chinese == english
