"""Documents of a unit: versions, access by unit and role, downloads on record, keeping (rule ORG-9)."""

import hashlib
import os
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from people.domain.records.upload import PART_BYTES
from people.jobs.forget_unfiled_uploads import run as forget
from services.people.tests.firm import day, refused
from services.people.tests.house import House
from services.people.tests.training_school import Member, School

pytestmark = pytest.mark.rule("ORG-9")
Json = dict[str, Any]
PDF = b"%PDF-1.7\n\\u0000 stands in it as six letters"


@pytest.fixture
async def school(house: House) -> School:
    return School(house)


async def upload(who: Member, name: str = "制度.pdf", content: bytes = PDF) -> str:
    begun = await who.must("POST", "/v1/file-uploads", json={"file_name": name, "size": len(content)})
    octets = {"Content-Type": "application/octet-stream", "Authorization": f"Bearer {who.signed.token}"}
    for number in reversed(range(begun["part_count"])):
        part = content[number * PART_BYTES : (number + 1) * PART_BYTES]
        path = f"/v1/file-uploads/{begun['id']}/parts/{number}"
        answer = await who.signed.client.post(path, content=part, headers=octets)
        assert answer.status_code == 200, answer.text
    return begun["id"]


async def file(who: Member, unit: Json, *, upload_id: str | None = None, **changes: Any) -> Any:
    body: Json = {
        "upload_id": upload_id or await upload(who),
        "unit_id": unit["id"],
        "folder": "制度",
        "name": "考勤制度",
        "description": "",
        "keep_until": None,
        "access": [{"unit_id": unit["id"], "role_id": None, "access": "read"}],
        "note": "初版",
    }
    return await who.ask("POST", "/v1/files", json={**body, **changes})


