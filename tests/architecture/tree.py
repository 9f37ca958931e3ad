"""Lists the project's own files, for the checks that look at all of them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LEFT_BEHIND = {"data", "build"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is or would be in the repository, relative to its root."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")
        found = {Path(name) for name in listed if name}
    else:
        # A release archive has no git; what tools leave behind is left out by name.
        found = {path.relative_to(ROOT) for path in ROOT.rglob("*")}
        found = {path for path in found if not _is_left_behind(path)}
    # A deleted file stays listed until the deletion is committed.
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


def _is_left_behind(path: Path) -> bool:
    folders = set(path.parts[:-1])
    hidden = {folder for folder in folders if folder.startswith(".")} - {".ci"}
    tool_file = path.name.startswith(".coverage")
    return bool(hidden) or tool_file or "__pycache__" in folders or path.parts[0] in _LEFT_BEHIND


def modules() -> tuple[Path, ...]:
    """Return every Python file of ours."""
    return tuple(path for path in files() if path.suffix == ".py")


def text(path: Path) -> str:
    """Return the text of a file of ours."""
    return (ROOT / path).read_text(encoding="utf-8")
