"""After-sales cases: opened, agreed to, refused, settled (rules CARE-1, CARE-2)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.actor import Actor
from chassis.auth import requires
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import show_version
from chassis.refusals import FieldError
from chassis.routes import ONCE, Now, Reader, Uow, transactional_router
from orders.api.aftersales.case_bodies import (
    AddNote,
    AgreeCases,
    CaseCounts,
    CaseLineIn,
    CaseQuery,
    CaseResultOut,
    CaseResults,
    CaseStanding,
    DifferenceGivenBack,
    DifferencePaid,
    GiveReason,
    OpenCase,
    PaidByHand,
    PaidLine,
    PayCase,
    RefuseCases,
    SentBack,
    TellParcel,
)
from orders.api.bulk_actions import ActionRefusal, OrderId
from orders.api.order_bodies import MoneyIn
from orders.domain.aftersales.case import Case, Source
from orders.domain.aftersales.wanted import WantedLine
from orders.domain.price_change import CurrencyOfOrder
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.aftersales.case_detail import CaseEntryOut, CaseOut, find_case, find_case_entries
from orders.queries.aftersales.case_list import CaseDeskRow, CaseFilter, CaseId, CaseView, count_cases, find_cases
from orders.queries.aftersales.order_choices import OrderChoices, find_choices
from orders.queries.aftersales.policies import reason_words
from orders.queries.customers.levels import priorities_in_force
from orders.use_cases.aftersales.act_on_case import act_on_case
from orders.use_cases.aftersales.act_on_cases import CaseResult, act_on_cases
from orders.use_cases.aftersales.add_note import add_note
from orders.use_cases.aftersales.agree_case import agree_case
from orders.use_cases.aftersales.close_refunded import close_refunded
from orders.use_cases.aftersales.note_difference_given_back import note_difference_given_back
from orders.use_cases.aftersales.note_difference_paid import note_difference_paid
from orders.use_cases.aftersales.note_sent_back import note_sent_back
from orders.use_cases.aftersales.open_case import Wish, open_case
from orders.use_cases.aftersales.pay_by_hand import pay_by_hand
from orders.use_cases.aftersales.pay_inspected import pay_inspected
from orders.use_cases.aftersales.refuse_case import refuse_case
from orders.use_cases.aftersales.send_inspected import send_inspected
from orders.use_cases.aftersales.tell_parcel import tell_parcel
from orders.use_cases.aftersales.withdraw_case import withdraw_case

router = transactional_router("/v1/aftersales", tag="aftersales")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_CASES))]
Opener = Annotated[Actor, Depends(requires(Permission.OPEN_CASES))]
Decider = Annotated[Actor, Depends(requires(Permission.DECIDE_CASES))]
MoneyHandler = Annotated[Actor, Depends(requires(Permission.PAY_BY_HAND))]
LARGEST_INT = 2**63 - 1


@router.get("/cases")
async def list_cases(
    asked: Annotated[CaseQuery, Query()], reader: Reader, paging: Paging, actor: ReadingActor, now: Now
) -> Page[CaseDeskRow]:
    """Open cases by their deadline, or all, newest first. `q` is a whole number of a case or an order."""
    after = paging.after(datetime, UUID)
    wanted = CaseFilter(
        **asked.model_dump(), shops=shops_seen_by(actor), after=None if after is None else (after[0], after[1]), limit=paging.limit
    )
    rows = await find_cases(reader, wanted, priorities=await priorities_in_force(reader, now=now))
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    cursor = None if last is None else make_cursor(last.opened_at if asked.view == CaseView.ALL else last.due_at, last.id)
    return page_of(rows, limit=paging.limit, next_cursor=cursor)


@router.get("/cases/counts")
async def count_open_cases(reader: Reader, actor: ReadingActor) -> CaseCounts:
    """How many cases stand in each state, up to 1,000."""
    return CaseCounts(data=await count_cases(reader, shops=shops_seen_by(actor)))


@router.post("/cases", status_code=201, dependencies=[ONCE])
async def open_aftersales_case(body: OpenCase, uow: Uow, actor: Opener) -> CaseStanding:
    """What the case may pay is held at once: no other case can promise it too."""
    if body.agree:
        actor.must(Permission.DECIDE_CASES)
    case = await open_case(uow, order_id=body.order_id, wish=wish_of(body, source=Source.PERSON))
    refuse_other_currencies(body.lines, case, buyer_pays=body.buyer_pays)
    if body.agree:
        await agree_case(uow, case, comment=body.note)
    return standing_of(case)


@router.get("/orders/{order_id}")
async def show_order_choices(order_id: OrderId, reader: Reader, actor: ReadingActor, now: Now) -> OrderChoices:
    """What may be asked for this order: kinds, reasons, and what is left of each line's money; and the cases it has."""
    return await find_choices(reader, order_id=order_id, actor=actor, now=now)


