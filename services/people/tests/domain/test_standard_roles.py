"""The codes in the standard roles are those that the services check: a renamed one would leave a role empty-handed."""

import re
from pathlib import Path

from people.domain.grants import PERMISSION_PATTERN
from people.domain.role import ADMINISTRATOR
from people.domain.standard_roles import STANDARD_ROLES

SERVICES = Path(__file__).parents[3]
HOUSE_CODES = ("audit.read", "dead_letters.handle")


def known_codes() -> set[str]:
    codes = {"*"}
    for file in SERVICES.glob("*/src/*/permissions.py"):
        service = file.parent.name
        codes |= set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', file.read_text(encoding="utf-8")))
        codes |= {f"{service}.*", *(f"{service}.{code}" for code in HOUSE_CODES)}
    return codes


def test_every_code_is_one_that_a_service_checks() -> None:
    known = known_codes()
    assert len(known) > 20
    unknown = {role.code: sorted(set(role.permissions) - known) for role in STANDARD_ROLES if set(role.permissions) - known}
    assert unknown == {}


def test_every_code_can_be_granted() -> None:
    assert all(re.fullmatch(PERMISSION_PATTERN, code) for role in STANDARD_ROLES for code in role.permissions)


def test_only_the_administrator_holds_everything() -> None:
    assert [role.code for role in STANDARD_ROLES if "*" in role.permissions] == [ADMINISTRATOR]
    assert not any(
        code in ("people.*", "people.roles.manage", "people.accounts.manage") for role in STANDARD_ROLES for code in role.permissions
    )
