"""Punches come once, whatever happens on the way (ATT-5, SYS-3)."""

from datetime import date
from pathlib import Path

import pytest

from people.api.attendance.photos import read_picture
from people.use_cases.attendance.remove_old_photos import remove_old_photos
from services.people.tests.api.attendance.attendance_house import USUAL, Attendance, picture
from services.people.tests.attendance_people import shown_employee


def count(attendance: Attendance) -> int:
    return int(attendance.company.rows("SELECT count(*) FROM attendance_punch")[0][0])


@pytest.mark.rule("ATT-5")
async def test_a_device_is_told_what_was_not_taken_and_the_rest_is(attendance: Attendance) -> None:
    attendance.company.employee("E1", "sales", hired=date(2026, 6, 1))
    maker = await attendance.house.api_client("gate", "people.punches.send")
    form = {"grant_type": "client_credentials", "client_id": maker["client_id"], "client_secret": maker["client_secret"]}
    token = (await attendance.house.client.post("/v1/oauth/token", data=form)).json()["access_token"]
    punches = [
        {"employee": "E1", "at": "2026-07-02T18:01:00+08:00"},
        {"employee": "E1", "at": "2026-07-02T00:20:00Z", "direction": "in"},
        {"employee": "E1", "at": "2026-07-03T10:30:00+08:00"},
        {"employee": "E9", "at": "2026-07-02T08:20:00+08:00"},
        {"employee": "E1", "at": "2026-05-31T08:20:00+08:00"},
        {"employee": "E1", "at": "2026-07-02T08:20:00+08:00"},
        {"employee": "E1", "at": "2026-07-03T10:01:00+08:00"},
    ]
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    body = {"device": "gate 1", "punches": punches}
    first = await attendance.house.client.post("/v1/attendance/punches", json=body, headers={**headers, "Idempotency-Key": "one"})
    assert first.status_code == 200, first.text
    report = first.json()
    assert (report["rows"], report["added"], report["known"]) == (7, 3, 1)
    assert [(error["row"], error["code"]) for error in report["errors"]] == [
        (3, "in_the_future"),
        (4, "unknown_employee"),
        (5, "not_employed"),
    ]
    again = await attendance.house.client.post("/v1/attendance/punches", json=body, headers={**headers, "Idempotency-Key": "two"})
    assert (again.json()["added"], again.json()["known"], count(attendance)) == (0, 4, 3)
    # A program that sends punches reads nothing.
    assert (await attendance.house.client.get("/v1/attendance/punch-imports", headers=headers)).status_code == 403


@pytest.mark.rule("SYS-3", "ATT-5")
async def test_a_file_with_37_bad_rows_names_all_of_them(attendance: Attendance) -> None:
    attendance.company.employee("E1", "sales")
    good = [("E1", f"2026-06-{day:02d} {clock}") for day in range(1, 6) for clock in USUAL]
    bad = [("E1", "2026-12-01 08:00")] * 12 + [("NOBODY", "2026-06-01 08:00")] * 12 + [("E1", "when it rained")] * 13
    refused = await attendance.load([*good, *bad], expect=422)
    assert (refused["code"], len(refused["errors"]), count(attendance)) == ("rows_refused", 37, 0)
    assert refused["errors"][0]["pointer"] == "row 22/time"
    checked = await attendance.load([*good, *bad], check=True)
    assert (len(checked["errors"]), checked["added"], checked["applied"], count(attendance)) == (37, 20, False, 0)
    assert (await attendance.load(good))["added"] == 20
    batches = (await attendance.call("GET", "/punch-imports"))["data"]
    assert [(one["source"], one["added_count"]) for one in batches] == [("file", 20)]


async def test_what_is_no_table_is_refused(attendance: Attendance) -> None:
    for content in (b"", b"\x00\x01\x02", b"PK\x03\x04 but no workbook"):
        answer = await attendance.ask("POST", "/punch-imports", files={"file": ("x.xlsx", content, "application/octet-stream")})
        assert (answer.status_code, answer.json()["code"]) == (422, "file_unreadable")
    answer = await attendance.ask("POST", "/punch-imports", files={"file": ("x.csv", b"a,b\n1,2\n", "text/csv")})
    assert answer.json()["code"] == "columns_missing"
    assert (await attendance.ask("GET", "/punch-imports/template")).content[:2] == b"PK"


