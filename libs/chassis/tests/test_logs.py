"""Logs must never stand in the way of the work, nor tell what is nobody's business."""

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

FAILS = """
import structlog
from chassis.logs import set_up_logs
set_up_logs(service="scratch", level="INFO")
def call(phone):
    raise ValueError("not this way")
try:
    call("13812345678")
except ValueError:
    structlog.get_logger().exception("it failed")
"""


def test_a_traceback_does_not_tell_the_values_it_went_through() -> None:
    told = subprocess.run([sys.executable, "-c", FAILS], stdout=subprocess.PIPE, check=True).stdout.decode()
    assert "not this way" in told
    assert "13812345678" not in told


def test_a_full_disk_under_the_logs_fails_no_request() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", SPEAKS], stdout=full, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")
