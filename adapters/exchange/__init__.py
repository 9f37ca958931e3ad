"""Exchanges of hashes: lists that others keep, and look-ups by hash. Off without credentials."""
