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
class Rule:
    number: str
    area: Area
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    parameters: tuple[Parameter, ...]


class RulesFileInvalid(Exception):
    """The file does not say what a rule must say: the message names the rule and the gap."""


def load_rules(path: Path) -> dict[str, Rule]:
    """All rules by number, in the order of the file."""
    document = cast(Mapping[str, Any], yaml.safe_load(path.read_text(encoding="utf-8")))
    areas = {code: _area(code, entry) for code, entry in document["areas"].items()}
    rules: dict[str, Rule] = {}
    for entry in document["rules"]:
        rule = _rule(entry, areas=areas)
        if rule.number in rules:
            raise RulesFileInvalid(f"{rule.number} stands there twice")
        rules[rule.number] = rule
    return rules


def _area(code: str, entry: Mapping[str, Any]) -> Area:
    return Area(code=code, title_zh=_text(code, entry, "title_zh"), title_en=_text(code, entry, "title_en"))


def _rule(entry: Mapping[str, Any], *, areas: Mapping[str, Area]) -> Rule:
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
