"""One story is seen once, however often and wherever it was copied: sketches of texts, and the groups they make."""