@router.post("/cases/agree", dependencies=[ONCE])
async def agree_to_cases(body: AgreeCases, request: Request, uow: Uow, _: Decider) -> CaseResults:
    """Within the clerk's limit at once; above it, or out of time, a superior is asked (rule APR-1)."""

    async def act(case: Case) -> None:
        await agree_case(uow, case, comment=body.comment)

    return _results(await act_on_cases(uow, ids=body.ids, act=act), request)


@router.post("/cases/refuse", dependencies=[ONCE])
async def refuse_cases(body: RefuseCases, request: Request, uow: Uow, _: Decider) -> CaseResults:
    async def act(case: Case) -> None:
        await refuse_case(uow, case, reason=body.reason)

    return _results(await act_on_cases(uow, ids=body.ids, act=act), request)


@router.get("/cases/{case_id}")
async def get_case(case_id: CaseId, reader: Reader, actor: ReadingActor, now: Now, response: Response) -> CaseOut:
    """One case with its chain of goods and its money."""
    case = await find_case(reader, case_id=case_id, actor=actor, words=await reason_words(reader, now=now))
    show_version(response, case.version)
    return case


@router.get("/cases/{case_id}/timeline")
async def list_case_timeline(case_id: CaseId, reader: Reader, paging: Paging, actor: ReadingActor) -> Page[CaseEntryOut]:
    """What happened to the case, oldest first."""
    (after,) = paging.after(int) or (0,)
    entries = await find_case_entries(reader, case_id=case_id, actor=actor, after=max(0, min(after, LARGEST_INT)), limit=paging.limit)
    last = entries[min(len(entries), paging.limit) - 1] if entries else None
    return page_of(entries, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@router.post("/cases/{case_id}/withdraw", dependencies=[ONCE])
async def withdraw_aftersales_case(case_id: CaseId, body: GiveReason, uow: Uow, _: Opener) -> CaseStanding:
    """The buyer no longer wants it."""

    async def act(case: Case) -> None:
        await withdraw_case(uow, case, reason=body.reason)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


@router.post("/cases/{case_id}/parcel", dependencies=[ONCE])
async def tell_return_parcel(case_id: CaseId, body: TellParcel, uow: Uow, _: Opener) -> CaseStanding:
    """By which parcel the buyer sends the goods back."""

    async def act(case: Case) -> None:
        await tell_parcel(uow, case, carrier_code=body.carrier_code, tracking_number=body.tracking_number)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


@router.post("/cases/{case_id}/pay", dependencies=[ONCE])
async def pay_inspected_case(case_id: CaseId, body: PayCase, uow: Uow, _: Decider) -> CaseStanding:
    """What came back was not all or not what was expected: a person says what is paid."""
    amounts = None if body.lines is None else [(line.line_no, Decimal(line.amount.amount)) for line in body.lines]

    async def act(case: Case) -> None:
        refuse_other_currencies(body.lines or [], case)
        await pay_inspected(uow, case, amounts=amounts, reason=body.reason)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


@router.post("/cases/{case_id}/close-refunded", dependencies=[ONCE])
async def close_refunded_case(case_id: CaseId, body: GiveReason, uow: Uow, _: Decider) -> CaseStanding:
    """It was refunded before the inspection, and the goods never came or are not what they should be: nothing is paid again."""

    async def act(case: Case) -> None:
        await close_refunded(uow, case, reason=body.reason)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


@router.post("/cases/{case_id}/send", dependencies=[ONCE])
async def send_inspected_case(case_id: CaseId, body: GiveReason, uow: Uow, _: Decider) -> CaseStanding:
    """The goods go out although something else came back, or once more."""

    async def act(case: Case) -> None:
        await send_inspected(uow, case, reason=body.reason)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


@router.post("/cases/{case_id}/sent-back", dependencies=[ONCE])
async def note_repaired_goods_sent(case_id: CaseId, body: SentBack, uow: Uow, _: Decider) -> CaseStanding:
    """What was repaired is on its way to the buyer."""

    async def act(case: Case) -> None:
        await note_sent_back(uow, case, carrier_code=body.carrier_code, tracking_number=body.tracking_number, reason=body.reason)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


@router.post("/cases/{case_id}/pay-by-hand", dependencies=[ONCE])
async def note_paid_by_hand(case_id: CaseId, body: PaidByHand, uow: Uow, _: MoneyHandler) -> CaseStanding:
    """The shop could not be told: a person has paid, and gives the payment's reference."""

    async def act(case: Case) -> None:
        await pay_by_hand(uow, case, reference=body.reference, reason=body.reason)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


@router.post("/cases/{case_id}/difference-paid", dependencies=[ONCE])
async def note_difference_of_case_paid(case_id: CaseId, body: DifferencePaid, uow: Uow, _: MoneyHandler) -> CaseStanding:
    """The buyer has paid what the goods of an exchange cost more: they go out once what came back is inspected."""

    async def act(case: Case) -> None:
        await note_difference_paid(uow, case, amount=Decimal(body.paid.amount), currency=body.paid.currency, reference=body.reference)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


@router.post("/cases/{case_id}/difference-given-back", dependencies=[ONCE])
async def note_difference_of_case_given_back(case_id: CaseId, body: DifferenceGivenBack, uow: Uow, _: MoneyHandler) -> CaseStanding:
    """Nothing was sent after all, and the buyer has the difference again: the case ends."""

    async def act(case: Case) -> None:
        await note_difference_given_back(uow, case, reference=body.reference)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


@router.post("/cases/{case_id}/notes", dependencies=[ONCE])
async def add_case_note(case_id: CaseId, body: AddNote, uow: Uow, _: Opener) -> CaseStanding:

    async def act(case: Case) -> None:
        await add_note(uow, case, text=body.text)

    return standing_of(await act_on_case(uow, case_id=case_id, act=act))


def wish_of(body: OpenCase, *, source: Source) -> Wish:
    lines = [
        WantedLine(
            line_no=line.line_no,
            quantity=line.quantity,
            amount=None if line.amount is None else Decimal(line.amount.amount),
            send_sku=line.send_sku,
        )
        for line in body.lines
    ]
    buyer_pays = None if body.buyer_pays is None else Decimal(body.buyer_pays.amount)
    return Wish(kind=body.kind, reason_code=body.reason_code, lines=lines, note=body.note, source=source, buyer_pays=buyer_pays)


def refuse_other_currencies(lines: Sequence[CaseLineIn] | Sequence[PaidLine], case: Case, *, buyer_pays: MoneyIn | None = None) -> None:
    """Raises CurrencyOfOrder."""
    told = [(f"/lines/{place}/amount", line.amount) for place, line in enumerate(lines)] + [("/buyer_pays", buyer_pays)]
    errors = [
        FieldError(pointer=f"{pointer}/currency", code="currency_differs", zh="与订单币种不一致", en="is not the order's currency")
        for pointer, money in told
        if money is not None and money.currency != case.currency
    ]
    if errors:
        raise CurrencyOfOrder(currency=case.currency, errors=errors)


def standing_of(case: Case) -> CaseStanding:
    return CaseStanding(id=case.id, number=case.number, state=str(case.state), version=case.version)


def _results(results: Sequence[CaseResult], request: Request) -> CaseResults:
    language = language_of(request.headers.get("accept-language"))
    shown = [
        CaseResultOut(
            id=result.case_id,
            number=result.number,
            state=result.state,
            refusal=None
            if result.refusal is None
            else ActionRefusal(code=result.refusal.code, rule=result.refusal.rule, detail=result.refusal.sentence(language)),
        )
        for result in results
    ]
    refused = sum(result.refusal is not None for result in results)
    return CaseResults(done=len(results) - refused, refused=refused, results=shown)
