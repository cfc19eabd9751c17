"""A department of ten thousand, with a month of punches, ten months of leave and a hundred thousand requests for approval; three look at it.

The three sign in as people do; the rest is written set-based into the tables of people, the punches by COPY. Nothing of that is measured.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import psycopg

from chassis.ids import read_id, show_id
from dianzhang.house import House
from tests.load.company import Company, fresh_headers, read, wait_until

GROUPS, IN_GROUP = 100, 100
"""Units of the lowest level and people in each; ten of them lie in a department, the departments in the company."""
PEOPLE = GROUPS * IN_GROUP
REQUESTS_EACH = 10
DAYS_BACK = 31
USUAL = (29_400, 43_260, 49_200, 64_860)
"""Seconds of the day at which most press: 08:10, 12:01, 13:40, 18:01."""
PATIENCE_SECONDS = 240.0
OWN = (
    "people.attendance.own", "people.leave.request", "people.months.read", "people.months.sign", "people.months.object",
)  # fmt: skip
ALL = (*OWN, "people.attendance.read", "people.leave.read", "people.months.read_all", "people.approvals.read")

WRITE_UNITS = """
    CREATE TEMPORARY TABLE place ON COMMIT DROP AS
        SELECT n, gen_random_uuid() AS unit_id, gen_random_uuid() AS position_id,
            CASE WHEN n = 0 THEN 'PG' WHEN n <= 10 THEN 'PG-D' || n ELSE 'PG-G' || n END AS code,
            CASE WHEN n = 0 THEN NULL WHEN n <= 10 THEN 0 ELSE 1 + (n - 11) / 10 END AS above
        FROM generate_series(0, 10 + %(groups)s) AS n;
    INSERT INTO people.unit SELECT unit_id, code, now(), 1 FROM place;
    INSERT INTO people.position SELECT position_id, code, unit_id, now(), NULL, 1 FROM place;
    INSERT INTO people.position_description (id, position_id, number, state, effective_from, title_zh, title_en, grade, attendance_group, summary,
        duties, indicators, qualifications, role_ids, written_by, published_at, published_by, version)
        SELECT gen_random_uuid(), position_id, 1, 'published', DATE '2020-01-01', code, code, '', 'operations', '', '[]', '[]', '{}', '{}', 'bench',
            now(), 'bench', 1 FROM place;
    CREATE TEMPORARY TABLE staff ON COMMIT DROP AS
        SELECT i, ('0190' || lpad(to_hex(i), 8, '0') || '7000' || substr(md5('staff' || i), 1, 16))::uuid AS id, gen_random_uuid() AS account_id,
            11 + (i - 1) %% %(groups)s AS n
        FROM generate_series(1, %(people)s) AS i;
    INSERT INTO people.account (id, login, name, locale, password_hash, password_changed_at, created_at, version)
        SELECT account_id, 'pg.' || i, '员工' || i, 'zh-CN', '', now(), now(), 1 FROM staff;
    INSERT INTO people.employee (id, number, name, account_id, stage, kind, hired_on, contact_sealed, created_at, version)
        SELECT id, 'PG-' || lpad(i::text, 6, '0'), '员工' || i, account_id, 'regular', 'formal', DATE '2020-01-01', '', now(), 1 FROM staff;
    INSERT INTO people.assignment (id, employee_id, position_id, valid_from, main, reason)
        SELECT gen_random_uuid(), staff.id, position_id, DATE '2020-01-01', true, '' FROM staff JOIN place USING (n);
    INSERT INTO people.unit_period (id, unit_id, parent_id, name_zh, name_en, head_id, place, valid_from)
        SELECT gen_random_uuid(), p.unit_id, above.unit_id, p.code, p.code, (SELECT min(s.id::text)::uuid FROM staff s WHERE s.n = p.n), 1, DATE '2020-01-01'
        FROM place p LEFT JOIN place above ON above.n = p.above;
