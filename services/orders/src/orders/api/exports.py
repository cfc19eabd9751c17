"""Orders and customers leave as a spreadsheet: approved, watermarked, for who asked and a short time (rule ORD-5)."""

from dataclasses import asdict
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import CurrentActor, requires, requires_for_all_shops
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sheets import XLSX, sheet_response
from orders.api.customers.customers import CustomerFilters
from orders.api.order_bodies import Moment
from orders.api.order_filters import OrderFilters
from orders.domain.customers.data_export import COLUMNS, EXPORT_RULE, MOST_ROWS, ExportKind, ExportParameters, ExportTooLarge
from orders.domain.redaction import without_numbers
from orders.permissions import Permission
from orders.queries.customers.customer_keys import Asked as AskedCustomers
from orders.queries.customers.customer_keys import find_keys
from orders.queries.customers.data_exports import (
    DataExportDetail,
    DataExportId,
    DataExportOut,
    ExportPolicyOut,
    find_data_export,
    find_data_exports,
    find_export_policies,
)
from orders.queries.order_filter import OrderFilter
from orders.queries.order_list import Asked, find_order_ids
from orders.use_cases.customers.ask_data_export import ask_data_export
from orders.use_cases.customers.publish_export_policy import publish_export_policy
from orders.use_cases.customers.take_export_file import take_export_file
from orders.use_cases.customers.withdraw_data_export import withdraw_data_export

router = transactional_router("/v1/data-exports", tag="data_exports")
policies = transactional_router("/v1/export-policies", tag="export_policies")
Reason = Annotated[str, Field(min_length=2, max_length=500, pattern=r"\S")]
OrderColumn = Literal[
    "number", "shop", "platform_order_no", "status", "hold_reasons", "attention_reasons", "reservation", "warehouse", "pieces", "paid",
    "currency", "placed_at", "name", "phone", "province", "city", "address", "buyer_remark", "seller_remark", "source", "carrier",
    "tracking_number", "shipped_at", "ship_by",
]  # fmt: skip
CustomerColumn = Literal[
    "name", "phone", "region", "address", "level", "orders", "paid", "refunded", "first_order_at", "last_order_at", "shops", "tags"
]


class AskOrderExport(Body):
    """`columns` left out: all. `full_contacts`: receivers in full, which always needs an approval and the permission to reveal them."""

    reason: Reason
    columns: Annotated[list[OrderColumn] | None, Field(min_length=1)] = None
    full_contacts: bool = False


class AskCustomerExport(Body):
    """As AskOrderExport."""

    reason: Reason
    columns: Annotated[list[CustomerColumn] | None, Field(min_length=1)] = None
    full_contacts: bool = False


class WithdrawExport(Body):
    reason: Reason


class PublishExportPolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: ExportParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


def told_filter(wanted: OrderFilter) -> dict[str, object]:
    """What was asked for, for the audit trail: a phone that was searched for is masked."""
    asked: dict[str, object] = {name: value for name, value in asdict(wanted).items() if value is not None and value != []}
    if wanted.q:
        asked["q"] = without_numbers(wanted.q)
    return asked


@router.post("/orders", status_code=202, dependencies=[ONCE])
async def ask_to_export_orders(
    request: Request,
    body: AskOrderExport,
    filters: Annotated[OrderFilters, Depends()],
    uow: Uow,
    actor: Annotated[Actor, Depends(requires(Permission.EXPORT))],
    context: Here,
) -> DataExportOut:
    """The orders that match now, at most 50,000. It waits for an approval, unless the policy lets so few masked rows leave without."""
    wanted = filters.within(actor, context.clock)
    asked = Asked(wanted=wanted, after=None, limit=MOST_ROWS, today=context.clock.today(), digest=context.sealer.digest)
    export = await ask_data_export(
        uow,
        kind=ExportKind.ORDERS,
        ids=await find_order_ids(uow.session, asked),
        asked={name: str(value) for name, value in told_filter(wanted).items()},
        columns=body.columns or list(COLUMNS[ExportKind.ORDERS]),
        full=body.full_contacts,
        reason=body.reason,
        language=_language(request),
    )
    await uow.session.flush()
    return await find_data_export(uow.session, export_id=export.id, actor=actor)


