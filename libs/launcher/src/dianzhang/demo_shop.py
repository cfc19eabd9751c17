"""The demo company's shops have to be told about their parcels and refunds by somebody: a small web server that takes every signed notice.

It runs inside `dianzhang up` as long as the data folder holds the demo company, and nowhere else.
"""

import json
import secrets
import socket
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from standardwebhooks import Webhook

from dianzhang.folder import DataFolder
from dianzhang.ports import HOST

ENVIRONMENT = {"DIANZHANG_ALLOW_PRIVATE_ADDRESSES": "true"}
"""The demo shops stand on this machine; a real company's shops do not, and without the demo such addresses are refused."""
LARGEST_NOTICE = 64 * 1024


@dataclass(frozen=True)
class Terms:
    port: int
    secret: str

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"


def terms_of(data: DataFolder) -> Terms | None:
    """What the demo company's shops were registered with; None where there is no demo company."""
    try:
        note = json.loads(data.demo.read_text())["shops"]
    except (FileNotFoundError, json.JSONDecodeError, KeyError):
        return None
    return Terms(port=note["port"], secret=note["secret"])


def new_terms() -> Terms:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    return Terms(port=port, secret="whsec_" + b64encode(secrets.token_bytes(32)).decode())


class DemoShops:
    """Answers until the process ends. A port that is taken meanwhile leaves the shops silent: their write-backs wait and are tried again."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def start(self) -> bool:
        try:
            server = ThreadingHTTPServer((HOST, self.terms.port), _handler(Webhook(self.terms.secret)))
        except OSError:
            return False
        server.daemon_threads = True
        Thread(target=server.serve_forever, name="demo shops", daemon=True).start()
        return True


def _handler(webhook: Webhook) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length", "0")), LARGEST_NOTICE)
            body = self.rfile.read(length).decode("utf-8", "replace")
            self.send_response(200 if self._is_signed(body) else 401)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _is_signed(self, body: str) -> bool:
            """The age of the notice does not count: the demo company's thirty days are made with a clock of their own."""
            message_id, given = self.headers.get("webhook-id", ""), self.headers.get("webhook-signature", "")
            try:
                sent_at = datetime.fromtimestamp(int(self.headers.get("webhook-timestamp", "")), UTC)
            except (ValueError, OverflowError):
                return False
            right = webhook.sign(message_id, sent_at, body)
            return any(compare_digest(right, one) for one in given.split())

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    return Handler
