"""The article as a whole, and the ways to show it."""