@router.post("/customers", status_code=202, dependencies=[ONCE])
async def ask_to_export_customers(
    request: Request,
    body: AskCustomerExport,
    filters: Annotated[CustomerFilters, Depends()],
    uow: Uow,
    actor: Annotated[Actor, Depends(requires(Permission.EXPORT_CUSTOMERS))],
    context: Here,
) -> DataExportOut:
    """The customers that match now, at most 50,000, as the list shows them to you."""
    given = {"tag": filters.tag, "level": filters.level, "last_from": filters.last_from, "last_to": filters.last_to}
    asked: dict[str, object] = {name: str(value) for name, value in {**given, "paid_from": filters.paid_from}.items() if value}
    shops = filters.shops(actor)
    asked |= ({"q": without_numbers(filters.q)} if filters.q else {}) | ({} if shops is None else {"shops": str(shops)})
    wanted = AskedCustomers(
        q=filters.q,
        tag=filters.tag,
        level=filters.level,
        shops=shops,
        last_from=filters.last_from,
        last_to=filters.last_to,
        paid_from=filters.paid_from,
        limit=MOST_ROWS,
        today=context.clock.today(),
        digest=context.sealer.digest,
    )
    ids, more_after = await find_keys(uow.session, wanted)
    if more_after is not None:
        raise ExportTooLarge(most=MOST_ROWS)
    export = await ask_data_export(
        uow,
        kind=ExportKind.CUSTOMERS,
        ids=ids,
        asked=asked,
        columns=body.columns or list(COLUMNS[ExportKind.CUSTOMERS]),
        full=body.full_contacts,
        reason=body.reason,
        language=_language(request),
    )
    await uow.session.flush()
    return await find_data_export(uow.session, export_id=export.id, actor=actor)


@router.get("")
async def list_data_exports(reader: Reader, paging: Paging, actor: CurrentActor) -> Page[DataExportOut]:
    """Those you asked for, newest first."""
    return await _page(reader, paging, actor, everybodys=False)


@router.get("/everybodys")
async def list_everybodys_exports(
    reader: Reader, paging: Paging, actor: Annotated[Actor, Depends(requires_for_all_shops(Permission.READ_EXPORTS))]
) -> Page[DataExportOut]:
    """All that anybody asked for, newest first."""
    return await _page(reader, paging, actor, everybodys=True)


@router.get("/{export_id}")
async def get_data_export(
    export_id: DataExportId,
    reader: Reader,
    actor: CurrentActor,
) -> DataExportDetail:
    """With every download."""
    return await find_data_export(reader, export_id=export_id, actor=actor)


@router.post("/{export_id}/withdraw", dependencies=[ONCE])
async def withdraw_one_data_export(export_id: DataExportId, body: WithdrawExport, uow: Uow, actor: CurrentActor) -> DataExportOut:
    """It is no longer wanted: nobody decides it any more, and a file that is there is deleted."""
    await withdraw_data_export(uow, export_id=export_id, reason=body.reason)
    await uow.session.flush()
    return await find_data_export(uow.session, export_id=export_id, actor=actor)


@router.get(
    "/{export_id}/file", response_class=Response, responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}}
)
async def download_data_export(export_id: DataExportId, actor: CurrentActor, context: Here) -> Response:
    """The file, for who asked for it and until its time is over. Each download is written down before a byte leaves."""
    async with context.new_uow(actor) as uow:
        export, content = await take_export_file(uow, export_id=export_id)
        await uow.commit()
    return sheet_response(content, filename=f"{export.kind}-{export.short_number}.xlsx")


@policies.get("")
async def list_export_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[ExportPolicyOut]:
    """All versions, newest first."""
    (before,) = paging.after(int) or (None,)
    found = await find_export_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@policies.post("", status_code=201, dependencies=[ONCE])
async def publish_policy_of_exports(
    body: PublishExportPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> ExportPolicyOut:
    """A new version, for exports that are asked for from a moment on."""
    policy = await publish_export_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return ExportPolicyOut(
        rule=EXPORT_RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )


async def _page(reader: Reader, paging: Paging, actor: Actor, *, everybodys: bool) -> Page[DataExportOut]:
    (before,) = paging.after(UUID) or (None,)
    found = await find_data_exports(reader, actor=actor, everybodys=everybodys, before=before, limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


def _language(request: Request) -> Literal["zh", "en"]:
    return "zh" if language_of(request.headers.get("accept-language")).startswith("zh") else "en"
