"""What the warehouse is made of."""

from fastapi import FastAPI

from chassis.service import Service
from warehouse.api import (
    bins,
    carrier_pushes,
    closings,
    figures,
    packing,
    parcels,
    pick_lists,
    policies,
    reservations,
    returns,
    shipments,
    stock,
    warehouses,
)
from warehouse.api.freight import bills, offers, price_cards
from warehouse.consumers import catalog, commands, freight
from warehouse.jobs.old_pictures import OLD_PICTURES
from warehouse.jobs.stock_watch import STOCK_WATCH
from warehouse.jobs.stuck_parcels import STUCK_PARCELS
from warehouse.settings import Settings
from warehouse.store.numbers import open_series


def build(settings: Settings | None = None) -> FastAPI:
    return Service(
        name="warehouse",
        title="warehouse",
        settings=settings or Settings(),  # pyright: ignore[reportCallIssue] - from the environment
        routers=[
            warehouses.router,
            stock.movements_router,
            stock.imports_router,
            stock.stock_router,
            bins.cards_router,
            bins.carriages_router,
            bins.lots_router,
            bins.past_router,
            closings.months_router,
            closings.days_router,
            closings.breaks_router,
            reservations.router,
            shipments.router,
            packing.router,
            packing.imports_router,
            pick_lists.router,
            parcels.router,
            parcels.carriers_router,
            parcels.imports_router,
            returns.router,
            returns.expected_router,
            carrier_pushes.router,
            price_cards.router,
            price_cards.trials,
            bills.router,
            offers.router,
            offers.promises,
            figures.router,
            policies.router,
            policies.weighing,
            policies.returns,
        ],
        consumers=[catalog.consumers, commands.consumers, freight.consumers],
        jobs=[STOCK_WATCH, STUCK_PARCELS, OLD_PICTURES],
        start=open_series,
    ).build()
