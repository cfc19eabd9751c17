from pathlib import Path

from dianzhang.migration import heads


def write(folder: Path, name: str, revision: str, before: str) -> None:
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    (versions / name).write_text(f'"""A step."""\n\nrevision: str = "{revision}"\ndown_revision: str | None = {before}\n')


def test_the_head_is_what_nothing_follows(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "one", "None")
    write(tmp_path, "b.py", "two", '"one"')
    assert heads(tmp_path) == {"two"}


def test_branches_have_several_heads_until_they_are_joined(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "one", "None")
    write(tmp_path, "b.py", "two", '"one"')
    write(tmp_path, "c.py", "three", '"one"')
    assert heads(tmp_path) == {"two", "three"}
    write(tmp_path, "d.py", "four", '("two", "three")')
    assert heads(tmp_path) == {"four"}


def test_a_service_without_migrations_has_no_head(tmp_path: Path) -> None:
    assert heads(tmp_path) == set()
