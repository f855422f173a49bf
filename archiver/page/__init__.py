"""From bytes or text to a Page: decoded, cut into blocks, its metadata read."""
