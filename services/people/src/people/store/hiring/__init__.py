"""Loads and saves what leads from hiring to leaving. Lock order: requisitions, candidates, then employees and positions (organisation)."""
