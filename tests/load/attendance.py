"""A month of attendance: 10,000 people, 31 days, 4 punches each, derived by a run as people does it, against one aggregate in SQL.

People and punches are written set-based into the tables of people; nothing of that is measured. The run is started through the API and
carried out by the service's own job; its time is that between its start and its end, as the run tells them, beginning with the first commit.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from tests.load.bench import Bench
from tests.load.company import wait_until
from tests.load.goals import Figure, against_limit

PEOPLE, QUICK_PEOPLE, DAYS = 10_000, 2_500, 31
PATIENCE_SECONDS = 240.0

WRITE_PEOPLE = """
    WITH unit AS (INSERT INTO people.unit VALUES (gen_random_uuid(), 'BENCH', now(), 1) RETURNING id),
    position AS (INSERT INTO people.position SELECT gen_random_uuid(), 'BENCH', id, now(), NULL, 1 FROM unit RETURNING id),
    staff AS (
        INSERT INTO people.employee (id, number, name, stage, kind, hired_on, contact_sealed, created_at, version)
        SELECT gen_random_uuid(), 'BENCH-' || i, '员工' || i, 'regular', 'formal', DATE '2020-01-01', '', now(), 1
        FROM generate_series(1, %(people)s) AS i RETURNING id
    )
    INSERT INTO people.assignment (id, employee_id, position_id, valid_from, main, reason)
    SELECT gen_random_uuid(), staff.id, position.id, DATE '2020-01-01', true, '' FROM staff, position
"""
# Most come in time and go in time; each edge has some who do not.
WRITE_PUNCHES = """
    INSERT INTO people.attendance_punch (employee_id, on_day, second, direction, device, batch_id)
    SELECT e.id, d::date, at.base + ((hashint4(extract(doy FROM d)::int * 7 + at.base) # hashtext(e.number)) & 1023), 0, 'bench', e.id
    FROM people.employee e, generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS d,
        (VALUES (29400), (43190), (49200), (64790)) AS at(base)
    WHERE e.number LIKE 'BENCH-%%'
    ON CONFLICT DO NOTHING
"""
AGGREGATE = """
    SELECT count(*), sum(punches) FROM (
        SELECT employee_id, on_day, count(*) AS punches, min(second) AS came, max(second) AS went
        FROM people.attendance_punch WHERE on_day BETWEEN %(first)s AND %(last)s GROUP BY employee_id, on_day
    ) AS days
"""


def month_of_attendance(bench: Bench) -> list[Figure]:
    """`attendance_people_days`: people-days derived and stored in a second."""
    people = QUICK_PEOPLE if bench.quick else PEOPLE
    last = datetime.now(UTC).date() - timedelta(days=2)
    span: dict[str, Any] = {"first": last - timedelta(days=DAYS - 1), "last": last, "people": people}
    bench.tell(f"seeding {people:,} people with {DAYS} days of punches")
    with psycopg.connect(bench.house.database_url("postgres"), autocommit=True) as connection:
        connection.execute(WRITE_PEOPLE, span)
        connection.execute(WRITE_PUNCHES, span)
        connection.execute("ANALYZE people.employee, people.assignment, people.attendance_punch")
        connection.execute("CHECKPOINT")
        bench.tell("limit: one aggregate over the same punches")
        rate_of_sql = max(_aggregate(connection, span) for _ in range(3))
    before = bench.cpu_seconds()
    first_rate, again_rate = (_compile(bench, span, people) for _ in range(2))
    after = bench.cpu_seconds()
    used = {name: round((after[name] - before[name]) / (2 * people * DAYS) * 1e6, 1) for name in after if after[name] - before[name] > 0.5}
    return [
        against_limit(
            "attendance_people_days",
            first_rate,
            limit=rate_of_sql,
            limit_name="one SQL aggregate over the same punches",
            people=people,
            days=DAYS,
            compiled_again=round(again_rate),
            cpu_us_a_day=used,
        )
    ]


def _aggregate(connection: psycopg.Connection[Any], span: dict[str, Any]) -> float:
    begun = time.perf_counter()
    row = connection.execute(AGGREGATE, span).fetchone()
    assert row is not None
    return row[0] / (time.perf_counter() - begun)


def _compile(bench: Bench, span: dict[str, Any], people: int) -> float:
    """Until the last day is stored, from when the job takes it up."""
    company = bench.company
    bench.tell("compiling the month")
    body = {"kind": "compile", "first_day": span["first"].isoformat(), "last_day": span["last"].isoformat()}
    path = f"{company.address}/api/people/v1/attendance/runs"
    headers = {"Authorization": f"Bearer {company.client.token()}", "Idempotency-Key": f"bench-{time.time_ns()}"}
    started = company.http.post(path, json=body, headers=headers)
    assert started.status_code == 202, started.text
    run_id = started.json()["id"]
    taken_up = 0.0

    def is_done() -> bool:
        nonlocal taken_up
        run = company.http.get(f"{path}/{run_id}", headers=headers).json()
        # What was done before the first look counts as not done: it cannot make the figure better.
        if run["people_done"] == 0:
            taken_up = time.perf_counter()
        return run["state"] == "done"

    wait_until(is_done, what="the month is compiled", seconds=PATIENCE_SECONDS, pause=0.05)
    assert taken_up, "the run was never seen waiting"
    return people * DAYS / (time.perf_counter() - taken_up)
