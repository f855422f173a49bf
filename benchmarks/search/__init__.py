"""The benchmark of the index: a corpus of its own, questions of every kind, and what an index may never do.

Start at `__main__.py`. Only `adapter.py` and `entries.py` know what the index looks like.
"""
