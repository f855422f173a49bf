"""Ways for a page to come in: over HTTP, or from a list or a file."""
