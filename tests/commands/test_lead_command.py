"""`lead add|list|remove`: an office is opened, shown by number, and ended."""

import re
from pathlib import Path

from bot.domain.people import read_code
from tests.commands.shell import upstander


def test_an_office_is_opened_listed_and_ended(place: Path) -> None:
    assert "Nobody is in office" in upstander(place, "lead", "list").stdout
    opened = upstander(place, "lead", "add", "--on-duty").stdout
    (line,) = re.findall(r"^/lead (.+)$", opened, re.MULTILINE)
    assert read_code(line) == line
    listed = upstander(place, "lead", "list").stdout
    assert "on duty" in listed
    assert "waits for the code" in listed
    # It is told once. Whoever sees the list later must not take the office.
    assert line not in listed
    assert upstander(place, "lead", "remove", "1").returncode == 0
    again = upstander(place, "lead", "remove", "1")
    assert again.returncode == 1
    assert "./upstander lead list" in again.stderr
