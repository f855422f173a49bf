"""The index: one SQLite file made from the WARC files and the rules, which can be thrown away and made again."""
