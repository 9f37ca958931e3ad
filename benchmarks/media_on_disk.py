"""No byte of a picture reaches a disk: `python benchmarks/media_on_disk.py`.

Judged by the kernel's calls. Runs the real bot on the sandbox platform under strace, in three lives
on one data folder: one that judges most of the items and is killed with kill -9 in the middle of
them, one whose decoding processes hang until their time is over or are killed, and one that ends
properly. Every file holds a mark as it is sent (in a comment, or behind its end) and another mark
in its pixels, so that neither the file nor what was decoded of it can be written anywhere unseen.

Looked at: every byte that any process of the bot writes (`write`, `pwrite64`, `writev`, ...), every
file that one of them writes to or maps to be written, and what is left in the folders at the end.
What only goes from process to process (pipes, sockets, memory without a file) is not on a disk.
Needs strace and Linux. Prints what was written where, and fails if a mark is among it.
"""

import argparse
import asyncio
import io
import itertools
import mmap
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from adapters.sandbox.world import World
from bot.cli.assemble import screener_open
from config.schema import PolicySettings, Settings
from tests.integration.stage import Stage, until, until_settled

# What a file holds as it is sent, and what its pixels hold; neither is in anything else.
IN_FILE = b"<<a mark in a file of a pupil>>"
IN_PIXELS = b"[[a mark in the pixels of it]]"
WRITES = "write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,splice,vmsplice,mmap"
# Bytes of a write that strace tells; SQLite writes pages of 4096, all else of ours is shorter.
TOLD = 70_000
# So many may wait, so that a death always meets some on their way.
BACKLOG = 12
WAITING = "SELECT count(*) FROM item WHERE state IN ('received', 'screening')"
FORMS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


