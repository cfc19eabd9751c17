"""The plugin that counts which rules are proved, seen with tests that pass, fail, skip and misspell."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]

RULES = """
areas:
  ORD: {title_zh: 订单, title_en: Orders}
rules:
"""


@pytest.fixture
def company(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project of its own with the rules ORD-1 to ORD-9 and the plugin of this one."""
    rules = [
        f"  - {{number: ORD-{n}, area: ORD, title_zh: 第{n}条, title_en: Rule {n}, text_zh: 正文, text_en: Text}}" for n in range(1, 10)
    ]
    (pytester.path / "docs").mkdir()
    (pytester.path / "docs" / "rules.yaml").write_text(RULES + "\n".join(rules), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}:{ROOT / 'libs/launcher/src'}")
    # Only what the plugin works with: the other plugins of the environment would cost three seconds a run.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeini("[pytest]")
    return pytester


def run(company: pytest.Pytester, *options: str) -> pytest.RunResult:
    return company.runpytest_subprocess("-p", "xdist", "-p", "tests.rules_plugin", *options)


def outcomes(company: pytest.Pytester) -> dict[str, Any]:
    return json.loads((company.path / "build" / "rules.json").read_text(encoding="utf-8"))


MIXED = """
import pytest

@pytest.mark.rule("ORD-1")
def test_passes(): pass

@pytest.mark.rule("ORD-1")
@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize("side", ["left", "right"])
def test_passes_twice(side): pass

@pytest.mark.rule("ORD-2")
def test_fails(): assert False

@pytest.mark.rule("ORD-3")
def test_passes_beside_a_skip(): pass

@pytest.mark.rule("ORD-3")
def test_skips(): pytest.skip("not today")

@pytest.mark.rule("ORD-4")
@pytest.mark.xfail
def test_is_expected_to_fail(): assert False

@pytest.mark.rule("ORD-5")
@pytest.mark.xfail
def test_passes_though_expected_to_fail(): pass

@pytest.fixture
def breaks_in_setup(): raise RuntimeError

@pytest.fixture
def breaks_in_teardown():
    yield
    raise RuntimeError

@pytest.mark.rule("ORD-6")
def test_cannot_start(breaks_in_setup): pass

@pytest.mark.rule("ORD-7")
def test_cannot_end(breaks_in_teardown): pass

@pytest.mark.rule("ORD-8")
class TestOfAClass:
    def test_inherits_the_rule(self): pass

def test_without_a_rule(): assert False
"""

EXPECTED = {
    "ORD-1": "passed",
    "ORD-2": "failed",
    "ORD-3": "failed",
    "ORD-4": "failed",
    "ORD-5": "failed",
    "ORD-6": "failed",
    "ORD-7": "failed",
    "ORD-8": "passed",
    "ORD-9": "none",
}


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_every_rule_gets_its_status_and_its_tests(company: pytest.Pytester, options: tuple[str, ...]) -> None:
    company.makepyfile(test_mixed=MIXED)
    result = run(company, "--rules", *options)
    assert {number: entry["status"] for number, entry in outcomes(company).items()} == EXPECTED
    assert outcomes(company)["ORD-1"]["tests"] == [
        "test_mixed.py::test_passes",
        "test_mixed.py::test_passes_twice[left]",
        "test_mixed.py::test_passes_twice[right]",
    ]
    assert outcomes(company)["ORD-9"]["tests"] == []
    result.stdout.fnmatch_lines(
        [
            "ORD-1    passed  3 passed *Rule 1 · 第1条",
            "ORD-3    failed  1 passed, 1 skipped *",
            "ORD-9    none *",
            "9 rules: 2 passed, 6 failed, 1 none*",
        ]
    )


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["one process", "xdist"])
def test_a_number_that_is_not_a_rule_stops_the_collection(company: pytest.Pytester, options: tuple[str, ...]) -> None:
    company.makepyfile(test_slip='import pytest\n\n@pytest.mark.rule("ORD-10")\ndef test_slip(): pass\n')
    result = run(company, *options)
    # xdist tells an error of collection as a failed run.
    assert result.ret == (pytest.ExitCode.TESTS_FAILED if options else pytest.ExitCode.INTERRUPTED)
    result.stdout.fnmatch_lines(["*test_slip cites unknown rules: ORD-10*"])


def test_a_marker_without_a_number_stops_the_collection(company: pytest.Pytester) -> None:
    company.makepyfile(test_slip="import pytest\n\n@pytest.mark.rule\ndef test_slip(): pass\n")
    result = run(company)
    assert result.ret == pytest.ExitCode.INTERRUPTED


def test_a_killed_worker_does_not_leave_its_rule_passed(company: pytest.Pytester) -> None:
    company.makepyfile(
        test_killed='import os, pytest\n\n@pytest.mark.rule("ORD-1")\ndef test_dies(): os._exit(1)\n\n'
        '@pytest.mark.rule("ORD-1")\ndef test_lives(): pass\n'
    )
    run(company, "--rules", "-n", "2")
    assert outcomes(company)["ORD-1"]["status"] == "failed"


def test_a_test_that_was_never_reached_does_not_leave_its_rule_passed(company: pytest.Pytester) -> None:
    company.makepyfile(
        test_stop='import pytest\n\n@pytest.mark.rule("ORD-1")\ndef test_a(): pass\n\ndef test_b(): assert False\n\n'
        '@pytest.mark.rule("ORD-1")\ndef test_c(): pass\n'
    )
    result = run(company, "--rules", "-x")
    assert outcomes(company)["ORD-1"]["status"] == "failed"
    result.stdout.fnmatch_lines(["ORD-1    failed  1 not run, 1 passed *"])


def test_without_the_option_nothing_is_written(company: pytest.Pytester) -> None:
    company.makepyfile(test_one='import pytest\n\n@pytest.mark.rule("ORD-1")\ndef test_one(): pass\n')
    result = run(company, "--strict-markers")
    assert result.ret == pytest.ExitCode.OK
    assert not (company.path / "build").exists()