"""
# Ten requests each, some five weeks apart, so that nobody's overlap; those ahead wait for approval where their number is odd.
WRITE_LEAVE = """
    CREATE TEMPORARY TABLE asked ON COMMIT DROP AS
        SELECT r.*, e.id AS employee_id, e.account_id, head.account_id AS head_account,
            CASE WHEN e.account_id = %(decider)s::uuid THEN head.account_id ELSE %(decider)s::uuid END AS decider,
            ('0190' || lpad(to_hex(r.k * %(people)s + r.i), 8, '0') || '7000' || substr(md5('leave' || r.k || '-' || r.i), 1, 16))::uuid AS id,
            CASE WHEN r.on_date < current_date OR r.i %% 2 = 0 THEN 'approved' ELSE 'waiting' END AS state,
            r.on_date - 20 + time '01:00' AT TIME ZONE 'UTC' AS filed_at
        FROM (SELECT i, k, current_date - 240 + k * 36 + i %% 36 AS on_date
              FROM generate_series(1, %(people)s) AS i, generate_series(0, %(each)s - 1) AS k) AS r
        JOIN people.employee e ON e.number = 'PG-' || lpad(r.i::text, 6, '0')
        JOIN people.assignment a ON a.employee_id = e.id JOIN people.position p ON p.id = a.position_id
        JOIN people.unit_period u ON u.unit_id = p.unit_id JOIN people.employee head ON head.id = u.head_id;
    INSERT INTO people.leave_request (id, number, employee_id, purpose, kind, kind_version, unit, amount, first_on, last_on, first_second, reason,
        evidence, after_the_fact, content_digest, state, filed_by, filed_at, decided_at, decided_by, comment, end_reason, version)
        SELECT id, 'LV-PG-' || k || '-' || i, employee_id, 'leave', (ARRAY['annual', 'sick', 'marriage'])[1 + i %% 3], 1, 'half_day', 120, on_date,
            on_date, 0, '家里有事', '', false, md5(id::text), state, account_id, filed_at, CASE WHEN state = 'approved' THEN filed_at END,
            CASE WHEN state = 'approved' THEN ARRAY[head_account] ELSE '{}' END, '', '', 2 FROM asked;
    INSERT INTO people.leave_part SELECT id, on_date, employee_id, 0, 86400, 120, 450, true FROM asked;
    INSERT INTO people.approval (id, number, kind, reference, requester_id, title_zh, title_en, evidence, content_digest, link, route_id, route_number,
        steps, step, state, filed_at, remind_at, due_at, decided_at, takes_effect_at, deciders, comment, version)
        SELECT a.id, 'AP-PG-' || k || '-' || i, 'leave', 'lve_' || replace(a.id::text, '-', ''), account_id, '员工' || i || ' 请假：年假 1 天（' || on_date || '）',
            'Leave: 员工' || i || ', annual leave, 1 day', %(evidence)s::jsonb, md5(a.id::text), '/leave', r.id, r.number, r.steps, 1, a.state, filed_at,
            now() + interval '90 days', now() + interval '90 days', CASE WHEN a.state = 'approved' THEN filed_at END,
            CASE WHEN a.state = 'approved' THEN filed_at END, CASE WHEN a.state = 'approved' THEN ARRAY[decider] ELSE '{}' END, '', 2
        FROM asked a, (SELECT * FROM people.approval_route WHERE kind = 'leave' ORDER BY number DESC LIMIT 1) r;
    INSERT INTO people.approval_seat (approval_id, step, seat, state, opened_at, decided_at, decided_by, comment)
        SELECT id, 1, 1, CASE WHEN state = 'approved' THEN 'agreed' ELSE 'waiting' END, filed_at, CASE WHEN state = 'approved' THEN filed_at END,
            CASE WHEN state = 'approved' THEN decider END, '' FROM asked;
    INSERT INTO people.approval_candidate
        SELECT id, 1, 1, who, why, filed_at, state = 'waiting'
        FROM asked, LATERAL (VALUES (head_account, 'superior'), (decider, 'escalation')) AS by(who, why) WHERE who <> account_id
        ON CONFLICT DO NOTHING;
    INSERT INTO people.approval_log_entry (id, approval_id, at, happened, step, account_id, comment, facts)
        SELECT gen_random_uuid(), id, filed_at, happened, 1, account_id, '', '{}' FROM asked, (VALUES ('filed'), ('step_opened')) AS log(happened);
