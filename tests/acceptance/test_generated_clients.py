"""The Python and the TypeScript client that the merged document gives, built anew and used against the running house."""

import json
import os
import subprocess
import sys
from pathlib import Path

from chassis.merging import MERGED
from dianzhang.checkout import checkout
from tests.acceptance.world import World

ROOT = checkout()
PYTHON_USER = """
import json, sys
from dianzhang_client import AuthenticatedClient
from dianzhang_client.api.orders import list_orders, place_order
from dianzhang_client.models import OrderIn

address, token, key, order = json.loads(sys.stdin.read())
client = AuthenticatedClient(base_url=address, token=token)
placed = place_order.sync_detailed(client=client, body=OrderIn.from_dict(order), idempotency_key=key)
assert placed.status_code == 201, placed
found = list_orders.sync(client=client, q=order["platform_order_no"])
print(json.dumps([row.platform_order_no for row in found.data]))
"""
TYPESCRIPT_USER = """
import { client } from './client.mjs'
import * as api from './client.mjs'
const [address, token, key, order] = JSON.parse(process.env.WANTED)
client.setConfig({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } })
const placed = await api.placeOrder({ body: order, headers: { 'Idempotency-Key': key }, throwOnError: true })
if (placed.response.status !== 201) throw new Error(String(placed.response.status))
const found = await api.listOrders({ query: { q: order.platform_order_no }, throwOnError: true })
console.log(JSON.stringify(found.data.data.map((row) => row.platform_order_no)))
"""


def wanted(world: World, number: str) -> tuple[str, str]:
    """What a client needs as JSON, and the order's number."""
    order = world.body(world.shop(), sku=world.sku(3), platform_order_no=number)
    return json.dumps([world.house.address, world.company.client.token(), f'"{number}"', order]), number


def test_the_python_client_places_and_finds_an_order(world: World, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("package_name_override: dianzhang_client\n")
    program = Path(sys.executable).with_name("openapi-python-client")
    made = tmp_path / "dianzhang_client"
    subprocess.run(
        [program, "generate", "--path", world.house.data.openapi / MERGED, "--output-path", made, "--meta", "none", "--config", config],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"},
    )
    given, number = wanted(world, "PYCLIENT-1")
    user = subprocess.run([sys.executable, "-c", PYTHON_USER], cwd=tmp_path, input=given, capture_output=True, text=True, check=False)
    assert user.returncode == 0, user.stderr[-2000:]
    assert json.loads(user.stdout) == [number]


def test_the_typescript_client_places_and_finds_an_order(world: World, tmp_path: Path) -> None:
    frontend = ROOT / "frontend"
    bundle = tmp_path / "client.mjs"
    tools = frontend / "node_modules" / ".bin"
    assert (tools / "openapi-ts").exists(), "the SPA's packages are not installed: run make setup"
    made = tmp_path / "typescript"
    generate = [tools / "openapi-ts", "-i", world.house.data.openapi / MERGED, "-o", made, "-c", "@hey-api/client-fetch", "-f", "/dev/null"]
    subprocess.run(generate, check=True, capture_output=True, text=True, cwd=frontend)
    entry = tmp_path / "entry.ts"
    entry.write_text(f"export * from '{made}/index'\nexport {{ client }} from '{made}/client.gen'\n")
    subprocess.run(
        [tools / "rolldown", entry, "--format", "esm", "--file", bundle], check=True, capture_output=True, text=True, cwd=frontend
    )
    given, number = wanted(world, "TSCLIENT-1")
    script = tmp_path / "user.mjs"
    script.write_text(TYPESCRIPT_USER)
    user = subprocess.run(["node", script], capture_output=True, text=True, check=False, env={**os.environ, "WANTED": given})
    assert user.returncode == 0, user.stderr[-2000:]
    assert json.loads(user.stdout) == [number]
