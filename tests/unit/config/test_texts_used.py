"""Every text that the code asks for exists and is given all its variables."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.unit.config.texts import read

ROOT = Path(__file__).parents[3]
KEYS = read("en")
# The first words of all keys: a string in the code that begins like a key must be one.
FAMILIES = "|".join(sorted({key.partition("-")[0] for key in KEYS}))
KEY = re.compile(rf"(?:{FAMILIES})(?:-[a-z0-9]+)+")
# The calls that say a text: the key among the first two arguments, its values by name.
SAYING = {"Saying", "_say", "say"}


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("bot", "adapters"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def _strings(node: ast.AST) -> set[str]:
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_every_string_that_looks_like_a_texts_key_is_one() -> None:
    found = {
        (place, text)
        for place, tree in _sources()
        for text in _strings(tree)
        if KEY.fullmatch(text)
    }
    assert len(found) > 10
    assert sorted((place, text) for place, text in found if text not in KEYS) == []


def test_every_saying_names_all_variables_of_its_text() -> None:
    checked = 0
    for place, tree in _sources():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            given = {keyword.arg for keyword in call.keywords}
            # `**values` is filled elsewhere; the strict phrasebook of the other tests sees it.
            if _called(call) not in SAYING or None in given:
                continue
            for key in set().union(*map(_strings, call.args[:2])) & KEYS.keys():
                if call.keywords or len(call.args) < 3:
                    checked += 1
                    assert KEYS[key].variables <= given, f"{place}:{call.lineno} {key}"
    assert checked > 10