@pytest.mark.rule("ATT-5")
class TestPhotos:
    async def test_a_photo_signs_its_owner_in(self, attendance: Attendance) -> None:
        attendance.set_clock("2026-07-02 08:24")
        member = await attendance.staff("M1", "sales", "member")
        answer = await member.ask(
            "POST", "/v1/attendance/photos", files={"file": ("me.png", picture(kind="PNG"), "image/png")}, data={"direction": "in"}
        )
        assert answer.status_code == 201, answer.text
        assert (answer.json()["at"][:5], answer.json()["keep_until"]) == ("08:24", "2026-09-30")
        attendance.set_clock("2026-07-03 10:00")
        month = (await member.ask("GET", "/v1/attendance/my-month?month=2026-07")).json()
        edge = month["days"][1]["sessions"][0]["sign_in"]
        assert (edge["verdict"], edge["source"], month["figures"]["photo_proved"]) == ("fine", "photo", 1)

    @pytest.mark.parametrize(
        "content", [b"", b"not a picture", b"GIF89a" + b"\0" * 50, picture()[:200], picture(size=(20, 20)), picture(kind="BMP")]
    )
    async def test_what_is_no_picture_is_refused(self, attendance: Attendance, content: bytes) -> None:
        member = await attendance.staff("M1", "sales", "member")
        answer = await member.ask(
            "POST", "/v1/attendance/photos", files={"file": ("me.jpg", content, "image/jpeg")}, data={"direction": "in"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "photo_unreadable")
        assert attendance.company.rows("SELECT count(*) FROM attendance_photo") == [(0,)]

    async def test_the_same_picture_twice_is_refused(self, attendance: Attendance) -> None:
        member = await attendance.staff("M1", "sales", "member")
        files = {"file": ("me.jpg", picture(), "image/jpeg")}
        assert (await member.ask("POST", "/v1/attendance/photos", files=files, data={"direction": "in"})).status_code == 201
        attendance.set_clock("2026-07-03 18:00")
        again = await member.ask("POST", "/v1/attendance/photos", files=files, data={"direction": "out"})
        assert (again.status_code, again.json()["code"]) == (409, "photo_used_before")

    async def test_only_those_who_may_look_and_each_look_is_kept(self, attendance: Attendance) -> None:
        member = await attendance.staff("M1", "sales", "member")
        head = await attendance.staff("H1", "sales", "head")
        attendance.company.head("sales", "H1")
        files = {"file": ("me.jpg", picture(), "image/jpeg")}
        made = (await member.ask("POST", "/v1/attendance/photos", files=files, data={"direction": "in"})).json()
        path, why = f"/v1/attendance/photos/{made['id']}/look", {"reason": "checking the sign-in"}
        assert [(await one.ask("POST", path, json=why)).status_code for one in (member, head, attendance.house.boss)] == [200, 404, 200]
        seen = await attendance.house.boss.ask("POST", path, json=why)
        assert (seen.headers["content-type"], seen.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
        looks = attendance.company.rows(
            "SELECT count(*) FROM audit_entry WHERE action = 'photo.looked_at' AND reason = 'checking the sign-in'"
        )
        assert looks == [(3,)]
        assert b"\xff\xd8\xff" not in str(attendance.company.rows("SELECT image_sealed FROM attendance_photo")).encode()
        assert (await member.ask("POST", path, json={"reason": ""})).status_code == 422

    async def test_the_picture_goes_when_its_time_is_over_and_the_sign_in_stays(self, attendance: Attendance) -> None:
        member = await attendance.staff("M1", "sales", "member")
        files = {"file": ("me.jpg", picture(), "image/jpeg")}
        made = (await member.ask("POST", "/v1/attendance/photos", files=files, data={"direction": "in"})).json()
        for clock, kept in (("2026-10-01 10:00", True), ("2026-10-02 10:00", False)):
            attendance.set_clock(clock)
            async with attendance.app.state.context.new_system_uow("test") as uow:
                await remove_old_photos(uow)
                await uow.commit()
            assert attendance.company.rows("SELECT image_sealed IS NOT NULL FROM attendance_photo") == [(kept,)]
        gone = await member.ask("POST", f"/v1/attendance/photos/{made['id']}/look", json={"reason": "too late"})
        assert (gone.status_code, gone.json()["code"]) == (404, "photo_removed")
        day = (await attendance.call("GET", f"/days/{shown_employee('M1')}/2026-07-03"))["day"]
        assert [photo["kept"] for photo in day["photos"]] == [False]
        assert day["sessions"][0]["sign_in"]["source"] == "photo"

    async def test_an_account_of_nobody_who_works_here_does_not_sign_in(self, attendance: Attendance) -> None:
        answer = await attendance.ask("POST", "/photos", files={"file": ("me.jpg", picture(), "image/jpeg")}, data={"direction": "in"})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_an_employee")

    def test_nothing_that_a_camera_writes_is_kept(self, tmp_path: Path) -> None:
        from PIL import Image

        exif = Image.Exif()
        exif[0x010F] = "Spy Camera"
        exif[0x0112] = 6
        kept = read_picture(picture(size=(400, 200), exif=exif.tobytes()))
        assert b"Spy" not in kept.content
        # Turned upright, as the camera said.
        assert (kept.width, kept.height) == (200, 400)
