"""Composition: what the service is made of."""

from zoneinfo import ZoneInfo

from fastapi import FastAPI
from starlette.middleware import Middleware

from chassis.context import Context
from chassis.service import Service
from orders.api import (
    bulk_actions,
    bulk_reviews,
    exports,
    figures,
    gift_rules,
    intake,
    invoice_sheets,
    invoices,
    knowledge,
    manual_orders,
    orders,
    presale_orders,
    presales,
    prices,
    regrouping,
    review_drafts,
    rewriting,
    ship_policies,
)
from orders.api.aftersales import cases as aftersales_cases
from orders.api.aftersales import claims as aftersales_claims
from orders.api.aftersales import figures as aftersales_figures
from orders.api.aftersales import pictures as aftersales_pictures
from orders.api.aftersales import platform_requests as aftersales_platform_requests
from orders.api.aftersales import policies as aftersales_policies
from orders.api.aftersales import requests as aftersales_requests
from orders.api.care import answers as care_answers
from orders.api.care import callbacks as care_callbacks
from orders.api.care import complaints as care_complaints
from orders.api.care import mediations as care_mediations
from orders.api.care import policies as care_policies
from orders.api.care import quality as care_quality
from orders.api.care import review_intake as care_review_intake
from orders.api.care import reviews as care_reviews
from orders.api.care import service as care_service
from orders.api.customers import customers as customer_files
from orders.api.customers import erasures as customer_erasures
from orders.api.customers import levels as customer_levels
from orders.api.customers import matching as customer_matching
from orders.api.customers import panels as customer_panels
from orders.api.integrity import cases as integrity_cases
from orders.api.integrity import credit as integrity_credit
from orders.api.integrity import desk as integrity_desk
from orders.api.integrity import policies as integrity_policies
from orders.api.integrity import replays as integrity_replays
from orders.api.joined_intake import PART, joined_writer
from orders.api.quick_routes import QuickLanes
from orders.consumers import aftersales, care, catalog, customers, feedback, integrity, own, people, sales, warehouse
from orders.jobs.aftersales import CASES, OLD_PICTURES, OVERDUE, PLATFORM_REQUESTS
from orders.jobs.bulk_reviews import BULK_REVIEWS
from orders.jobs.care import CALLBACKS, COMPLAINTS, MEDIATIONS
from orders.jobs.completion import COMPLETION
from orders.jobs.customers import CUSTOMER_LEVELS, CUSTOMERS, RETENTION
from orders.jobs.data_exports import DATA_EXPORTS
from orders.jobs.gifts import GIFTS
from orders.jobs.integrity import INTEGRITY_REPLAYS
from orders.jobs.invoices import INVOICES
from orders.jobs.merge_candidates import MERGE_CANDIDATES
from orders.jobs.overdue import SHIP_CLOCK
from orders.jobs.plans import PLANS
from orders.jobs.presales import PRESALES
from orders.jobs.price_changes import PRICE_CHANGES
from orders.jobs.recheck import RECHECK
from orders.jobs.review_replays import REVIEW_REPLAYS
from orders.jobs.tally import TALLY
from orders.settings import Settings
from orders.store.memory import memory_of

# Fixed paths stand before /{order_id}.
ROUTERS = [
    intake.single,
    intake.batch,
    bulk_actions.router,
    exports.router,
    exports.policies,
    regrouping.router,
    rewriting.router,
    manual_orders.router,
    prices.router,
    gift_rules.of_orders,
    invoices.of_orders,
    presale_orders.of_orders,
    orders.router,
    figures.router,
    knowledge.shops,
    knowledge.mappings,
    knowledge.policies,
    review_drafts.drafts,
    review_drafts.replays,
    knowledge.reasons,
    prices.policies,
    aftersales_policies.router,
    aftersales_cases.router,
    aftersales_claims.router,
    aftersales_pictures.router,
    aftersales_figures.router,
    aftersales_requests.router,
    aftersales_platform_requests.router,
    ship_policies.router,
    gift_rules.router,
    presales.router,
    presale_orders.router,
    invoice_sheets.router,
    invoices.router,
    care_complaints.router,
    care_callbacks.router,
    care_mediations.router,
    care_policies.router,
    care_review_intake.router,
    care_reviews.router,
    care_answers.router,
    care_quality.router,
    care_service.router,
    integrity_desk.router,
    integrity_cases.router,
    integrity_credit.router,
    integrity_policies.router,
    integrity_replays.router,
    bulk_reviews.router,
    customer_matching.router,
    customer_erasures.router,
    customer_erasures.policies,
    customer_levels.router,
    customer_levels.policies,
    customer_panels.router,
    customer_files.router,
]
CONSUMERS = [
    own.consumers,
    catalog.consumers,
    warehouse.consumers,
    people.consumers,
    aftersales.consumers,
    integrity.consumers,
    customers.consumers,
    care.consumers,
    feedback.consumers,
    sales.consumers,
]
JOBS = [
    RECHECK,
    COMPLETION,
    TALLY,
    PLANS,
    MERGE_CANDIDATES,
    PRICE_CHANGES,
    SHIP_CLOCK,
    BULK_REVIEWS,
    INTEGRITY_REPLAYS,
    REVIEW_REPLAYS,
    GIFTS,
    INVOICES,
    PRESALES,
    CASES,
    OVERDUE,
    PLATFORM_REQUESTS,
    COMPLAINTS,
    MEDIATIONS,
    CALLBACKS,
    OLD_PICTURES,
    CUSTOMERS,
    CUSTOMER_LEVELS,
    DATA_EXPORTS,
    RETENTION,
]


def build(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()  # pyright: ignore[reportCallIssue] - the environment gives the rest

    async def start(context: Context) -> None:
        memory_of(context.engine).zone = ZoneInfo(settings.company_timezone)
        context.parts[PART] = joined_writer(context, largest_set=settings.joined_orders)

    return Service(
        name="orders",
        title="Orders",
        settings=settings,
        routers=ROUTERS,
        consumers=CONSUMERS,
        inside_edge=[Middleware(QuickLanes, lanes=intake.LANES)],
        jobs=JOBS,
        start=start,
    ).build()
