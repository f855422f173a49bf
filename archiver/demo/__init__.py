"""A demonstration that needs no internet: a small news site of our own and what becomes of its pages."""
