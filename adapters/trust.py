"""Whose certificates the adapters take."""

import ssl
from functools import cache

import certifi


@cache
def trusted() -> ssl.SSLContext:
    """Return `authorities`, read once a process, for whoever speaks HTTP."""
    return authorities()


def authorities() -> ssl.SSLContext:
    """Return whom we trust: the machine's authorities, a school's own among them, and certifi's.

    Reading them takes about 100 ms. For mail it has to be one of its own: the HTTP client httpx
    writes its protocol into the context that it is given, and some mail servers refuse that.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
