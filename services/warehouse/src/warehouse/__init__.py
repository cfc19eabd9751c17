"""Warehouses, stock, reservations, shipments and tracking."""
