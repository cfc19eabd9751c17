"""A year of after-sales and customer care, written straight into the tables of orders; they belong to seeded orders.

Shops, kinds, reasons and products are spread unevenly: the last of each are rare, as real ones are. What is open has a deadline some days
around now, and what is late has been told, so that the house has nothing to do with these rows while they are read.
"""

from dianzhang.house import House
from tests.load.tables import fill_tables

SHOPS = 60
SKUS = 3_000
PEOPLE = 50
DAYS = 365
MOST_OPEN = 20_000
KINDS = (
    "return_and_refund", "refund_only", "refund_before_shipping", "exchange", "resend", "compensation", "price_protection", "repair",
)  # fmt: skip
OPEN_STATES = ("opened", "awaiting_goods", "in_approval", "inspected", "arrived", "settling")
REASONS = ("no_reason", "quality", "damaged_on_the_way", "late", "other", "wrong_goods")
COMPLAINT_KINDS = ("service", "quality", "delivery", "wrong_goods", "refund", "description", "price", "dispute")
CLASSES = ("quality", "quality.broken", "service", "delivery")

TABLES = (
    "aftersales_line", "aftersales_claim", "platform_request", "aftersales_case", "care_complaint", "buyer_review", "care_callback",
    "care_mediation", "service_fact",
)  # fmt: skip
# What every statement is made from: a place with its moment, its order, and dice.
PLACES = """
FROM (
    SELECT p.i, p.at, p.is_open, p.due_at, o.id AS order_id, o.number AS order_number, o.platform_order_no,
        'desk-shop-' || floor(%(shops)s * power(p.d1, 2)) AS shop_id, 'P' || lpad(floor(%(skus)s * power(p.d2, 2))::text, 5, '0') AS sku,
        p.d3, p.d4, p.d5, 'person-' || floor(%(people)s * p.d4) AS person_id
    FROM (
        SELECT i, now() - interval '1 day' * (%(days)s * (%(total)s - i) / %(total)s::float8) AS at,
            -- Most of what is open is new, a little of it old.
            i > %(total)s - %(open)s * 9 / 10 OR i %% (%(total)s * 10 / %(open)s) = 0 AS is_open,
            now() + interval '1 hour' * (i * 7919 %% 240 - 48) AS due_at,
            (hashint8extended(i, 1) & 1048575) / 1048576.0::float8 AS d1, (hashint8extended(i, 2) & 1048575) / 1048576.0::float8 AS d2,
            (hashint8extended(i, 3) & 1048575) / 1048576.0::float8 AS d3, (hashint8extended(i, 4) & 1048575) / 1048576.0::float8 AS d4,
            (hashint8extended(i, 5) & 1048575) / 1048576.0::float8 AS d5
        FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i
    ) AS p JOIN orders.sales_order o ON o.id = ('0190' || lpad(to_hex(p.i), 8, '0') || '7000' || substr(md5(p.i::text), 1, 16))::uuid
) AS place
"""


def _id(noun: int) -> str:
    return f"('{noun:04x}' || lpad(to_hex(i), 8, '0') || '7000' || substr(md5(i::text), 1, 16))::uuid"


def _one_of(name: str, dice: str) -> str:
    """The first of them half the time, the last one seldom."""
    return f"(%({name})s::text[])[1 + floor(array_length(%({name})s::text[], 1) * power({dice}, 3))::int]"


