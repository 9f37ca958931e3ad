"""Keys go only to addresses that cannot be listened in on."""

import pytest
from threatexchange.exchanges.clients.ncmec.hash_api import NCMECEnvironment

from config.exchange import api_address, ncmec_place


@pytest.mark.parametrize(
    "url",
    ["", "https://api.example/v1", "http://127.0.0.1:8080", "http://[::1]:1/x", "http://localhost"],
)
def test_https_and_this_machine_are_taken(url: str) -> None:
    assert api_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://api.example/v1",
            "http://router/",
            "ftp://api.example",
            "api.example",
            "https://",
        ),
        *("https://user:secret@api.example", "https://api.example?key=x", "https://a.example/#x"),
        *("https://api.example:0", "http://localhost.example"),
    ],
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        api_address(url)


def test_a_database_of_ncmec_is_named_as_they_name_it() -> None:
    for name in NCMECEnvironment.__members__:
        assert ncmec_place(name) == name
    assert ncmec_place("https://other.example/") == "https://other.example"
    with pytest.raises(ValueError, match="not an address"):
        ncmec_place("Industri")
