"""What the values of the exchange settings must look like; `config.schema` names them."""

import ipaddress
from urllib.parse import urlsplit

# Names of the databases that NCMEC keeps, as threatexchange 1.2.17 has them.
NCMEC_PLACES = frozenset(
    {"Industry", "Industry_Exploitative", "LawEnforcement", "NGO", "Exploitative"}
    | {"NGO_Generative_AI", "NGO_Generative_AI_Exploitative"}
)
NCMEC_TEST_PLACES = frozenset(f"test_{name}" for name in NCMEC_PLACES)


def api_address(url: str) -> str:
    """Return an address that keys may be sent to; raise for another.

    Without encryption only to this machine, where tests have their servers.
    """
    if not url:
        return url
    parts = urlsplit(url)
    odd = parts.username or parts.password or parts.query or parts.fragment or parts.port == 0
    if odd or not parts.hostname or not (parts.scheme == "https" or _is_here(url)):
        raise ValueError("not an address that keys may be sent to")
    return url.rstrip("/")


def ncmec_place(place: str) -> str:
    """Return the name of a database of NCMEC, or an address; raise for anything else."""
    return place if place in NCMEC_PLACES | NCMEC_TEST_PLACES else api_address(place)


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
