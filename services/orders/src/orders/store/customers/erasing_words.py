"""What an erased customer said and showed, and where others name them: cases, complaints, mediations, reviews, call-backs, invoices (rule ORD-5).

Their own words and pictures go, and notes of what they told. In what the company wrote for its own record only the person goes. Amounts,
dates, numbers, verdicts and decisions stay.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from orders.domain.care.callback import Callback, CallbackState, Void
from orders.domain.customers.erasure import erased_mark
from orders.domain.invoice import DETAILS, InvoiceRequest, InvoiceState, TitleKind
from orders.store.care.callbacks import note as note_callback

WORDS = ["text", "reason", "comment", "detail", "note"]
"""What people wrote, among the facts of an entry."""
NAMING = [*WORDS, "improvement"]
"""Where the company's own words may name somebody."""
TO_DO = ["to_do"]
OF_CASES = "case_id IN (SELECT id FROM aftersales_case WHERE order_id = ANY (CAST(:ids AS uuid[])))"
OF_COMPLAINTS = """complaint_id IN (
    SELECT id FROM care_complaint WHERE order_id = ANY (CAST(:ids AS uuid[])) OR customer_id = ANY (CAST(:bases AS uuid[])))"""
OF_ORDERS = "order_id = ANY (CAST(:ids AS uuid[]))"
OF_CUSTOMER = f"({OF_ORDERS} OR customer_id = ANY (CAST(:bases AS uuid[])))"
# A review may have come before its order, and then knows it by its number only.
IS_THEIRS = """(order_id = ANY (CAST(:ids AS uuid[])) OR (shop_id, platform_order_no) IN (
    SELECT * FROM unnest(CAST(:platform_shops AS text[]), CAST(:platform_numbers AS text[]))))"""
REVIEWS = f"SELECT id FROM buyer_review WHERE {IS_THEIRS}"
NAMED = "regexp_replace({column}, :pattern, :mark, 'g')"
# Only of strings under the given keys: figures beside them are no words.
FACTS_WITHOUT = """(SELECT coalesce(jsonb_object_agg(f.key, CASE WHEN f.key = ANY (CAST({keys} AS text[])) AND jsonb_typeof(f.value) = 'string'
    THEN to_jsonb({became}) ELSE f.value END), '{{}}') FROM jsonb_each({table}.facts) f)"""
GONE, NAMES_GONE = "CAST(:mark AS text)", NAMED.format(column="f.value #>> '{}'")


def _words_of(table: str, where: str) -> str:
    facts = FACTS_WITHOUT.format(table=table, keys=":words", became=GONE)
    return f"UPDATE {table} SET facts = {facts} WHERE {where} AND facts ?| CAST(:words AS text[])"


def _named_in_facts(table: str, where: str) -> str:
    facts = FACTS_WITHOUT.format(table=table, keys=":naming", became=NAMES_GONE)
    return f"UPDATE {table} SET facts = {facts} WHERE {where} AND facts::text ~ :pattern"


def _named_in(table: str, column: str, where: str) -> str:
    return f"UPDATE {table} SET {column} = {NAMED.format(column=column)} WHERE {where} AND {column} ~ :pattern"


