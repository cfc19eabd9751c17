"""A rule number that the code cites stands in docs/rules.yaml: a person who is refused can look it up."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dianzhang.rulebook import load_rules

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT / "docs" / "rules.yaml")
LOOKS_LIKE_A_NUMBER = re.compile(rf"(?:{'|'.join(sorted({rule.area.code for rule in RULES.values()}))})-\d+")
CITING_NAMES = {"rule", "rule_number"}


def citations(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each citation: `rule = "…"`, `rule: … = "…"`, `rule="…"` of a call, and any text that looks like a rule number."""
    for node in ast.walk(ast.parse(source)):
        named: list[tuple[str, ast.expr | None]] = []
        if isinstance(node, ast.Assign):
            named = [(target.id, node.value) for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            named = [(node.target.id, node.value)]
        elif isinstance(node, ast.keyword) and node.arg is not None:
            named = [(node.arg, node.value)]
        for name, value in named:
            if name in CITING_NAMES and isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.lineno, value.value
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and LOOKS_LIKE_A_NUMBER.fullmatch(node.value):
            yield node.lineno, node.value


def unknown_citations(source: str) -> list[str]:
    return sorted({f"line {line}: {number}" for line, number in citations(source) if number not in RULES})


def product_files() -> list[Path]:
    folders = [*ROOT.glob("services/*/src"), *ROOT.glob("services/*/migrations"), *ROOT.glob("libs/*/src")]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def test_every_rule_cited_in_the_product_exists() -> None:
    files = product_files()
    assert files, "no product files were found: the check would prove nothing"
    wrong = {str(path.relative_to(ROOT)): found for path in files if (found := unknown_citations(path.read_text(encoding="utf-8")))}
    assert wrong == {}


@pytest.mark.parametrize(
    "planted",
    [
        'class NoStock(Conflict):\n    rule = "ORD-99"',
        'class NoStock(Conflict):\n    rule: ClassVar[str | None] = "ORD-99"',
        'class NoStock(Conflict):\n    rule = "oversell"',
        'policy(rule="ORD-99")',
        'POLICIES = {"ORD-99": 48}',
    ],
)
def test_a_planted_unknown_number_is_found(planted: str) -> None:
    assert len(unknown_citations(planted)) == 1


@pytest.mark.parametrize("fine", ['class NoStock(Conflict):\n    rule = "ORD-3"', "rule: ClassVar[str | None] = None", 'sku = "TEA-500"'])
def test_known_numbers_and_other_texts_pass(fine: str) -> None:
    assert unknown_citations(fine) == []
