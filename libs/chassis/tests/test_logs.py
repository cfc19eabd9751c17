"""Logs must never stand in the way of the work."""

import os
import subprocess
import sys

SPEAKS = """
import structlog
from chassis.logs import set_up_logs
set_up_logs(service="scratch", level="INFO")
structlog.get_logger().info("one")
structlog.get_logger().warning("two")
"""


def test_a_full_disk_under_the_logs_fails_no_request() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", SPEAKS], stdout=full, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")
