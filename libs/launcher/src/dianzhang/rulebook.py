"""The company's rules, read from docs/rules.yaml.

For tools of the checkout (`make rules`, the architecture tests, the coverage page's build). Services never read it at run time: they
only cite numbers, and `tests/architecture/test_rules_cited.py` proves that each number they cite is here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

NUMBER = re.compile(r"^[A-Z]{3,4}-[1-9][0-9]*$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure of a rule: the default of a policy. Decimals and times of day are text, so that they stay exact."""

    name: str
    value: int | str
    unit: str


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the software does of a rule (rule SYS-6): `carried_out` is yes, partly (then the gap is told) or no."""

    carried_out: str = "no"
    pages: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    gap_zh: str | None = None
    gap_en: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    number: str
    area: Area
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    parameters: tuple[Parameter, ...]
    coverage: Coverage


class RulesFileInvalid(Exception):
    """The file does not say what a rule must say: the message names the rule and the gap."""


def load_rules(path: Path) -> dict[str, Rule]:
    """All rules by number, in the order of the file."""
    document = cast(Mapping[str, Any], yaml.safe_load(path.read_text(encoding="utf-8")))
    areas = {code: _area(code, entry) for code, entry in document["areas"].items()}
    coverage = {str(number): _coverage(str(number), entry) for number, entry in (document.get("coverage") or {}).items()}
    rules: dict[str, Rule] = {}
    for entry in document["rules"]:
        rule = _rule(entry, areas=areas, coverage=coverage)
        if rule.number in rules:
            raise RulesFileInvalid(f"{rule.number} stands there twice")
        rules[rule.number] = rule
    unknown = sorted(set(coverage) - set(rules))
    if unknown:
        raise RulesFileInvalid(f"coverage names {unknown[0]}, which is no rule")
    return rules


def _area(code: str, entry: Mapping[str, Any]) -> Area:
    return Area(code=code, title_zh=_text(code, entry, "title_zh"), title_en=_text(code, entry, "title_en"))


def _coverage(number: str, entry: Mapping[str, Any]) -> Coverage:
    carried_out = entry.get("carried_out")
    if carried_out not in ("yes", "partly"):
        raise RulesFileInvalid(f"{number}: carried_out is yes or partly (in quotes), not {carried_out!r}; a rule that is not, is left out")
    gap_zh, gap_en = entry.get("gap_zh"), entry.get("gap_en")
    if (carried_out == "partly") != (bool(gap_zh) and bool(gap_en)):
        raise RulesFileInvalid(f"{number}: a rule that is carried out partly tells its gap in both languages, and no other does")
    return Coverage(
        carried_out=carried_out,
        pages=tuple(entry.get("pages", [])),
        policies=tuple(entry.get("policies", [])),
        gap_zh=gap_zh,
        gap_en=gap_en,
    )


def _rule(entry: Mapping[str, Any], *, areas: Mapping[str, Area], coverage: Mapping[str, Coverage]) -> Rule:
    number = str(entry.get("number", ""))
    if not NUMBER.match(number):
        raise RulesFileInvalid(f"{number!r} is not a rule number")
    area = areas.get(str(entry.get("area")))
    if area is None or not number.startswith(f"{area.code}-"):
        raise RulesFileInvalid(f"{number} belongs to an area of its own letters, not to {entry.get('area')!r}")
    return Rule(
        number=number,
        area=area,
        title_zh=_text(number, entry, "title_zh"),
        title_en=_text(number, entry, "title_en"),
        text_zh=_text(number, entry, "text_zh"),
        text_en=_text(number, entry, "text_en"),
        parameters=tuple(_parameter(number, figure) for figure in entry.get("parameters", [])),
        coverage=coverage.get(number, Coverage()),
    )


def _parameter(number: str, figure: Mapping[str, Any]) -> Parameter:
    value = figure.get("value")
    # YAML would turn an unquoted 7.5 into a float and 08:25 into a number of seconds in some readers.
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise RulesFileInvalid(f"{number}: the value of {figure.get('name')} must be a whole number or text")
    return Parameter(name=_text(number, figure, "name"), value=value, unit=_text(number, figure, "unit"))


def _text(where: str, entry: Mapping[str, Any], key: str) -> str:
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip():
        raise RulesFileInvalid(f"{where} has no {key}")
    return text.strip()


def published_rules(rules: Mapping[str, Rule]) -> dict[str, Any]:
    """The rulebook as the gateway serves it at /api/rules.json: for the coverage page, and for whoever was refused with a number."""
    areas = {rule.area.code: rule.area for rule in rules.values()}
    return {
        "areas": [{"code": area.code, "title_zh": area.title_zh, "title_en": area.title_en} for area in areas.values()],
        "rules": [
            {
                "number": rule.number,
                "area": rule.area.code,
                "title_zh": rule.title_zh,
                "title_en": rule.title_en,
                "text_zh": rule.text_zh,
                "text_en": rule.text_en,
                "parameters": [{"name": one.name, "value": one.value, "unit": one.unit} for one in rule.parameters],
                "carried_out": rule.coverage.carried_out,
                "pages": list(rule.coverage.pages),
                "policies": list(rule.coverage.policies),
                "gap_zh": rule.coverage.gap_zh,
                "gap_en": rule.coverage.gap_en,
            }
            for rule in rules.values()
        ],
    }
