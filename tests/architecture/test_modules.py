"""Rules about Python files that ruff and import-linter cannot see."""

import ast

from tests.architecture.tree import ROOT, modules, text


def test_every_module_opens_with_a_sentence_on_what_it_is_for() -> None:
    written = [path for path in modules() if text(path).strip()]

    assert len(written) > 50
    silent = [str(path) for path in written if not ast.get_docstring(ast.parse(text(path)))]
    assert silent == []


def test_our_alembic_folder_never_hides_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_nothing_is_mocked_and_no_import_is_hidden() -> None:
    # In two halves, so that this file does not find itself.
    banned = ["unittest" + ".mock", "Magic" + "Mock", "TYPE_" + "CHECKING:"]

    assert [(str(path), word) for path in modules() for word in banned if word in text(path)] == []
