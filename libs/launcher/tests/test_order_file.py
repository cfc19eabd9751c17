import json
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dianzhang.order_file import Caller, import_orders, lines
from dianzhang.sentences import CannotGoOn

PERSON = Caller(name="wang", secret="secret", is_client=False)
REFUSED = {
    "detail": "2 行有误",
    "status": 422,
    "errors": [
        {"pointer": "/rows/3", "code": "missing", "detail": "缺少 SKU"},
        {"pointer": "/rows/7", "code": "amount", "detail": "金额有误"},
    ],
}


class FakeGateway(BaseHTTPRequestHandler):
    """Answers like people and channels behind the gateway, and keeps what it was sent."""

    asked: list[tuple[str, dict[str, str], bytes]]
    answer: tuple[int, dict[str, Any]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, dict(self.headers), body))
        if self.path.endswith(("/sessions", "/oauth/token")):
            good = b"wrong" not in body
            return self.say(201 if good else 401, {"access_token": "tok"} if good else {"error_description": "unknown client"})
        return self.say(*self.answer)

    def say(self, status: int, content: dict[str, Any]) -> None:
        payload = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def gateway() -> Generator[str]:
    FakeGateway.asked = []
    FakeGateway.answer = (201, {"id": "imp_1", "counts": {"orders": 2, "made": 2}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeGateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "订单.csv"
    path.write_text("订单号,SKU\n1,A\n")
    return path


def hand_over(file: Path, address: str, *, caller: Caller = PERSON, check_only: bool = False) -> dict[str, Any]:
    return import_orders(file, shop_id="s1", check_only=check_only, address=address, caller=caller, language="zh-CN")


@pytest.mark.parametrize(("check_only", "mode"), [(True, b"check"), (False, b"run")])
def test_a_person_hands_over_a_file(gateway: str, file: Path, check_only: bool, mode: bytes) -> None:
    answer = hand_over(file, gateway, check_only=check_only)
    assert list(lines(answer)) == [("id", "imp_1"), ("counts.orders", "2"), ("counts.made", "2")]
    (sign_in, _, credentials), (path, headers, body) = FakeGateway.asked
    assert (sign_in, json.loads(credentials)) == ("/api/people/v1/sessions", {"login": "wang", "password": "secret"})
    assert path == "/api/channels/v1/order-imports"
    assert headers["Authorization"] == "Bearer tok"
    assert headers["Idempotency-Key"].startswith('"')
    assert b'name="shop_id"\r\n\r\ns1\r\n' in body
    assert b'name="mode"\r\n\r\n' + mode in body
    assert file.read_bytes() in body


def test_an_api_client_signs_in_with_its_secret(gateway: str, file: Path) -> None:
    hand_over(file, gateway, caller=Caller(name="cli_1", secret="s", is_client=True))
    path, _, body = FakeGateway.asked[0]
    assert path == "/api/people/v1/oauth/token"
    assert body == b"grant_type=client_credentials&client_id=cli_1&client_secret=s"


def test_a_refused_file_names_every_row(gateway: str, file: Path) -> None:
    FakeGateway.answer = (422, REFUSED)
    with pytest.raises(CannotGoOn) as refusal:
        hand_over(file, gateway)
    assert str(refusal.value) == "2 行有误 (422)\n   /rows/3: 缺少 SKU\n   /rows/7: 金额有误"


def test_a_wrong_secret_is_said_and_nothing_is_sent(gateway: str, file: Path) -> None:
    with pytest.raises(CannotGoOn, match=r"unknown client \(401\)"):
        hand_over(file, gateway, caller=Caller(name="cli_1", secret="wrong", is_client=True))
    assert len(FakeGateway.asked) == 1


def test_a_missing_file_and_a_missing_house_are_one_sentence_each(gateway: str, tmp_path: Path, file: Path) -> None:
    with pytest.raises(CannotGoOn, match="There is no file"):
        hand_over(tmp_path / "none.csv", gateway)
    with pytest.raises(CannotGoOn, match="cannot be read: Is a directory"):
        hand_over(tmp_path, gateway)
    with pytest.raises(CannotGoOn, match="does not answer"):
        hand_over(file, "http://127.0.0.1:9")
