"""The import contracts can fail: a planted violation of each kind is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, modules

LINT = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"


@pytest.mark.parametrize(
    ("place", "line", "contract"),
    [
        ("bot/domain/policy.py", "import aiohttp", "bot.domain is standard library only"),
        (
            "bot/services/screening.py",
            "from bot.storage import tables",
            "Services reach the database only through ports",
        ),
        (
            "adapters/web/server.py",
            "from adapters.sandbox import world",
            "Adapters do not know each other",
        ),
    ],
)
def test_a_planted_violation_is_found(place: str, line: str, contract: str, tmp_path: Path) -> None:
    for path in (*modules(), Path("pyproject.toml")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, tmp_path / path)
    assert f"{contract} KEPT" in lint(tmp_path)

    with (tmp_path / place).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    assert f"{contract} BROKEN" in lint(tmp_path)


def lint(folder: Path) -> str:
    run = subprocess.run(  # noqa: S603 - our own interpreter and a constant script
        [sys.executable, "-c", LINT],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return " ".join(run.stdout.split())
