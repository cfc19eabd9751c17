"""The shape of the house, where import-linter does not look: rooms on disk, sizes, names, READMEs, one verb a file.

No allow-lists: a file that has grown is cut, not excused.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
BANNED_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}

ALWAYS = {"__init__.py", "py.typed", "main.py", "settings.py", "permissions.py", "api", "use_cases", "queries", "store", "domain"}
IF_NEEDED = {"consumers", "jobs", "clients"}
BESIDE = {"README.md", "pyproject.toml", "src", "migrations", "tests"}
HEADINGS = ["What it owns", "Events out", "Commands in", "Who calls it", "Tables"]

PYTHON_FOLDERS = ("libs", "services", "tests", "infra")
NOT_OURS = {"node_modules", "dist", "gen", "__pycache__", ".venv", "build"}


def service_folders() -> list[Path]:
    return sorted(path.parent for path in ROOT.glob("services/*/src"))


def python_files(root: Path = ROOT) -> list[Path]:
    files = (path for folder in PYTHON_FOLDERS for path in (root / folder).rglob("*.py"))
    return sorted(path for path in files if not NOT_OURS & set(path.parts))


def sources() -> list[Path]:
    """Files whose names people chose: ours in Python and TypeScript."""
    typescript = (path for pattern in ("*.ts", "*.tsx") for path in (ROOT / "frontend").glob(f"src/**/{pattern}"))
    return python_files() + sorted(path for path in typescript if not NOT_OURS & set(path.parts))


# ---- what is looked for, apart from where, so that planted faults can be shown to it


def too_long_file(source: str) -> bool:
    return source.count("\n") > LONGEST_FILE


def too_long_functions(source: str) -> list[str]:
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [node.name for node in functions if (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION]


def words_of(name: str) -> set[str]:
    """`StockManager`, `stock_manager`, `stock-manager` all hold the word manager."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def banned_names(path: Path, source: str = "") -> list[str]:
    names = [part for part in path.parts[:-1]] + [path.name.split(".")[0]]
    if path.suffix == ".py":
        names += [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    return [name for name in names if words_of(name) & BANNED_WORDS]


def wrong_rooms(service: Path) -> list[str]:
    """What a service lacks or has too much of, in its source folder and beside it."""
    inside = {path.name for path in (service / "src" / service.name).iterdir()} - {"__pycache__"}
    beside = {path.name for path in service.iterdir() if not path.name.startswith(".")} - {"__pycache__"}
    lacks = [f"lacks {name}" for name in sorted((ALWAYS - inside) | (BESIDE - beside))]
    extra = [f"has no room for {name}" for name in sorted((inside - ALWAYS - IF_NEEDED) | (beside - BESIDE))]
    return lacks + extra


def folders_without_init(package: Path) -> list[str]:
    """import-linter does not look into a folder without `__init__.py`, so nothing may hide there."""
    folders = {path.parent for path in package.rglob("*.py")}
    return sorted(str(folder.relative_to(package)) for folder in folders if not (folder / "__init__.py").is_file())


def wrong_verb_file(stem: str, source: str) -> list[str]:
    """A use case file has one public function, and that is its name."""
    functions = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    public = [name for name in functions if not name.startswith("_")]
    return [] if public == [stem] else public or ["no public function"]


def headings(readme: str) -> list[str]:
    return re.findall(r"^## (.+?)\s*$", readme, re.MULTILINE)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ---- the house


def test_there_is_something_to_look_at() -> None:
    assert len(service_folders()) >= 5
    assert len(python_files()) > 50


def test_no_file_is_longer_than_it_may_be() -> None:
    assert [name_of(path) for path in python_files() if too_long_file(path.read_text(encoding="utf-8"))] == []


def test_no_function_is_longer_than_it_may_be() -> None:
    # A first migration is a list of tables, cut nowhere: it is read once, from top to bottom.
    files = [path for path in python_files() if "migrations" not in path.parts]
    long = {name_of(path): found for path in files if (found := too_long_functions(path.read_text(encoding="utf-8")))}
    assert long == {}


def test_names_are_words_of_the_business() -> None:
    banned = {
        name_of(path): found for path in sources() if (found := banned_names(path.relative_to(ROOT), path.read_text(encoding="utf-8")))
    }
    assert banned == {}


@pytest.mark.parametrize("service", service_folders(), ids=lambda path: path.name)
def test_a_service_has_the_same_rooms_as_the_others(service: Path) -> None:
    assert wrong_rooms(service) == []


@pytest.mark.parametrize("package", [*ROOT.glob("services/*/src/*"), *ROOT.glob("libs/*/src/*")], ids=lambda path: path.name)
def test_nothing_hides_from_the_import_contracts(package: Path) -> None:
    assert folders_without_init(package) == []


def test_a_use_case_file_holds_the_verb_it_is_named_after() -> None:
    files = [path for path in ROOT.glob("services/*/src/*/use_cases/**/*.py") if path.name != "__init__.py"]
    assert {name_of(path): found for path in files if (found := wrong_verb_file(path.stem, path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize("service", service_folders(), ids=lambda path: path.name)
def test_a_readme_has_the_same_headings_as_the_others(service: Path) -> None:
    assert headings((service / "README.md").read_text(encoding="utf-8")) == HEADINGS


# ---- the checks, seen to fail


def test_a_planted_long_file_is_found() -> None:
    assert not too_long_file("\n" * LONGEST_FILE)
    assert too_long_file("\n" * (LONGEST_FILE + 1))


def test_a_planted_long_function_is_found() -> None:
    body = "    x = 1\n"
    assert too_long_functions("def f():\n" + body * (LONGEST_FUNCTION - 1)) == []
    assert too_long_functions("async def f():\n" + body * LONGEST_FUNCTION) == ["f"]


@pytest.mark.parametrize(
    "name", ["orders/utils.py", "orders/helpers/price.py", "stock_manager.py", "src/shared/common/money.ts", "StockManager.tsx"]
)
def test_a_planted_banned_name_is_found(name: str) -> None:
    assert len(banned_names(Path(name))) == 1


def test_a_planted_banned_class_is_found_and_innocent_names_pass() -> None:
    assert banned_names(Path("orders/stock.py"), "class StockManager: ...") == ["StockManager"]
    assert banned_names(Path("orders/management.py"), "class Commonwealth: ...") == []


@pytest.fixture
def bare_service(tmp_path: Path) -> Path:
    service = tmp_path / "orders"
    for name in sorted(ALWAYS | {"consumers"}):
        place = service / "src" / "orders" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch() if "." in name else place.mkdir()
    for name in sorted(BESIDE - {"src"}):
        (service / name).touch()
    return service


def test_planted_rooms_are_found(bare_service: Path) -> None:
    assert wrong_rooms(bare_service) == []
    (bare_service / "src" / "orders" / "domain").rmdir()
    (bare_service / "src" / "orders" / "tools").mkdir()
    (bare_service / "notes.txt").touch()
    assert wrong_rooms(bare_service) == ["lacks domain", "has no room for notes.txt", "has no room for tools"]


def test_a_planted_folder_without_init_is_found(bare_service: Path) -> None:
    hidden = bare_service / "src" / "orders" / "domain" / "hidden"
    hidden.mkdir()
    (hidden / "rule.py").touch()
    assert folders_without_init(bare_service / "src" / "orders") == ["domain/hidden"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("async def place_order(): ...\ndef _check(): ...", []),
        ("def place(): ...", ["place"]),
        ("def place_order(): ...\ndef cancel_order(): ...", ["place_order", "cancel_order"]),
        ("x = 1", ["no public function"]),
    ],
)
def test_a_planted_second_verb_is_found(source: str, found: list[str]) -> None:
    assert wrong_verb_file("place_order", source) == found


def test_a_planted_other_heading_is_found() -> None:
    assert headings("# Orders\n## What it owns\ntext\n### small\n## Notes") == ["What it owns", "Notes"]
