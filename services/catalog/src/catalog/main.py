"""Composition of the catalog."""

from fastapi import FastAPI

from catalog.api import products, sku_imports, skus
from catalog.settings import Settings
from chassis.service import Service


def build(settings: Settings | None = None) -> FastAPI:
    return Service(
        name="catalog",
        title="Catalog",
        settings=settings or Settings(),  # pyright: ignore[reportCallIssue] - from the environment
        routers=[products.router, sku_imports.router, skus.router],
    ).build()
