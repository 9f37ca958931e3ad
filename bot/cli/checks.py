"""`test`: everything that CI runs."""

import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check"


def run_checks() -> int:
    """Run the checks of the checkout and return their exit code."""
    return subprocess.run([SCRIPT], check=False).returncode  # noqa: S603 - our own script
