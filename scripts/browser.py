"""Make sure that a Chromium is there for the browser tests, or say the one line that helps.

Order: an installed one, Playwright's own, Playwright's download, and for root the system's
package. The tests look in the same places, so that nothing is skipped silently.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Find or install a browser; return the exit code."""
    if is_there():
        return 0
    print("upstander: no Chromium found, installing one for the browser tests …", file=sys.stderr)
    for command in installers():
        if subprocess.call(command) == 0 and is_there():  # noqa: S603 - constant commands
            return 0
    print(
        "upstander: the browser tests need Chromium. Debian, Ubuntu: sudo apt install chromium",
        file=sys.stderr,
    )
    return 1


def is_there() -> bool:
    """Return whether the tests will find a browser."""
    if any(shutil.which(name) for name in NAMES):
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def installers() -> list[list[str]]:
    """Return the commands to try, in order."""
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        # A new machine has no list of packages yet.
        commands.append(["sh", "-c", "apt-get update && apt-get install -y chromium"])
    return commands


if __name__ == "__main__":
    sys.exit(main())
