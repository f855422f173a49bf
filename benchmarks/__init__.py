"""Measurements: run them, do not import them."""
