"""What docs/rules.yaml says is carried out is proved by tests, and what is proved it does not deny (rule SYS-6)."""

import ast
import json
import re
from pathlib import Path

import pytest

from chassis.merging import merged_from
from dianzhang.openapi import stale
from dianzhang.rulebook import Coverage, RulesFileInvalid, load_rules, published_rules

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT / "docs" / "rules.yaml")


def cited_in(files: list[Path]) -> set[str]:
    """Numbers in marks such as `pytest.mark.rule("ORD-1", "ORD-3")`."""
    found: set[str] = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "rule":
                found |= {one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return found


def wrong_claims(claims: dict[str, Coverage], *, accepted: set[str], tested: set[str]) -> list[str]:
    """`accepted` are rules that acceptance tests cite; `tested` those that any test cites."""
    wrong = [f"{number} is said to be carried out, and no acceptance test cites it" for number, claim in claims.items()
             if claim.carried_out == "yes" and number not in accepted]  # fmt: skip
    wrong += [f"{number} is said to be carried out partly, and no test cites it" for number, claim in claims.items()
              if claim.carried_out == "partly" and number not in accepted | tested]  # fmt: skip
    wrong += [f"{number} is proved by an acceptance test, and its coverage says nothing" for number, claim in claims.items()
              if claim.carried_out == "no" and number in accepted]  # fmt: skip
    return wrong


def pages_of_the_spa() -> set[str]:
    files = [*(ROOT / "frontend/src/features").rglob("route*.ts"), *(ROOT / "frontend/src/app").rglob("route*.ts")]
    return {path for file in files for path in re.findall(r"path: '(/[^']*)'", file.read_text(encoding="utf-8"))}


def test_what_is_said_to_be_carried_out_is_proved() -> None:
    accepted = cited_in(sorted((ROOT / "tests/acceptance").rglob("test_*.py")))
    tested = cited_in(sorted(path for folder in ("services", "libs", "tests") for path in (ROOT / folder).rglob("test_*.py")))
    assert accepted, "no marks were found: the check would prove nothing"
    assert wrong_claims({number: rule.coverage for number, rule in RULES.items()}, accepted=accepted, tested=tested) == []


def test_pages_and_policies_that_are_named_are_there() -> None:
    routes = set(merged_from(ROOT / "docs/openapi")["paths"])
    pages = pages_of_the_spa()
    for rule in RULES.values():
        assert set(rule.coverage.pages) <= pages, rule.number
        assert set(rule.coverage.policies) <= routes, rule.number


def test_the_published_rules_are_the_rules_of_the_file() -> None:
    path = ROOT / "docs/openapi/rules.json"
    assert path not in stale(), "run make openapi"
    served = json.loads(path.read_text(encoding="utf-8"))
    assert served == json.loads(json.dumps(published_rules(RULES)))
    assert len(served["rules"]) == len(RULES)


@pytest.mark.parametrize(
    ("claim", "accepted", "tested", "wrong"),
    [
        ("yes", {"ORD-1"}, set[str](), 0),
        ("yes", set[str](), {"ORD-1"}, 1),
        ("partly", set[str](), {"ORD-1"}, 0),
        ("partly", set[str](), set[str](), 1),
        ("no", {"ORD-1"}, set[str](), 1),
        ("no", set[str](), {"ORD-1"}, 0),
    ],
)
def test_a_wrong_claim_is_found(claim: str, accepted: set[str], tested: set[str], wrong: int) -> None:
    assert len(wrong_claims({"ORD-1": Coverage(carried_out=claim)}, accepted=accepted, tested=tested)) == wrong


@pytest.mark.parametrize(
    "entry",
    [
        "ORD-1: {carried_out: maybe}",
        "ORD-1: {carried_out: partly, gap_en: x}",
        'ORD-1: {carried_out: "yes", gap_zh: 缺, gap_en: x}',
        'ORD-9: {carried_out: "yes"}',
    ],
)
def test_a_coverage_with_a_fault_is_refused(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "rules.yaml"
    rule = "{number: ORD-1, area: ORD, title_zh: 订单, title_en: Orders, text_zh: 正文, text_en: Text}"
    path.write_text(f"areas:\n  ORD: {{title_zh: 订单, title_en: Orders}}\nrules:\n  - {rule}\ncoverage:\n  {entry}\n", encoding="utf-8")
    with pytest.raises(RulesFileInvalid):
        load_rules(path)
