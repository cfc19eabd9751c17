"""In a container: exit code 0 while the service is ready."""

import sys
import urllib.request

try:
    with urllib.request.urlopen("http://127.0.0.1:8000/ready", timeout=4) as answer:
        sys.exit(answer.status != 200)
except OSError:
    sys.exit(1)