CASE, COMPLAINT, REVIEW, CALL_BACK, MEDIATION, CLAIM = 0x0191, 0x0192, 0x0193, 0x0194, 0x0195, 0x0196
STATE = f"CASE WHEN is_open THEN {_one_of('open_states', 'd5')} WHEN i %% 10 = 3 THEN 'refused' WHEN i %% 10 = 7 THEN 'withdrawn' ELSE 'closed' END"
WRITE_CASES = f"""
INSERT INTO orders.aftersales_case (
    id, number, shop_id, order_id, order_number, platform_order_no, kind, state, source, reason_code, freight_by, liable, note, currency,
    amount, freight_amount, late, attention, platform_refund_no, policy_version, opened_at, opened_by, opened_by_id, agreed_by, state_at,
    due_at, overdue_at, closed_at, version)
SELECT {_id(CASE)}, 'AS-' || lpad(i::text, 8, '0'), shop_id, order_id, order_number, platform_order_no, {_one_of("kinds", "d3")}, {STATE},
    'person', {_one_of("reasons", "d4")}, 'seller', 'carrier', '', 'CNY', 20 + i %% 300, 0, false, CASE WHEN i %% 60 = 1 THEN 'goods' END,
    CASE WHEN i %% 2 = 0 THEN 'TB' || i END, 0, at, '李婷', person_id, '', at, due_at,
    CASE WHEN is_open AND due_at <= now() THEN due_at END, CASE WHEN NOT is_open THEN at + interval '3 days' END, 3 {PLACES}
"""
WRITE_CASE_LINES = f"""
INSERT INTO orders.aftersales_line (case_id, line_no, platform_line_no, sku, send_sku, title, quantity, amount, good, damaged, wrong, missing)
SELECT {_id(CASE)}, line, line::text, sku, NULL, '商品 春秋款', 1, 20, 0, 0, 0, 0
{PLACES} CROSS JOIN LATERAL generate_series(1, CASE WHEN i %% 5 = 0 THEN 2 ELSE 1 END) AS line
"""
WRITE_CLAIMS = f"""
INSERT INTO orders.aftersales_claim (
    id, case_id, case_number, shop_id, order_id, order_number, party, party_code, proposed, signs, goods_amount, freight_amount, amount,
    currency, note, state, asked_at, asked_by, asked_by_id, decided_by, told_at, due_at, ended_at, reference, version)
SELECT {_id(CLAIM)}, {_id(CASE)}, 'AS-' || lpad(i::text, 8, '0'), shop_id, order_id, order_number,
    CASE WHEN i %% 40 = 0 THEN 'supplier' ELSE 'carrier' END, 'SF', 'carrier', '[]', 20, 0, 20, 'CNY', '',
    CASE WHEN is_open THEN 'told' WHEN i %% 40 = 10 THEN 'rejected' ELSE 'paid' END, at, '李婷', person_id, '王芳', at, due_at,
    CASE WHEN NOT is_open THEN at + interval '9 days' END, '', 2 {PLACES} WHERE i %% 10 = 0
"""
WRITE_REQUESTS = f"""
INSERT INTO orders.platform_request (
    shop_id, platform_refund_no, platform_order_no, modified_at, told, case_id, problem, given_up, first_at, tried_at)
SELECT shop_id, 'TB' || i, platform_order_no, at, jsonb_build_object('kind', 'refund_only', 'state', 'asked', 'platform_status', 'WAIT',
        'reason', '不想要了', 'amount', '20.00', 'currency', 'CNY'),
    CASE WHEN i %% 100 <> 0 THEN {_id(CASE)} END, CASE WHEN i %% 100 = 0 THEN 'not_refundable' END, i %% 100 = 0, at, at
{PLACES} WHERE i %% 2 = 0
"""
WRITE_COMPLAINTS = f"""
INSERT INTO orders.care_complaint (
    id, number, shop_id, source, order_id, kind, state, text, policy_version, assignee_id, assignee_name, opened_at, opened_by, opened_by_id,
    answer_due_at, solve_due_at, due_at, answer_escalated_at, answered_at, answered_by, answered_by_id, answered_in_time, closed_at,
    closed_by, closed_by_id, closed_in_time, responsible, improvement, reopened, version)
SELECT {_id(COMPLAINT)}, 'TS-' || lpad(i::text, 8, '0'), shop_id, 'hand', CASE WHEN i %% 10 <> 0 THEN order_id END,
    {_one_of("complaint_kinds", "d3")}, CASE WHEN NOT is_open THEN 'closed' WHEN d5 < 0.5 THEN 'opened' ELSE 'answered' END,
    '收到的杯子有裂纹，客服一直没有回复', 0, CASE WHEN i %% 3 = 0 THEN NULL WHEN i %% 50 = 1 THEN %(me)s ELSE person_id END, '', at, '李婷', person_id,
    due_at, due_at, due_at, CASE WHEN due_at <= now() THEN due_at END, CASE WHEN NOT is_open OR d5 >= 0.5 THEN at + interval '1 hour' END,
    '', '', NULL, CASE WHEN NOT is_open THEN at + interval '2 days' END, '', '', NULL, CASE WHEN is_open THEN '' ELSE 'carrier' END,
    CASE WHEN is_open THEN '' ELSE '改用加厚包装' END, 0, 2 {PLACES}
"""
WRITE_REVIEWS = f"""
INSERT INTO orders.buyer_review (
    id, shop_id, platform_review_no, platform_order_no, order_id, sku, product, stars, text, pictures, written_at, modified_at, received_at,
    source, edits, bad, policy_version, class_code, classified_by, answer, answer_due_at, answered_at, answered_by, follow_up,
    follow_up_note, followed_up_by, malice, malice_evidence, version)
SELECT {_id(REVIEW)}, shop_id, 'R' || i, platform_order_no, order_id, sku, '商品 春秋款', 5 - floor(5 * power(d3, 3)), '很好用，物流也快',
    '{{}}', at, at, at, 'api', 0, d3 > 0.8, 0, CASE WHEN i %% 3 = 0 THEN {_one_of("classes", "d4")} END, '',
    CASE WHEN is_open THEN '' ELSE '谢谢您的评价' END, due_at, CASE WHEN NOT is_open THEN at + interval '1 day' END, '',
    CASE WHEN d3 > 0.8 AND is_open THEN 'needed' WHEN d3 > 0.8 THEN 'noted' ELSE 'none' END, '', '',
    CASE WHEN i %% 200 = 0 THEN 'marked' ELSE 'none' END, '{{}}', 2 {PLACES}
"""
WRITE_CALL_BACKS = f"""
INSERT INTO orders.care_callback (
    id, plan_id, plan_version, trigger, subject_id, shop_id, order_id, state, void_reason, due_at, next_at, attempts, satisfaction, note,
    made_at, done_at, done_by, done_by_id, version)
SELECT {_id(CALL_BACK)}, '01940000-0000-7000-8000-000000000000', 1, 'after_delivery', order_id, shop_id, order_id,
    CASE WHEN is_open THEN 'open' ELSE 'reached' END, '', at, at, 1, CASE WHEN NOT is_open THEN 5 - floor(5 * power(d3, 3)) END, '', at,
    CASE WHEN NOT is_open THEN at + interval '1 day' END, '李婷', person_id, 1 {PLACES}
"""
WRITE_MEDIATIONS = f"""
INSERT INTO orders.care_mediation (
    id, number, shop_id, order_id, state, policy_version, opened_at, opened_by, buyer_until, seller_until, decide_until, buyer_silent,
    seller_silent, comply_late, due_at, version)
SELECT {_id(MEDIATION)}, 'TJ-' || lpad(i::text, 8, '0'), shop_id, order_id, CASE WHEN is_open THEN 'hearing' ELSE 'complied' END, 0, at, '李婷',
    now() + interval '3 days', now() + interval '3 days', now() + interval '5 days', false, false, false, now() + interval '3 days', 1
{PLACES} WHERE i %% 10 = 0
"""
WRITE_FACTS = f"""
INSERT INTO orders.service_fact (
    kind, subject_id, number, shop_id, order_id, person_id, person, at, month, first_answer_s, solution_s, satisfaction, repeated, in_time)
SELECT kind, CASE kind WHEN 'case' THEN {_id(CASE)} WHEN 'complaint' THEN {_id(COMPLAINT)} ELSE {_id(CALL_BACK)} END, 'N' || i, shop_id,
    order_id, person_id, '李婷', at, date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date, 60 + i %% 900,
    CASE WHEN NOT is_open THEN 3600 + i %% 90000 END, CASE WHEN kind = 'call_back' THEN 1 + i %% 5 END, NULL, i %% 9 <> 0
{PLACES} CROSS JOIN unnest('{{case,complaint,call_back}}'::text[]) AS kind
"""
STATEMENTS = (
    WRITE_CASES, WRITE_CASE_LINES, WRITE_CLAIMS, WRITE_REQUESTS, WRITE_COMPLAINTS, WRITE_REVIEWS, WRITE_CALL_BACKS, WRITE_MEDIATIONS, WRITE_FACTS,
)  # fmt: skip


def fill(house: House, rows: int, *, me: str) -> None:
    """So many cases, complaints, reviews and call-backs, and a tenth of that of claims and mediations; there are at least as many seeded orders.

    `me` is who has some of the complaints.
    """
    facts = {
        "total": rows, "open": min(rows // 20, MOST_OPEN), "days": DAYS, "shops": SHOPS, "skus": SKUS, "people": PEOPLE, "me": me,
        "kinds": list(KINDS), "open_states": list(OPEN_STATES), "reasons": list(REASONS), "complaint_kinds": list(COMPLAINT_KINDS),
        "classes": list(CLASSES),
    }  # fmt: skip
    fill_tables(house, TABLES, STATEMENTS, facts, rows=rows)
