"""Voters that need to know no site, and the decision among all votes."""
