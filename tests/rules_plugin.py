"""Pytest plugin: which rules of docs/rules.yaml are proved by tests.

A test says `@pytest.mark.rule("ORD-3")`. With `--rules` the run ends in a table of every rule and writes build/rules.json
`{"ORD-3": {"status": "passed", "tests": ["tests/…::test_…"]}, …}`. A rule is `none` when no test of the run cites it, `passed` when every test that
cites it passed, else `failed`: a skipped, xfailed or unfinished test proves nothing, so it does not leave its rule passed.
"""

import json
from collections import Counter
from collections.abc import Generator, Iterable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest

from dianzhang.rulebook import Rule, load_rules

OUTPUT_KEY = "rules_cited"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("rules", "rules of the company")
    group.addoption("--rules", action="store_true", help="print every rule with its outcome and write it to --rules-json")
    group.addoption("--rules-file", default="docs/rules.yaml", help="the rules, relative to the root of the project")
    group.addoption("--rules-json", default="build/rules.json", help="where the outcomes go, relative to the root of the project")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rule(number): the test proves this rule of docs/rules.yaml, e.g. rule('ORD-3')")
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(WorkerCitations(config), "rules-worker")
    elif config.getoption("--rules"):
        config.pluginmanager.register(RuleOutcomes(config), "rules-outcomes")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """A number that is not in the rulebook is an error of collection: else a typing slip would prove nothing, silently."""
    made = yield
    for node in made if isinstance(made, list) else [made]:
        if isinstance(node, pytest.Item):
            unknown = [number for number in cited_by(node) if number not in rules_of(collector.config)]
            if unknown:
                raise collector.CollectError(f"{node.name} cites unknown rules: {', '.join(unknown)}")
    return made


def cited_by(item: pytest.Item) -> list[str]:
    """The rule numbers an item cites, each once, in the order of its markers."""
    return list(dict.fromkeys(str(number) for marker in item.iter_markers("rule") for number in marker.args or ("(no number)",)))


def rules_of(config: pytest.Config) -> dict[str, Rule]:
    return _read(config.rootpath / str(config.getoption("--rules-file")))


@cache
def _read(path: Path) -> dict[str, Rule]:
    return load_rules(path)


def citations(items: Iterable[pytest.Item]) -> dict[str, list[str]]:
    """Node id to the rules it cites, for the items that cite any."""
    return {item.nodeid: cited for item in items if (cited := cited_by(item))}


class WorkerNode(Protocol):
    """What we use of a pytest-xdist worker as its controller sees it."""

    workeroutput: dict[str, Any]


class WorkerCitations:
    """Tells the xdist controller, which collects nothing itself, who cites what. Reports alone would not do: a worker that is
    killed in a test sends none for it."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        output: dict[str, Any] = self.config.workeroutput  # type: ignore[attr-defined]  # set by pytest-xdist
        output[OUTPUT_KEY] = citations(session.items)


class RuleOutcomes:
    """Gathers outcomes, then writes and prints them. Lives in the process that the user started."""

    def __init__(self, config: pytest.Config) -> None:
        self.rules = rules_of(config)
        self.json_path = config.rootpath / str(config.getoption("--rules-json"))
        self.cited: dict[str, list[str]] = {}
        self.words: dict[str, str] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.cited.update(citations(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: WorkerNode) -> None:
        self.cited.update(getattr(node, "workeroutput", {}).get(OUTPUT_KEY, {}))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        word = outcome_word(report)
        if word != "passed" or (report.when == "call" and report.nodeid not in self.words):
            self.words[report.nodeid] = word

    def pytest_sessionfinish(self) -> None:
        outcome = {number: {"status": self.status(number), "tests": self.tests(number)} for number in self.rules}
        self.json_path.parent.mkdir(parents=True, exist_ok=True)
        self.json_path.write_text(json.dumps(outcome, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        colours = {"passed": "green", "failed": "red", "none": "light"}
        terminalreporter.section("rules")
        for number, rule in self.rules.items():
            status = self.status(number)
            # The titles stand last: Chinese characters are two columns wide and would push what follows out of line.
            line = f"{number:<8} {status:<7} {self.detail(number):<28} {rule.title_en} · {rule.title_zh}"
            terminalreporter.write_line(line, **{colours[status]: True})
        sums = Counter(self.status(number) for number in self.rules)
        terminalreporter.write_line(
            f"{len(self.rules)} rules: {sums['passed']} passed, {sums['failed']} failed, {sums['none']} none ({self.json_path})"
        )

    def tests(self, number: str) -> list[str]:
        return sorted(nodeid for nodeid, cited in self.cited.items() if number in cited)

    def status(self, number: str) -> str:
        words = [self.words.get(nodeid, "not run") for nodeid in self.tests(number)]
        if not words:
            return "none"
        return "passed" if all(word == "passed" for word in words) else "failed"

    def detail(self, number: str) -> str:
        counts = Counter(self.words.get(nodeid, "not run") for nodeid in self.tests(number))
        return ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))


def outcome_word(report: pytest.TestReport) -> str:
    """passed, failed, skipped, xfailed or xpassed. The last two carry pytest's `wasxfail`."""
    if hasattr(report, "wasxfail"):
        return "xfailed" if report.outcome == "skipped" else "xpassed"
    return report.outcome
