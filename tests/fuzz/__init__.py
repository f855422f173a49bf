"""Fuzz targets: what must hold of any bytes whatever."""
