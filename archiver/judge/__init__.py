"""Voters that need to know no site, and the decision among all votes."""

VERSION = 6
"""Raise it with every change of what the judges decide: what is indexed is then known to be cleaned by older ones."""
