"""A site of many article layouts, served on this machine: what pages can need, and how servers can send it."""