"""
WRITE_MONTH = """
    INSERT INTO people.month_sheet (id, month, unit_id, state, issue, digest, compiled_at, compiled_by, signed_at, signed_by, version)
        SELECT gen_random_uuid(), %(month)s, id, 'signed', 0, md5(code), now(), 'bench', now(), 'bench', 2 FROM people.unit WHERE code LIKE 'PG-G%%';
    INSERT INTO people.month_acceptance
        SELECT s.id, a.employee_id, 'silence', now(), now() FROM people.month_sheet s JOIN people.position p ON p.unit_id = s.unit_id
        JOIN people.assignment a ON a.position_id = p.id WHERE s.month = %(month)s AND s.compiled_by = 'bench';
    INSERT INTO people.attendance_objection (id, number, employee_id, month, on_date, statement, witness, attachments, filed_by, filed_at, state, heard,
        decision, corrected, was, decided_by, decided_at, version)
        SELECT gen_random_uuid(), 'OB-' || number, id, %(month)s, %(month)s, '迟到', '', '', name, now(), state, '', '', '[]', '{}',
            CASE WHEN state = 'refused' THEN 'bench' END, CASE WHEN state = 'refused' THEN now() END, 1
        FROM people.employee, LATERAL (SELECT CASE WHEN right(number, 1) IN ('1', '2') THEN 'open' ELSE 'refused' END AS state) AS by
        WHERE number LIKE 'PG-%%' AND right(number, 1) < '5';
"""
LEAD = """
    UPDATE people.unit_period SET head_id = (SELECT id FROM people.employee WHERE number = %(number)s)
    WHERE unit_id = (SELECT id FROM people.unit WHERE code = %(unit)s)
