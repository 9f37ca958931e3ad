"""`exchange` as an operator types it, against servers on this machine."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.commands.shell import environment, upstander
from tests.exchange.server import Answer, Fault, Loopback, Seen
from tests.exchange.worlds import ArachnidWorld, StopNciiWorld

ONE, TWO = "0f" * 32, "1e" * 32
EXTRA = ("threatexchange", "arachnid_shield_sdk", "requests", "dacite", "urllib3")
# Runs a command as `python -m bot` does and then tells which of these were imported.
SCRIPT = f"""
import json, runpy, sys
words = sys.argv[1:]
sys.argv = ["bot", *words]
try:
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
except SystemExit as end:
    print(json.dumps([end.code, [name for name in {EXTRA} if name in sys.modules]]))
"""


@pytest.fixture
async def nobody() -> AsyncIterator[Loopback]:
    """A server that must not be asked."""

    def refuse(seen: Seen) -> Answer:
        return Answer(status=500)

    async with Loopback(refuse) as server:
        yield server
    assert server.seen == []


async def run(place: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return await asyncio.to_thread(upstander, place, *words, **more)


@pytest.mark.parametrize(
    "words", [("fetch",), ("fetch", "ncmec"), ("status", "stopncii"), ("check", ONE)]
)
async def test_without_credentials_nobody_is_asked_and_no_client_is_loaded(
    tmp_path: Path, nobody: Loopback, words: tuple[str, ...]
) -> None:
    urls = {
        "UPSTANDER_EXCHANGE__STOPNCII__URL": f"{nobody.url}/v1",
        "UPSTANDER_EXCHANGE__NCMEC__PLACE": nobody.url,
        "UPSTANDER_EXCHANGE__ARACHNID__URL": nobody.url,
    }
    done = await asyncio.to_thread(
        lambda: subprocess.run(  # noqa: S603 - our own interpreter and a constant script
            [sys.executable, "-c", SCRIPT, "exchange", *words],
            cwd=tmp_path,
            env=environment(tmp_path, **urls),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    )
    assert "no credentials, so nobody was asked" in " ".join(done.stderr.split())
    code, loaded = json.loads(done.stdout.splitlines()[-1])
    assert (code, loaded) == (1, [])


async def test_a_list_is_fetched_shown_and_follows_what_is_withdrawn(tmp_path: Path) -> None:
    world = StopNciiWorld()
    world.put(ONE, 1_700_000_000, "Active", "Blocked")
    world.put("d35bc6e9c9e7b2cf0b5e9b7c3a8f9f10", 1_700_000_000, kind="VideoMD5")
    async with Loopback(world.answer) as server:
        more = {
            "UPSTANDER_EXCHANGE__STOPNCII__URL": f"{server.url}/v1",
            "UPSTANDER_EXCHANGE__STOPNCII__SUBSCRIPTION_KEY": world.subscription_key,
            "UPSTANDER_EXCHANGE__STOPNCII__FUNCTION_KEY": world.function_key,
            "UPSTANDER_LOG__LEVEL": "DEBUG",
        }
        done = await run(tmp_path, "exchange", "fetch", **more)
        assert "stopncii: 1 new hashes" in done.stdout
        assert "1 left out: MD5" in done.stdout
        shown = await run(tmp_path, "exchange", "list", **more)
        assert "set" in shown.stdout
        assert "none: off" in shown.stdout
        world.put(ONE, 1_700_000_001, "Withdrawn")
        again = await run(tmp_path, "exchange", "fetch", "stopncii", **more)
        assert "1 left the bank" in again.stdout
        server.faults = [Fault(status=401)]
        refused = await run(tmp_path, "exchange", "status", "stopncii", **more)
        assert refused.returncode == 1
        assert "does not take the credentials" in refused.stderr
    for one in (done, shown, again, refused):
        assert "canary" not in one.stdout + one.stderr
        assert ONE not in one.stdout + one.stderr


async def test_a_hash_is_looked_up_and_nothing_but_the_hash_is_sent(tmp_path: Path) -> None:
    world = ArachnidWorld(known={ONE: "csam"})
    async with Loopback(world.answer) as server:
        more = {
            "UPSTANDER_EXCHANGE__ARACHNID__URL": server.url,
            "UPSTANDER_EXCHANGE__ARACHNID__USER": world.user,
            "UPSTANDER_EXCHANGE__ARACHNID__PASSWORD": world.password,
        }
        known = await run(tmp_path, "exchange", "check", ONE.upper(), **more)
        assert (known.returncode, "known as" in known.stdout) == (1, True)
        other = await run(tmp_path, "exchange", "check", TWO, **more)
        assert (other.returncode, "not known there" in other.stdout) == (0, True)
        missing = await run(tmp_path, "exchange", "check", "missing.png", **more)
        assert "cannot be read" in missing.stderr
        assert len(server.seen) == 2
        assert all(list(json.loads(seen.body)) == ["hashes"] for seen in server.seen)


def test_an_unknown_list_and_half_of_the_credentials_are_refused(tmp_path: Path) -> None:
    done = upstander(tmp_path, "exchange", "fetch", "elsewhere")
    assert "choose stopncii or ncmec" in done.stderr
    half = upstander(
        tmp_path, "exchange", "fetch", UPSTANDER_EXCHANGE__NCMEC__USER="somebody-canary"
    )
    assert "UPSTANDER_EXCHANGE__NCMEC__PASSWORD: is missing" in half.stderr
    assert "canary" not in half.stderr
