"""Runs the commands as a user does: real processes in a place of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from skimage import data as pictures

ROOT = Path(__file__).resolve().parents[2]
SQLITE = "sqlite:///"


def photo(name: str) -> Any:
    """Return one of scikit-image's photographs as pixels."""
    return getattr(pictures, name)()


def environment(place: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "UPSTANDER_DATA_DIR": str(place / "data"),
        "OPENBLAS_NUM_THREADS": "1",
        "COLUMNS": "200",
        "TMPDIR": str(place),
        # So that what these processes run is counted too when coverage is measured.
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},  # noqa: TID251
        **more,
    }


def upstander(place: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *words],
        cwd=place,
        env=environment(place, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


@contextmanager
def running(place: Path, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the bot until the block ends; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=place,
        env=environment(place, UPSTANDER_WEB__PORT=str(port), **more),
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=2).close()  # noqa: S310
                break
            except (urllib.error.URLError, ConnectionError):
                assert bot.poll() is None, bot.stderr.read() if bot.stderr else ""
                time.sleep(0.1)
        else:
            raise AssertionError("the bot did not become ready")
        yield bot, address
    finally:
        bot.kill()
        bot.communicate()
