"""One article over time: its captures, and what changed in its text from one to another."""
