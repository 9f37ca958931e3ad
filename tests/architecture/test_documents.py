"""Documents that others rely on: decision records, the README's map, and the settings' list."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, text

RECORDS = [
    path for path in files() if re.fullmatch(r"docs/decisions/\d{4}-[a-z0-9-]+\.md", str(path))
]
READ_FIRST = [
    "bot/pipeline.py",
    "bot/domain/verdict.py",
    "bot/ports.py",
    "adapters/telegram/translate.py",
    "bot/app.py",
]


def test_there_are_decision_records_with_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in RECORDS]

    assert len(numbers) >= 2
    assert sorted(set(numbers)) == numbers
    strays = [p for p in files() if p.parent == Path("docs/decisions") and p not in RECORDS]
    assert strays == []


@pytest.mark.parametrize("path", RECORDS, ids=str)
def test_a_decision_record_has_its_parts(path: Path) -> None:
    content = text(path)
    for heading in ("Context", "Decision", "Consequences", "Checks"):
        assert re.search(rf"^## {heading}$", content, re.MULTILINE), heading
    assert re.search(r"^applies: (now|target)$", content, re.MULTILINE)
    # One page: more belongs into docs/.
    assert content.count("\n") <= 80


def test_readme_names_the_five_files_to_read_first_and_they_exist() -> None:
    readme = text(Path("README.md"))

    places = [readme.find(name) for name in READ_FIRST]
    assert -1 not in places, READ_FIRST[places.index(-1)]
    assert places == sorted(places)
    assert [name for name in READ_FIRST if not (ROOT / name).exists()] == []


def test_readme_gives_the_two_commands() -> None:
    readme = text(Path("README.md"))

    assert "./upstander demo" in readme
    assert "./upstander test" in readme


@pytest.mark.parametrize("path", [path for path in files() if path.suffix == ".md"], ids=str)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text(path))

    assert [each for each in targets if not (ROOT / path.parent / each).exists()] == []