def picture(number: int) -> bytes:
    """Return a noisy picture with both marks."""
    pixels = np.random.default_rng(number).integers(0, 256, (96, 96, 3), dtype=np.uint8)
    pixels.reshape(-1)[3000 : 3000 + len(IN_PIXELS)] = np.frombuffer(IN_PIXELS, np.uint8)
    form, stream = FORMS[number % len(FORMS)], io.BytesIO()
    image = Image.fromarray(pixels)
    if form == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", IN_FILE.decode())
        image.save(stream, form, pnginfo=words)
    elif form == "JPEG":
        image.save(stream, form, comment=IN_FILE)
    elif form == "WEBP":
        image.save(stream, form, lossless=True)
    else:
        image.save(stream, form)
    whole = stream.getvalue()
    # Some are cut off, as a hostile or unlucky sender leaves them.
    whole = whole[: len(whole) // 2] if number % 17 == 0 else whole
    return whole + IN_FILE


async def live(folder: Path, first: int, last: int, how: str) -> None:
    """Run the bot and post pictures; hang and kill what decodes, or die, or end properly."""
    limit = 1.0 if how == "hangs" else 30.0
    async with screener_open(Settings()) as screener:
        stage = Stage(
            folder,
            screener=screener,
            policy=PolicySettings(breaker_per_hour=10_000),
            timeout_seconds=limit,
        )
        numbers = itertools.count(first * 100)
        stage.world = World(stage.clock, lambda: f"id{next(numbers)}")
        async with stage.app() as app:
            for number in range(first, last):
                stage.post(picture(number), text="words")
                await until(lambda: few_wait(stage), 600)
                if how == "hangs" and number % 12 == 0:
                    to_workers(signal.SIGKILL if number % 24 else signal.SIGSTOP)
            if how == "dies":
                os.kill(os.getpid(), signal.SIGKILL)
            async with asyncio.timeout(900):
                await until_settled(app)
            assert (await app.books.queue.backlog()).undecided == 0


def few_wait(stage: Stage) -> bool:
    """Say whether what was posted is stored, and nearly all of it is judged."""
    return stage.world.updates.pending == 0 and stage.look(WAITING)[0][0] < BACKLOG


def betray(folder: Path) -> None:
    """Do what the bot must not: a trace that does not find this is blind."""
    (folder / "temporary" / "betrayed.png").write_bytes(picture(0))
    with (folder / "temporary" / "mapped").open("w+b") as file:
        file.truncate(mmap.PAGESIZE)
        mmap.mmap(file.fileno(), mmap.PAGESIZE)


def to_workers(kind: signal.Signals) -> None:
    """Stop or kill the processes that decode, as a hostile file may."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    for pid in children.split():
        os.kill(int(pid), kind)


def traced(folder: Path, words: list[str], writes: Counter[str]) -> Iterator[str]:
    """Run one life under strace and count its writes; give each that must not be."""
    marks = (as_told(IN_FILE), as_told(IN_PIXELS))
    command = [
        *("strace", "-f", "-qq", "-y", "-xx", "-s", str(TOLD), "-e", f"trace={WRITES}"),
        *("-o", "/dev/stdout", sys.executable, __file__, "live", str(folder), *words),
    ]
    env = {"PATH": os.defpath, "TMPDIR": str(folder / "temporary"), "OMP_NUM_THREADS": "1"}
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as run:  # noqa: S603 - ours
        assert run.stdout is not None
        for line in run.stdout:
            file = file_of(line)
            if file is None:
                continue
            writes[Path(file).name if file.startswith(str(folder)) else file] += 1
            if any(mark in line for mark in marks):
                yield f"a mark was written to {file}"
            # What goes through memory is in no call. SQLite keeps an index of its log like that.
            if "mmap(" in line and not file.endswith("-shm"):
                yield f"{file} is written through memory"
    if run.returncode not in {0, -signal.SIGKILL, 128 + signal.SIGKILL}:
        raise SystemExit(f"a life ended with {run.returncode}")


def as_told(mark: bytes) -> str:
    """Return bytes as strace writes them."""
    return "".join(f"\\x{byte:02x}" for byte in mark)


def file_of(line: str) -> str | None:
    """Return the file on a disk that a call writes to; None for all else."""
    name = re.search(r"(?:write|writev|pwrite64|pwritev2?)\(\d+<([^>]*)>", line)
    if name is None and "mmap(" in line and "MAP_SHARED" in line and "PROT_WRITE" in line:
        name = re.search(r", \d+<([^>]*)>", line)
    if name is None:
        name = re.search(r"(?:sendfile|copy_file_range|splice)\(.*?, \d+<(/[^>]*)>", line)
    if name is None:
        return None
    path = re.sub(r"\\x([0-9a-f]{2})", lambda one: chr(int(one[1], 16)), name[1])
    in_memory = path.startswith(("/memfd:", "/dev/null", "/dev/shm/", "/proc/"))  # noqa: S108 - names only
    return path if path.startswith("/") and not in_memory else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000)
    items = parser.parse_args().items
    folder = Path(tempfile.mkdtemp(prefix="upstander-trace-"))
    (folder / "temporary").mkdir()
    killed, late = items * 6 // 10, items * 8 // 10
    lives = (
        ("killed with kill -9", ["0", str(killed), "dies"]),
        ("decoders hang and are killed", [str(killed), str(late), "hangs"]),
        ("ends properly", [str(late), str(items), "ends"]),
    )
    writes = Counter[str]()
    if len(set(traced(folder, ["0", "0", "betrays"], Counter()))) != 2:
        raise SystemExit("FAILED: the trace does not see what is written")
    shutil.rmtree(folder / "temporary")
    (folder / "temporary").mkdir()
    found = list[str]()
    for name, words in lives:
        found += [f"{name}: {what}" for what in traced(folder, words, writes)]
        print(f"{name}: {sum(writes.values())} writes to files so far", flush=True)
    left = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    states = states_of(folder)
    shutil.rmtree(folder)
    print(f"{items} items: {dict(states)}")
    print(f"written to: {dict(writes)}")
    print(f"marks in what was written: {len(found)}; left in files: {left.count(IN_FILE)}")
    if found or IN_FILE in left or IN_PIXELS in left:
        raise SystemExit("\n".join(["FAILED", *found[:10]]))


def states_of(folder: Path) -> Counter[str]:
    """Return how the items ended."""
    rows = Stage(folder).look("SELECT coalesce(verdict, state), reason FROM item")
    return Counter(f"{verdict} ({reason})" for verdict, reason in rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["live"]:
        place, start, end, how = sys.argv[2:]
        if how == "betrays":
            betray(Path(place))
        else:
            asyncio.run(live(Path(place), int(start), int(end), how))
    else:
        main()
