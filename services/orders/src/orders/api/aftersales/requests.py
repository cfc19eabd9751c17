"""What buyers of our own mall ask for, through the mall's client: readable, idempotent, within its shops (pain 12, rule CARE-1)."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router
from orders.api.aftersales.case_bodies import DifferenceGivenBack, DifferencePaid, GiveReason, Note, TellParcel
from orders.api.aftersales.pictures import CasePictureKept, SentPicture, opened
from orders.api.order_bodies import MoneyIn
from orders.domain.aftersales.case import Case
from orders.domain.aftersales.kinds import CaseKind
from orders.permissions import Permission
from orders.queries.aftersales.buyer_cases import BuyerCase, RequestOptions, find_buyer_case, find_request_options
from orders.queries.aftersales.case_list import CaseId
from orders.use_cases.aftersales.act_on_request import act_on_request
from orders.use_cases.aftersales.keep_case_picture import keep_case_picture
from orders.use_cases.aftersales.note_difference_given_back import note_difference_given_back
from orders.use_cases.aftersales.note_difference_paid import note_difference_paid
from orders.use_cases.aftersales.take_buyer_request import AskedPieces, BuyerRequest, take_buyer_request
from orders.use_cases.aftersales.tell_parcel import tell_parcel
from orders.use_cases.aftersales.withdraw_case import withdraw_case

router = transactional_router("/v1/aftersales/requests", tag="aftersales_requests")
Client = Annotated[Actor, Depends(requires(Permission.SEND_BUYERS_REQUESTS))]
ShopId = Annotated[str, Field(min_length=1, max_length=64)]
OrderNo = Annotated[str, Field(min_length=1, max_length=64)]
RequestNo = Annotated[str, Field(min_length=1, max_length=64, pattern=r"\S")]


class AskedLineIn(Body):
    """`amount` left out: what was paid for the pieces. `send_sku`: other goods in an exchange, which may cost `amount` less."""

    platform_line_no: Annotated[str, Field(min_length=1, max_length=64)]
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    amount: MoneyIn | None = None
    send_sku: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class AskForAftersales(Body):
    """`request_no` is the mall's own number: the same one again is the same request. `lines` left out: all that can still be asked for.

    `buyer_pays`: what other goods of an exchange cost more; the buyer pays it once the request is agreed to.
    """

    shop_id: ShopId
    platform_order_no: OrderNo
    request_no: RequestNo
    kind: CaseKind
    reason_code: Annotated[str, Field(min_length=1, max_length=40)]
    lines: Annotated[list[AskedLineIn], Field(max_length=200, default_factory=list)]
    note: Note = ""
    buyer_pays: MoneyIn | None = None


class OptionsQuery(BaseModel):
    shop_id: ShopId
    platform_order_no: OrderNo


class RequestQuery(BaseModel):
    shop_id: ShopId
    request_no: RequestNo


@router.get("/options")
async def show_request_options(asked: Annotated[OptionsQuery, Query()], reader: Reader, actor: Client, now: Now) -> RequestOptions:
    """What the buyer of this order can ask for now: kinds with their reasons and limits, and lines with what they are worth."""
    return await find_request_options(reader, actor=actor, shop_id=asked.shop_id, platform_order_no=asked.platform_order_no, now=now)


@router.get("/by-number")
async def find_buyers_request(asked: Annotated[RequestQuery, Query()], reader: Reader, actor: Client) -> BuyerCase:
    """By the mall's own number."""
    return await find_buyer_case(reader, actor=actor, shop_id=asked.shop_id, request_no=asked.request_no)


@router.post("", status_code=201, dependencies=[ONCE])
async def ask_for_aftersales(body: AskForAftersales, uow: Uow, actor: Client) -> BuyerCase:
    """What it may pay is held at once; a clerk of the shop decides. The same `request_no` again tells how it stands."""
    lines = [
        AskedPieces(
            platform_line_no=line.platform_line_no,
            quantity=line.quantity,
            amount=None if line.amount is None else Decimal(line.amount.amount),
            currency=None if line.amount is None else line.amount.currency,
            send_sku=line.send_sku,
        )
        for line in body.lines
    ]
    asked = BuyerRequest(
        shop_id=body.shop_id,
        platform_order_no=body.platform_order_no,
        request_no=body.request_no,
        kind=body.kind,
        reason_code=body.reason_code,
        lines=lines,
        note=body.note,
        buyer_pays=None if body.buyer_pays is None else Decimal(body.buyer_pays.amount),
        buyer_pays_currency=None if body.buyer_pays is None else body.buyer_pays.currency,
    )
    case = await take_buyer_request(uow, asked=asked)
    await uow.session.flush()
    return await find_buyer_case(uow.session, actor=actor, case_id=case.id)


@router.get("/{case_id}")
async def show_buyers_request(case_id: CaseId, reader: Reader, actor: Client) -> BuyerCase:
    return await find_buyer_case(reader, actor=actor, case_id=case_id)


@router.post("/{case_id}/parcel", dependencies=[ONCE])
async def tell_parcel_of_request(case_id: CaseId, body: TellParcel, uow: Uow, actor: Client) -> BuyerCase:
    """By which parcel the buyer sends the goods back."""

    async def act(case: Case) -> None:
        await tell_parcel(uow, case, carrier_code=body.carrier_code, tracking_number=body.tracking_number)

    case = await act_on_request(uow, case_id=case_id, act=act)
    return await find_buyer_case(uow.session, actor=actor, case_id=case.id)


@router.post("/{case_id}/withdraw", dependencies=[ONCE])
async def withdraw_buyers_request(case_id: CaseId, body: GiveReason, uow: Uow, actor: Client) -> BuyerCase:
    """The buyer no longer wants it."""

    async def act(case: Case) -> None:
        await withdraw_case(uow, case, reason=body.reason)

    case = await act_on_request(uow, case_id=case_id, act=act)
    return await find_buyer_case(uow.session, actor=actor, case_id=case.id)


@router.post("/{case_id}/difference-paid", dependencies=[ONCE])
async def tell_difference_paid(case_id: CaseId, body: DifferencePaid, uow: Uow, actor: Client) -> BuyerCase:
    """The buyer has paid what the other goods cost more; the mall took the money."""

    async def act(case: Case) -> None:
        await note_difference_paid(uow, case, amount=Decimal(body.paid.amount), currency=body.paid.currency, reference=body.reference)

    case = await act_on_request(uow, case_id=case_id, act=act)
    return await find_buyer_case(uow.session, actor=actor, case_id=case.id)


@router.post("/{case_id}/difference-given-back", dependencies=[ONCE])
async def tell_difference_given_back(case_id: CaseId, body: DifferenceGivenBack, uow: Uow, actor: Client) -> BuyerCase:
    """The mall gave back a difference, for nothing was sent after all."""

    async def act(case: Case) -> None:
        await note_difference_given_back(uow, case, reference=body.reference)

    case = await act_on_request(uow, case_id=case_id, act=act)
    return await find_buyer_case(uow.session, actor=actor, case_id=case.id)


@router.post("/{case_id}/pictures", status_code=201, dependencies=[ONCE])
async def add_picture_to_request(case_id: CaseId, file: SentPicture, uow: Uow, _: Client) -> CasePictureKept:
    """What the buyer shows as evidence."""
    picture = await opened(file)
    kept: list[UUID] = []

    async def act(case: Case) -> None:
        kept.append(await keep_case_picture(uow, case, picture=picture))

    await act_on_request(uow, case_id=case_id, act=act)
    return CasePictureKept(id=kept[0])