STATEMENTS = [
    text(statement)
    for statement in (
        f"UPDATE aftersales_case SET note = :mark, version = version + 1 WHERE {OF_ORDERS} AND note <> ''",
        f"UPDATE aftersales_picture SET image_sealed = NULL, removed_at = :now WHERE {OF_CASES} AND image_sealed IS NOT NULL",
        _words_of("aftersales_entry", OF_CASES),
        _named_in("aftersales_claim", "note", OF_ORDERS),
        _named_in("refund", "detail", OF_ORDERS),
        """UPDATE platform_request SET told = told || jsonb_build_object('note', CAST(:mark AS text))
            WHERE (shop_id, platform_order_no) IN (
                SELECT * FROM unnest(CAST(:platform_shops AS text[]), CAST(:platform_numbers AS text[]))) AND told ->> 'note' <> ''""",
        f"UPDATE care_complaint SET text = :mark, version = version + 1 WHERE {OF_CUSTOMER} AND text <> ''",
        _named_in("care_complaint", "improvement", OF_CUSTOMER),
        _words_of("care_complaint_entry", OF_COMPLAINTS),
        _named_in_facts("care_complaint_entry", OF_COMPLAINTS),
        f"""UPDATE buyer_review SET text = CASE WHEN text = '' THEN '' ELSE CAST(:mark AS text) END, pictures = '{{}}',
            answer = {NAMED.format(column="answer")}, follow_up_note = {NAMED.format(column="follow_up_note")},
            malice_evidence = (SELECT coalesce(array_agg({NAMED.format(column="one")}), '{{}}') FROM unnest(malice_evidence) one),
            words_removed_at = :now, version = version + 1 WHERE {IS_THEIRS}""",
        f"""UPDATE buyer_review_version SET text = CASE WHEN text = '' THEN '' ELSE CAST(:mark AS text) END, pictures = '{{}}'
            WHERE review_id IN ({REVIEWS})""",
        _words_of("buyer_review_entry", f"review_id IN ({REVIEWS})"),
        f"""UPDATE quality_entry SET facts = jsonb_set(facts, '{{text}}', to_jsonb(CAST(:mark AS text)))
            WHERE kind = 'review' AND facts ->> 'text' <> '' AND subject_id IN ({REVIEWS})""",
        f"UPDATE care_callback SET note = :mark WHERE {OF_CUSTOMER} AND note <> ''",
        "DELETE FROM care_do_not_call WHERE customer_id = ANY (CAST(:bases AS uuid[]))",
        f"UPDATE gift_grant SET buyer_key = '' WHERE {OF_ORDERS}",
        _named_in("invoice_request", "note", OF_ORDERS),
        _named_in("price_change", "reason", OF_ORDERS),
        _named_in("price_change", "comment", OF_ORDERS),
        _named_in("integrity_suspicion", "reason", OF_ORDERS),
        _named_in("sales_order", "cancel_reason", "id = ANY (CAST(:ids AS uuid[]))"),
        _named_in_facts("timeline_entry", OF_ORDERS),
        # The record of a mediation lets itself be changed in this way only, and once (CARE-8): what was decided stays as it was.
        f"""UPDATE care_mediation_entry e SET erased_at = :now,
            text = CASE WHEN e.text <> '' AND (e.side = 'buyer' OR e.what = 'opened') THEN CAST(:mark AS text) ELSE {NAMED.format(column="e.text")} END,
            facts = {FACTS_WITHOUT.format(table="e", keys=":to_do", became=NAMES_GONE)}
            FROM care_mediation m WHERE m.id = e.mediation_id AND m.order_id = ANY (CAST(:ids AS uuid[])) AND e.erased_at IS NULL
                AND (e.text <> '' AND (e.side = 'buyer' OR e.what = 'opened') OR e.text ~ :pattern OR e.facts ->> 'to_do' ~ :pattern)""",
        """UPDATE care_mediation_evidence e SET image_sealed = NULL, removed_at = :now
            FROM care_mediation m WHERE m.id = e.mediation_id AND m.order_id = ANY (CAST(:ids AS uuid[])) AND e.removed_at IS NULL""",
    )
]
BOOKED = ("title", "tax_number")
"""What of an issued invoice's details stays: the law wants the invoice kept, and not where it was sent."""


@dataclass(frozen=True, kw_only=True)
class Traces:
    """By what an erased customer is found: all their orders, bases of the file, (shop, number) at platforms, and how they are named."""

    orders: Collection[UUID]
    bases: Collection[UUID]
    platform_orders: Collection[tuple[str, str]]
    pattern: str


async def erase_words(uow: UnitOfWork, traces: Traces) -> None:
    """Told twice it changes nothing more. Open call-backs end: there is nobody to call."""
    await _end_callbacks(uow, traces)
    values: dict[str, Any] = {
        "ids": list(traces.orders),
        "bases": list(traces.bases),
        "platform_shops": [shop for shop, _ in traces.platform_orders],
        "platform_numbers": [number for _, number in traces.platform_orders],
        "pattern": traces.pattern,
        "mark": erased_mark(uow.today),
        "words": WORDS,
        "naming": NAMING,
        "to_do": TO_DO,
        "now": uow.now,
    }
    for statement in STATEMENTS:
        await uow.session.execute(statement, {name: values[name] for name in statement.compile().params})
    await _erase_invoices(uow, traces)


async def _end_callbacks(uow: UnitOfWork, traces: Traces) -> None:
    theirs = Callback.order_id.in_(traces.orders) | Callback.customer_id.in_(traces.bases)
    query = select(Callback).where(theirs, Callback.state.in_([CallbackState.PLANNED, CallbackState.OPEN])).order_by(Callback.id)
    for callback in await uow.session.scalars(query.with_for_update()):
        callback.void(Void.ERASED, now=uow.now, by=uow.actor.name, by_id=uow.actor.id)
        note_callback(uow, callback, "void", reason=Void.ERASED.value)
    await uow.session.flush()


async def _erase_invoices(uow: UnitOfWork, traces: Traces) -> None:
    """Of a person's: nothing stays of one that was withdrawn, and of one that was issued its title."""
    query = select(InvoiceRequest).where(InvoiceRequest.order_id.in_(traces.orders), InvoiceRequest.title_kind == TitleKind.PERSON)
    for invoice in await uow.session.scalars(query.order_by(InvoiceRequest.id).with_for_update()):
        withdrawn = invoice.state == InvoiceState.WITHDRAWN
        booked = {} if withdrawn else {name: value for name, value in _details(uow, invoice).items() if name in BOOKED}
        invoice.details_sealed, invoice.email_shown = uow.sealer.seal({**dict.fromkeys(DETAILS, ""), **booked}), ""
        if withdrawn:
            invoice.title_shown = ""
        invoice.version += 1
    await uow.session.flush()


def _details(uow: UnitOfWork, invoice: InvoiceRequest) -> dict[str, str]:
    try:
        return uow.sealer.open(invoice.details_sealed)
    except SealBroken:
        # Sealed with a data key that is gone: nobody can read it any more.
        return {}
