"""What a part's last words mean, as one sentence for a person."""

import re
from pathlib import Path

from dianzhang.folder import full_disk
from dianzhang.sentences import CannotGoOn

_DAMAGE = re.compile(
    r"(?:FATAL|PANIC): .*(?:could not (?:open|read|access|locate|find|stat)|incompatible|invalid|corrupt|checksum"
    r"|is missing|not a valid|database \"postgres\" does not exist)"
)


def explain(part: str, words: str, *, folder: Path) -> CannotGoOn | None:
    """The sentence for what a part said since its start, if we know one."""
    if "No space left" in words or "no space left" in words:
        return full_disk(folder)
    if part == "postgres":
        return _explain_postgres(words, folder=folder)
    return None


def _explain_postgres(words: str, *, folder: Path) -> CannotGoOn | None:
    if "lock file" in words and "already exists" in words:
        return CannotGoOn(
            en=f"Another PostgreSQL already runs on {folder}; stop it first.",
            zh=f"另一个 PostgreSQL 正在使用 {folder}，请先停止它。",
        )
    if 'password authentication failed for user "postgres"' in words:
        return CannotGoOn(
            en=f"The secrets in {folder.parent} do not belong to its database; restore both from one backup.",
            zh=f"{folder.parent} 中的密钥与数据库不匹配，请从同一份备份恢复。",
        )
    return damaged(folder) if _DAMAGE.search(words) else None


def damaged(folder: Path) -> CannotGoOn:
    return CannotGoOn(
        en=f"The data folder {folder} is damaged; restore a backup with: dianzhang restore FILE --force",
        zh=f"数据目录 {folder} 已损坏，请用 dianzhang restore 备份文件 --force 恢复。",
    )
