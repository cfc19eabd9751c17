"""What the gateway makes of its file, asked from the real Caddy."""

import json
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import Request, urlopen

import pytest

from dianzhang.checkout import checkout, program, services
from dianzhang.folder import DataFolder
from dianzhang.gateway import Front, gateway_environment, gateway_recipe
from dianzhang.ports import fixed_ports, free_ports
from tests.load.company import wait_until

FILE = checkout() / "infra" / "gateway" / "Caddyfile"


def test_caddy_accepts_the_gateways_file(tmp_path: Path) -> None:
    ports = fixed_ports(gateway=8080, base=8100)
    for front in (Front(host="127.0.0.1", domain=None), Front(host="0.0.0.0", domain="shop.example.com")):
        environment = gateway_environment(DataFolder(tmp_path), ports, front)
        command = [program("caddy"), "adapt", "--validate", "--config", FILE]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stderr
        adapted = json.loads(done.stdout)
        assert adapted["admin"] == {"disabled": True, "config": {"persist": False}}


def test_the_gateways_file_is_laid_out_as_caddy_does() -> None:
    done = subprocess.run([program("caddy"), "fmt", FILE], capture_output=True, text=True, timeout=30)
    assert done.stdout == FILE.read_text()


def test_the_gateway_leads_to_every_service_and_shows_no_probe() -> None:
    text = FILE.read_text()
    for name in services():
        assert f"import service {name} {{$DIANZHANG_{name.upper()}_UPSTREAM}}" in text
    assert "/api/{args[0]}/v1/*" in text


@pytest.mark.parametrize(("trusted", "believed"), [({}, "127.0.0.1"), ({"DIANZHANG_TRUSTED_PROXIES": "127.0.0.1/32"}, "9.9.9.9")])
def test_services_learn_the_callers_address_and_none_that_the_caller_invents(
    tmp_path: Path, trusted: dict[str, str], believed: str
) -> None:
    class Service(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen = ",".join(self.headers.get_all("X-Forwarded-For", [])).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(seen)))
            self.end_headers()
            self.wfile.write(seen)

    ports = free_ports()
    recipe = gateway_recipe(DataFolder(tmp_path), ports, Front(host="127.0.0.1", domain=None), extra=trusted)
    with ThreadingHTTPServer(("127.0.0.1", ports.services["people"]), Service) as people:
        Thread(target=people.serve_forever, daemon=True).start()
        caddy = subprocess.Popen(recipe.command, env=dict(recipe.environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until(recipe.healthy, what="the gateway")
            asked = Request(f"http://127.0.0.1:{ports.gateway}/api/people/v1/me", headers={"X-Forwarded-For": "6.6.6.6, 9.9.9.9"})
            with urlopen(asked, timeout=10) as answer:
                assert answer.read().decode() == believed
        finally:
            caddy.kill()
            caddy.wait()
            people.shutdown()
            ports.release()