"""
IDS = {
    "employees": ("emp", "SELECT id FROM people.employee WHERE number LIKE 'PG-%' ORDER BY id"),
    "groups": ("unt", "SELECT id FROM people.unit WHERE code LIKE 'PG-G%' ORDER BY id"),
    "approvals": ("apr", "SELECT id FROM people.approval WHERE number LIKE 'AP-PG-%' ORDER BY id"),
}
TABLES = (
    "account", "employee", "assignment", "position", "position_description", "unit", "unit_period", "attendance_punch", "leave_request", "leave_part",
    "approval", "approval_seat", "approval_candidate", "approval_log_entry", "month_sheet", "month_acceptance", "attendance_objection",
)  # fmt: skip
EVIDENCE = (
    '[{"label_zh": "姓名", "label_en": "Who", "value": "员工"}, {"label_zh": "假别", "label_en": "Kind", "value": "年假 Annual leave"}, '
    '{"label_zh": "时间", "label_en": "When", "value": "2026-11-24"}, {"label_zh": "时长", "label_en": "How long", "value": "1 天 days"}]'
)


@dataclass(frozen=True)
class Signed:
    """Somebody who may sign in. A token lives ten minutes: one for each measurement."""

    address: str
    login: str
    password: str
    account_id: UUID

    def token(self) -> str:
        wanted = {"login": self.login, "password": self.password}
        return read(httpx.post(f"{self.address}/api/people/v1/sessions", json=wanted, timeout=30))["access_token"]


@dataclass(frozen=True, kw_only=True)
class Staff:
    """`clerk` works in a group; `head` leads a department of ten groups; `hr` sees everybody, and decides what waits for approval.

    Punches lie between `first` and `last`; `month` is the one before this. Ids as the API shows them.
    """

    clerk: Signed
    head: Signed
    hr: Signed
    employees: list[str]
    groups: list[str]
    approvals: list[str]
    punches: int
    first: date
    last: date
    month: date


def make_staff(company: Company, *, tell: Callable[[str], None]) -> Staff:
    tell(f"seeding {PEOPLE:,} people with punches and {PEOPLE * REQUESTS_EACH:,} requests")
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
    first, last = today - timedelta(days=DAYS_BACK), today - timedelta(days=1)
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    clerk, head, hr = _person(company, "clerk", OWN), _person(company, "head", OWN), _person(company, "hr", ALL)
    with _owner(company.house) as connection:
        connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        with connection.transaction():
            connection.execute(WRITE_UNITS, {"groups": GROUPS, "people": PEOPLE})
            for who, number in ((clerk, "PG-000112"), (head, "PG-000123"), (hr, "PG-000134")):
                connection.execute("UPDATE people.employee SET account_id = %s WHERE number = %s", [who.account_id, number])
            connection.execute(LEAD, {"number": "PG-000123", "unit": "PG-D1"})
            wish = {"people": PEOPLE, "each": REQUESTS_EACH, "decider": hr.account_id, "evidence": EVIDENCE}
            connection.execute(WRITE_LEAVE, wish)
            connection.execute(WRITE_MONTH, {"month": month})
            punches = _copy_punches(connection, first, last)
        for table in TABLES:
            connection.execute(f"VACUUM (ANALYZE) people.{table}")
        connection.execute("CHECKPOINT")
        ids = {name: [show_id(kind, row[0]) for row in connection.execute(query)] for name, (kind, query) in IDS.items()}
    tell("deriving its days")
    _derive(company, first, last)
    return Staff(clerk=clerk, head=head, hr=hr, punches=punches, first=first, last=last, month=month, **ids)


def _person(company: Company, name: str, permissions: Sequence[str]) -> Signed:
    """With a role of these permissions, made by the administrator."""
    address, first = company.address, company.house.administrator
    boss = read(httpx.post(f"{address}/api/people/v1/sessions", json={"login": first.login, "password": first.password}, timeout=30))

    def call(path: str, body: dict[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {boss['access_token']}", **fresh_headers()}
        return read(httpx.post(f"{address}/api/people/v1/{path}", json=body, headers=headers, timeout=30))

    login = f"{name}.{uuid4().hex[:8]}"
    role = call("roles", {"name_zh": login, "name_en": login, "permissions": list(permissions)})
    made = call("accounts", {"login": login, "name": login, "locale": "zh-CN", "role_ids": [role["id"]], "shop_ids": None})
    return Signed(address=address, login=login, password=made["initial_password"], account_id=read_id("acc", made["account"]["id"]))


def _copy_punches(connection: psycopg.Connection[Any], first: date, last: date) -> int:
    """Of all work days between; most come and go in time, each edge has some who do not."""
    people = [row[0] for row in connection.execute("SELECT id FROM people.employee WHERE number LIKE 'PG-%' ORDER BY id")]
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    worked = [on for on in days if on.isoweekday() < 7]
    with connection.cursor().copy("COPY people.attendance_punch FROM STDIN") as copy:
        for lines in _punch_lines(people, worked):
            copy.write(lines)
    return len(people) * len(worked) * len(USUAL)


def _punch_lines(people: Sequence[UUID], days: Sequence[date]) -> Iterator[str]:
    """A block for each person."""
    chance = random.Random(20261122)
    for employee in people:
        yield "".join(f"{employee}\t{on}\t{second + chance.randrange(1_200)}\t0\tbench\t{employee}\n" for on in days for second in USUAL)


def _derive(company: Company, first: date, last: date) -> None:
    """Stores the results of these days, as a run does: the jobs have nothing left to do while pages are asked."""
    made = company.call("POST", "/people/v1/attendance/runs", json={"kind": "compile", "first_day": str(first), "last_day": str(last)})
    path = f"/people/v1/attendance/runs/{made['id']}"
    wait_until(lambda: company.call("GET", path)["state"] == "done", what="the days are derived", seconds=PATIENCE_SECONDS)


def _owner(house: House) -> psycopg.Connection[Any]:
    """Values are put in on this side: a statement may be several."""
    return psycopg.connect(house.database_url("postgres"), autocommit=True, cursor_factory=psycopg.ClientCursor)
