"""Articles as files for other programs and for readers: tables, Markdown, an e-book, plain texts.

A pure library: it takes `Exported` records from whoever has them, one after the other, and writes bytes.
"""
