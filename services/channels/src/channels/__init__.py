"""Shops and everything that speaks with them: orders in, shipments told, events out."""
