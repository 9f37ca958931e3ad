"""`lists` as an operator types it: what is in force, and what is refused."""

import json
from pathlib import Path

from tests.commands.shell import upstander

SHIPPED = Path(__file__).parents[2] / "config" / "lists" / "nudify.toml"


def test_lists_are_shown_and_no_folder_is_made_by_looking(place: Path) -> None:
    done = upstander(place, "lists", "show")
    assert done.returncode == 0, done.stderr
    assert "nudify" in done.stdout
    assert not (place / "data").exists()


def test_a_list_that_is_not_newer_not_signed_or_not_there_is_refused(place: Path) -> None:
    altered = place / "altered.toml"
    altered.write_bytes(SHIPPED.read_bytes().replace(b"serial = 1", b"serial = 2"))
    for source, says in (
        (str(SHIPPED), "not newer"),
        (str(altered), "signature is not right"),
        (str(place / "missing.toml"), "cannot be read"),
        ("http://lists.example/nudify.toml", "only https"),
        ("https://127.0.0.1/nudify.toml", "only names"),
    ):
        done = upstander(place, "lists", "update", source)
        assert done.returncode == 1
        assert says in done.stderr
        assert "Traceback" not in done.stderr
    assert not (place / "data" / "lists").exists()


def test_an_altered_list_in_the_data_folder_is_named(place: Path) -> None:
    stored = place / "data" / "lists" / "nudify.toml"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(SHIPPED.read_bytes() + b"# more\n")
    done = upstander(place, "lists", "show")
    assert done.returncode == 1
    assert "nudify.toml cannot be used" in done.stderr


def test_the_doctor_names_the_lists_and_an_altered_one(place: Path) -> None:
    def finding() -> dict[str, object]:
        done = upstander(place, "doctor", "--json")
        (found,) = [one for one in json.loads(done.stdout) if one["name"] == "lists of links"]
        assert isinstance(found, dict)
        return found

    assert finding()["ok"]
    stored = place / "data" / "lists" / "nudify.toml"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(SHIPPED.read_bytes().replace(b"clothoff", b"clothless"))
    bad = finding()
    assert not bad["ok"]
    assert "Delete it" in str(bad["fix"])
