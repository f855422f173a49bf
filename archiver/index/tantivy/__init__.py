"""Searching with tantivy, a library like Lucene, for very large archives; installed by `archiver[tantivy]`."""
