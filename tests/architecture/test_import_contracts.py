"""The import contracts of `.importlinter`: kept by the product, and each seen to break on a planted fault."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / ".importlinter"
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/src"))

ROOMS = ("api", "consumers", "jobs", "use_cases", "queries", "store", "clients", "domain")
LIBRARY_FILES = {
    "dianzhang": {"cli": ""},
    "chassis": {"app": "import fastapi\n", "refusals": "", "live": "from contracts import people\n"},
    "contracts": {
        "message": "",
        "money": "from contracts import message\n",
        **{owner: "from contracts import message, money\n" for owner in ("people", "catalog", "warehouse", "orders", "channels")},
    },
}


def lint(folder: Path, paths: list[Path]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "COLUMNS": "200", "NO_COLOR": "1"}
    command = [LINT_IMPORTS, "--config", str(CONFIG), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)


def broken_contracts(output: str) -> list[str]:
    """The names of the contracts that the report calls broken."""
    return [line.removesuffix(" BROKEN").strip() for line in output.splitlines() if line.endswith(" BROKEN")]


def contract_name(identifier: str) -> str:
    config = configparser.ConfigParser()
    config.read(CONFIG, encoding="utf-8")
    return config[f"importlinter:contract:{identifier}"]["name"]


def root_packages() -> set[str]:
    config = configparser.ConfigParser()
    config.read(CONFIG, encoding="utf-8")
    return set(config["importlinter"]["root_packages"].split())


def write_package(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def clean_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house of the same shape with almost nothing in it, in which every contract holds."""
    tree = tmp_path_factory.mktemp("house")
    for library, files in LIBRARY_FILES.items():
        write_package(tree / library, files)
    for service in sorted(root_packages() - set(LIBRARY_FILES)):
        write_package(
            tree / service,
            {"main": f"from {service} import settings\nfrom {service}.api import noun\n", "settings": "", "permissions": ""},
        )
        for room in ROOMS:
            write_package(tree / service / room, {"noun": "", "other": ""})
        (tree / service / "api" / "noun.py").write_text(f"from {service}.use_cases import noun\n", encoding="utf-8")
        (tree / service / "use_cases" / "noun.py").write_text(f"from {service}.store import noun\n", encoding="utf-8")
    return tree


def test_the_product_keeps_every_contract() -> None:
    paths = [path for pattern in ("libs/*/src", "services/*/src") for path in ROOT.glob(pattern)]
    result = lint(ROOT, paths)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_service_of_the_checkout_is_under_contract() -> None:
    assert root_packages() == set(LIBRARY_FILES) | set(SERVICES)


def test_the_clean_tree_keeps_every_contract(clean_tree: Path) -> None:
    result = lint(clean_tree, [clean_tree])
    assert result.returncode == 0, result.stdout + result.stderr


FAULTS = [
    ("libraries", "orders/clients/other.py", "from warehouse.domain import noun"),
    ("libraries", "warehouse/store/noun.py", "import orders"),
    ("libraries", "chassis/app.py", "from people import settings"),
    ("libraries", "contracts/orders.py", "from chassis import refusals"),
    ("libraries", "orders/settings.py", "from dianzhang import cli"),
    ("map", "warehouse/use_cases/noun.py", "from contracts import orders"),
    ("map", "warehouse/consumers/noun.py", "from contracts import channels"),
    ("map", "orders/use_cases/noun.py", "from contracts import channels"),
    ("map", "people/use_cases/noun.py", "from contracts import catalog"),
    ("map", "chassis/live.py", "from contracts import warehouse"),
    ("messages", "contracts/channels.py", "from contracts import orders"),
    ("messages", "contracts/message.py", "from contracts import money"),
    ("messages", "contracts/helpers.py", ""),
    ("rooms", "orders/domain/noun.py", "from orders.use_cases import other"),
    ("rooms", "orders/api/noun.py", "from orders.consumers import noun"),
    ("rooms", "orders/store/noun.py", "from orders.queries import noun"),
    ("rooms", "orders/use_cases/other.py", "from orders.queries import noun"),
    ("rooms", "orders/permissions.py", "from orders.domain import noun"),
    ("rooms", "orders/helpers/__init__.py", ""),
    ("rooms", "catalog/seed.py", ""),
    ("domain-is-true-without-computers", "orders/domain/noun.py", "from chassis import app"),
    ("domain-is-true-without-computers", "orders/domain/noun.py", "def ask():\n    import httpx"),
    ("domain-is-true-without-computers", "orders/domain/noun.py", "from orders import settings"),
    ("edges-use-verbs", "orders/api/noun.py", "from orders.store import noun"),
    ("edges-use-verbs", "orders/consumers/noun.py", "from orders.store import noun"),
    ("edges-use-verbs", "orders/jobs/noun.py", "from orders.clients import noun"),
    ("consumers-only-translate", "orders/consumers/noun.py", "from orders.queries import noun"),
    ("queries-only-read", "orders/queries/noun.py", "from orders.store import noun"),
    ("verbs-stand-alone", "orders/use_cases/noun.py", "def later():\n    from orders.use_cases import other"),
    (
        "circles",
        "orders/domain/noun.py",
        "from orders.domain import other\n# and back",
        "orders/domain/other.py",
        "from orders.domain import noun",
    ),
    ("circles", "chassis/app.py", "from chassis import refusals", "chassis/refusals.py", "from chassis import app"),
]


@pytest.mark.parametrize(
    ("contract", "file", "planted", "more"), [(f[0], f[1], f[2], f[3:]) for f in FAULTS], ids=lambda value: str(value)[:60]
)
def test_a_planted_fault_breaks_its_contract(
    clean_tree: Path, tmp_path: Path, contract: str, file: str, planted: str, more: tuple[str, ...]
) -> None:
    tree = shutil.copytree(clean_tree, tmp_path / "house")
    for name, line in ((file, planted), *([more] if more else [])):
        path = tree / name
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as source:
            source.write(f"{line}\n")
    result = lint(tree, [tree])
    assert result.returncode == 1, result.stdout + result.stderr
    assert contract_name(contract) in broken_contracts(result.stdout), result.stdout
