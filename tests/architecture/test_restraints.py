"""No child is punished by software: nothing reaches a restraint but the code behind a press."""

import ast
from pathlib import Path

from tests.architecture.tree import modules, text

RESTRAINING = "bot/services/restraining.py"


def _core() -> list[tuple[str, ast.Module]]:
    return [
        (path.as_posix(), ast.parse(text(path))) for path in modules() if path.parts[0] == "bot"
    ]


def _reached(tree: ast.Module) -> bool:
    """Say whether a module takes the restraints of a platform, by any spelling."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "restraints")
        or (isinstance(node, ast.Constant) and node.value == "restraints")
        for node in ast.walk(tree)
    )


def test_only_the_code_behind_a_press_reaches_the_restraints() -> None:
    assert len(_core()) > 50
    assert [place for place, tree in _core() if _reached(tree)] == [RESTRAINING]


def test_restraints_are_named_only_where_a_platform_is_put_together() -> None:
    named = {
        place
        for place, tree in _core()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.ClassDef)
        and (node.id if isinstance(node, ast.Name) else node.name) == "Restraints"
    }
    assert named == {"bot/ports.py", "bot/services/platforms.py"}


def test_whoever_restrains_is_asked_for_a_press_first() -> None:
    tree = ast.parse(text(Path(RESTRAINING)))
    doors = {
        function.name: [argument.annotation for argument in function.args.args]
        for function in ast.walk(tree)
        if isinstance(function, ast.AsyncFunctionDef)
        and any(
            isinstance(node, ast.Attribute) and node.attr == "apply" for node in ast.walk(function)
        )
    }
    assert list(doors) == ["_press"]
    assert "Press" in [one.id for one in doors["_press"] if isinstance(one, ast.Name)]
