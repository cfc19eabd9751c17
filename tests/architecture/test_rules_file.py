"""docs/rules.yaml says what it must, and the loader refuses a file that does not."""

from pathlib import Path

import pytest

from dianzhang.rulebook import RulesFileInvalid, load_rules

RULES_FILE = Path(__file__).parents[2] / "docs" / "rules.yaml"

AREAS_OF_THE_RULEBOOK = {
    "ORG": 12,
    "ATT": 12,
    "APR": 5,
    "KPI": 10,
    "DAY": 4,
    "CAT": 6,
    "ORD": 6,
    "CARE": 8,
    "WMS": 13,
    "LOG": 4,
    "CHN": 11,
    "MKT": 8,
    "ANA": 4,
    "SYS": 6,
    "AUC": 1,
}


def test_every_rule_of_every_area_is_there_without_a_gap() -> None:
    numbers = [f"{area}-{count}" for area, last in AREAS_OF_THE_RULEBOOK.items() for count in range(1, last + 1)]
    assert sorted(load_rules(RULES_FILE)) == sorted(numbers)
    assert len(numbers) == 110


def test_the_appraisal_forms_add_up_to_the_parts_of_their_rule() -> None:
    rules = load_rules(RULES_FILE)
    parts = {figure.name: figure.value for figure in rules["KPI-1"].parameters}
    assert parts["ability"] == 20
    assert parts["attitude"] == 30
    assert parts["results"] == 50
    assert sum(int(figure.value) for figure in rules["KPI-2"].parameters) == 30
    for number in ("KPI-3", "KPI-4", "KPI-5", "KPI-6", "KPI-7"):
        for part, points in (("ability", 20), ("results", 50)):
            assert sum(int(figure.value) for figure in rules[number].parameters if figure.name.startswith(f"{part}.")) == points


def test_chinese_titles_and_texts_are_chinese() -> None:
    for rule in load_rules(RULES_FILE).values():
        for text in (rule.title_zh, rule.text_zh):
            assert any("\u4e00" <= character <= "\u9fff" for character in text), rule.number
        for text in (rule.title_en, rule.text_en):
            assert not any("\u4e00" <= character <= "\u9fff" for character in text), rule.number


GOOD = "{number: ORD-1, area: ORD, title_zh: 订单, title_en: Orders, text_zh: 正文, text_en: Text}"


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ([GOOD, GOOD], "ORD-1 stands there twice"),
        ([GOOD.replace("ORD-1", "order one")], "'order one' is not a rule number"),
        ([GOOD.replace("ORD-1", "ATT-1")], "ATT-1 belongs to an area of its own letters"),
        ([GOOD.replace("text_zh: 正文, ", "")], "ORD-1 has no text_zh"),
        ([GOOD.replace("}", ", parameters: [{name: hours, value: 7.5, unit: hours}]}")], "hours must be a whole number or text"),
        ([GOOD.replace("}", ", parameters: [{name: hours, value: 7}]}")], "ORD-1 has no unit"),
    ],
)
def test_a_file_with_a_fault_is_refused(tmp_path: Path, entries: list[str], complaint: str) -> None:
    path = tmp_path / "rules.yaml"
    rules = "\n".join(f"  - {entry}" for entry in entries)
    path.write_text(f"areas:\n  ORD: {{title_zh: 订单, title_en: Orders}}\nrules:\n{rules}\n", encoding="utf-8")
    with pytest.raises(RulesFileInvalid, match=complaint):
        load_rules(path)
