"""Searching with SQLite's FTS5: from a tree to what SQLite is asked, and in which order things come."""
