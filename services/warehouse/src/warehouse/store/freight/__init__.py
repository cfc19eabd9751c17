"""Freight: what carriers cost, and what they bill."""
