"""`--help` answers at once: nothing heavy is imported before a command needs it."""

import json
import subprocess
import sys

from tests.architecture.tree import ROOT

HEAVY = [
    *("onnxruntime", "sqlalchemy", "alembic", "aiohttp", "PIL", "numpy", "imagehash"),
    *("apscheduler", "babel", "fluent", "prometheus_client", "pydantic_settings"),
    *("telegram", "httpx", "discord", "threatexchange", "arachnid_shield_sdk", "requests"),
]
# Runs the command line as `python -m bot --help` does and then tells what was imported.
SCRIPT = """
import json, runpy, sys
sys.argv = ["bot", "--help"]
try:
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
except SystemExit as end:
    code = end.code or 0
print(json.dumps({"code": code, "modules": sorted(sys.modules)}))
"""


def test_help_imports_nothing_heavy() -> None:
    run = subprocess.run(  # noqa: S603 - our own interpreter and a constant script
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    *help_text, last = run.stdout.splitlines()
    end = json.loads(last)

    assert end["code"] == 0
    assert "Usage" in "\n".join(help_text)
    assert [name for name in HEAVY if name in end["modules"]] == []