async def test_a_file_comes_back_as_it_was_in_versions(school: School, database: Any) -> None:
    unit = await school.firm.unit("运营部")
    position = await school.firm.position(unit, planned=2)
    head, wang = await school.member("head", position), await school.member("wang", position)
    await school.firm.change(unit, head_id=head.id)
    large = PDF + os.urandom(2 * PART_BYTES + 77)
    made = (await file(head, unit, upload_id=await upload(head, content=large))).json()
    assert (made["newest"], made["size"], made["previewed"], made["access"]) == (1, len(large), True, "write")
    assert made["versions"][0]["digest"] == hashlib.sha256(large).hexdigest()
    path = f"/v1/files/{made['id']}"
    answer = await wang.ask("GET", f"{path}/versions/1/content")
    assert (answer.status_code, answer.content == large, answer.headers["content-type"]) == (200, True, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    shown = await wang.ask("GET", f"{path}/versions/1/content?show=true")
    assert shown.headers["content-disposition"].startswith("inline")
    second = await head.must("POST", f"{path}/versions", json={"upload_id": await upload(head, "制度.txt", "新版".encode()), "note": "改"})
    assert [(one["number"], one["file_name"], one["previewed"]) for one in second["versions"]] == [
        (2, "制度.txt", False),
        (1, "制度.pdf", True),
    ]
    assert (await wang.ask("GET", f"{path}/versions/2/content?show=true")).headers["content-disposition"].startswith("attachment")
    audit = (await school.firm.must("GET", f"/v1/audit-entries?noun_id={made['id']}&limit=100"))["data"]
    assert sorted((one["action"], one["actor_name"]) for one in audit) == [
        ("document.downloaded", "Wang"),
        ("document.filed", "Head"),
        ("document.shown", "Wang"),
        ("document.shown", "Wang"),
        ("document.updated", "Head"),
    ]
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT sealed FROM file_part ORDER BY upload_id, number").fetchall()
    assert len(rows) == 4
    assert not any(b"%PDF" in bytes(row[0]) for row in rows)


async def test_it_is_open_by_unit_and_role(school: School) -> None:
    top = await school.firm.unit("公司")
    unit, other = await school.firm.unit("运营部", parent=top), await school.firm.unit("客服部", parent=top)
    below = await school.firm.unit("推广组", parent=unit)
    places = {key["id"]: await school.firm.position(key, planned=3) for key in (top, unit, other, below)}
    boss, head = await school.member("director", places[top["id"]]), await school.member("head", places[unit["id"]])
    wang, low = await school.member("wang", places[unit["id"]]), await school.member("low", places[below["id"]])
    zhao = await school.member("zhao", places[other["id"]])
    await school.firm.change(top, head_id=boss.id)
    await school.firm.change(unit, head_id=head.id)
    made = (await file(head, unit)).json()

    async def seen() -> list[str]:
        people = {"boss": boss, "head": head, "wang": wang, "low": low, "zhao": zhao}
        return [name for name, one in people.items() if (await one.ask("GET", f"/v1/files/{made['id']}")).status_code == 200]

    assert await seen() == ["boss", "head", "wang", "low"]
    assert (await zhao.must("GET", "/v1/files"))["data"] == []
    assert (await zhao.ask("GET", f"/v1/files/{made['id']}/versions/1/content")).status_code == 404
    by_role = [
        {"unit_id": unit["id"], "role_id": wang.role_id, "access": "write"},
        {"unit_id": None, "role_id": zhao.role_id, "access": "read"},
    ]
    readonly = await wang.ask("PUT", f"/v1/files/{made['id']}/access", version=1, json={"access": by_role})
    assert refused(readonly) == (403, "document_read_only", "ORG-9")
    await head.must("PUT", f"/v1/files/{made['id']}/access", version=1, json={"access": by_role})
    assert await seen() == ["boss", "head", "wang", "zhao"]
    assert (await wang.must("GET", f"/v1/files/{made['id']}"))["access"] == "write"
    assert refused(await file(zhao, unit, name="别的")) == (403, "not_your_unit", "ORG-9")
    assert [one["name"] for one in (await boss.must("GET", f"/v1/files?unit_id={top['id']}&q=考勤"))["data"]] == ["考勤制度"]
    nobody = await head.ask(
        "PUT", f"/v1/files/{made['id']}/access", version=2, json={"access": [{"unit_id": None, "role_id": None, "access": "read"}]}
    )
    assert nobody.status_code == 422


async def test_what_is_not_what_it_says_is_not_filed(school: School) -> None:
    unit = await school.firm.unit("运营部")
    head = await school.member("head", await school.firm.position(unit))
    for name, size, code in (
        ("a.exe", 5, "file_kind_refused"),
        ("a.pdf", 25 * 1024 * 1024 + 1, "file_too_large"),
        ("a.pdf", 0, "file_too_large"),
    ):
        answer = await head.ask("POST", "/v1/file-uploads", json={"file_name": name, "size": size})
        assert refused(answer) == (422, code, "ORG-9")
    fake = await upload(head, "照片.png", b"<script>alert(1)</script>")
    assert refused(await file(head, unit, upload_id=fake)) == (422, "file_kind_refused", "ORG-9")
    begun = await head.must("POST", "/v1/file-uploads", json={"file_name": "a.pdf", "size": PART_BYTES + 5})
    octets = {"Content-Type": "application/octet-stream", "Authorization": f"Bearer {head.signed.token}"}
    short = await head.signed.client.post(f"/v1/file-uploads/{begun['id']}/parts/1", content=b"xx", headers=octets)
    assert refused(short) == (422, "part_wrong", "ORG-9")
    await head.signed.client.post(f"/v1/file-uploads/{begun['id']}/parts/1", content=b"xxxxx", headers=octets)
    assert (await head.must("GET", f"/v1/file-uploads/{begun['id']}"))["there"] == [1]
    assert refused(await file(head, unit, upload_id=begun["id"])) == (409, "upload_incomplete", "ORG-9")
    # Another's upload is nobody's business.
    li = await school.member("li", None)
    assert (await li.ask("GET", f"/v1/file-uploads/{begun['id']}")).status_code == 404
    good = await upload(head)
    assert (await file(head, unit, upload_id=good)).status_code == 201
    assert refused(await file(head, unit, upload_id=good, name="另一个")) == (409, "upload_used", "ORG-9")
    assert refused(await file(head, unit)) == (409, "document_name_taken", "ORG-9")


async def test_it_is_kept_as_long_as_promised(school: School, database: Any, app: Any) -> None:
    unit = await school.firm.unit("运营部")
    head = await school.member("head", await school.firm.position(unit), "people.files.oversee")
    made = (await file(head, unit, keep_until=day(30))).json()
    path = f"/v1/files/{made['id']}"
    early = await head.ask("POST", f"{path}/destroy", version=1, json={"reason": "没用了"})
    assert refused(early) == (409, "kept_longer", "ORG-9")
    assert refused(await head.ask("PATCH", path, version=1, json={"keep_until": day(10)})) == (409, "retention_shortened", "ORG-9")
    assert (await head.must("PATCH", path, version=1, json={"keep_until": day(40), "folder": "旧"}))["keep_until"] == day(40)
    await head.must("POST", f"{path}/archive", version=2, json={"reason": "存档"})
    assert refused(await head.ask("POST", f"{path}/versions", json={"upload_id": await upload(head), "note": ""})) == (
        409,
        "document_fixed",
        "ORG-9",
    )
    assert (await head.ask("GET", f"{path}/versions/1/content")).status_code == 200
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE document SET keep_until = current_date - 3")
    assert [one["id"] for one in (await head.must("GET", "/v1/files?kept_until_past=true"))["data"]] == [made["id"]]
    gone = await head.must("POST", f"{path}/destroy", version=3, json={"reason": "到期"})
    assert (gone["state"], len(gone["versions"])) == ("destroyed", 1)
    assert refused(await head.ask("GET", f"{path}/versions/1/content")) == (409, "document_fixed", "ORG-9")
    assert (await head.must("GET", "/v1/files"))["data"] == []
    forever = (await file(head, unit)).json()
    assert refused(await head.ask("POST", f"/v1/files/{forever['id']}/destroy", version=1, json={"reason": "删掉"})) == (
        409,
        "kept_for_good",
        "ORG-9",
    )
    await upload(head, "never.pdf")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE file_upload SET begun_at = begun_at - %s", [timedelta(days=2)])
        await forget(app.state.context)
        assert connection.execute("SELECT count(*) FROM file_upload WHERE NOT filed").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM file_part").fetchone() == (1,)


async def test_a_part_that_was_tampered_with_does_not_open(school: School, database: Any) -> None:
    unit = await school.firm.unit("运营部")
    head = await school.member("head", await school.firm.position(unit))
    made = (await file(head, unit, access=[{"unit_id": unit["id"], "role_id": None, "access": "write"}])).json()
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE file_part SET sealed = sealed || '\\x00'")
    assert refused(await head.ask("GET", f"/v1/files/{made['id']}/versions/1/content")) == (409, "stored_file_unreadable", "ORG-9")
