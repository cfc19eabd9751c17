"""In a container: brings the service's tables up to date, or with --wait waits until another container has done so."""

import os
import sys
import time
from pathlib import Path

from sqlalchemy.exc import OperationalError, ProgrammingError

from chassis.migrations import is_current, upgrade

MIGRATIONS = Path("/app/migrations")
PATIENCE_SECONDS = 300


def main() -> None:
    url = os.environ["DIANZHANG_DATABASE_URL"].replace("+asyncpg", "+psycopg")
    if "--wait" not in sys.argv:
        upgrade(MIGRATIONS, url)
        return
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _done(url):
        if time.monotonic() > deadline:
            sys.exit(f"the tables are not up to date after {PATIENCE_SECONDS} seconds")
        time.sleep(1)


def _done(url: str) -> bool:
    try:
        return is_current(MIGRATIONS, url)
    except (OperationalError, ProgrammingError):
        return False


if __name__ == "__main__":
    main()
