"""The query language of the search: what a person types, read into a tree that says what is looked for."""
