"""Loopback servers that behave as the exchanges say that theirs do, and tests on them."""
