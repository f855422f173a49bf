"""References to archived articles, for bibliographies: BibTeX, RIS, CSL-JSON, plain text.

A pure library: it takes `Citable` records and returns text.
"""
