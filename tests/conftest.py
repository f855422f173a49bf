"""What holds for every test."""

from hypothesis import settings

# How long an example takes says something about the machine and what else it does, and nothing about the law.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
