"""Whatever a file does to the process that decodes it, the bot lives and the file is not clean."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL.PngImagePlugin import PngInfo

from bot.domain.errors import StartRefused
from bot.domain.signal import Mark, OpaqueReason
from classifiers.decoding import process as module
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.process import DecoderProcess, Died
from classifiers.decoding.sniff import Limits
from tests.unit.classifiers.pictures import code, difference, drawing, encode

LIMITS = Limits(most_bytes=5_000_000)
PICTURE = encode(drawing(1), "PNG")


@pytest.fixture
def decoders() -> Iterator[Decoders]:
    with closing(Decoders(1, LIMITS)) as opened:
        yield opened


def the_only(decoders: Decoders) -> DecoderProcess:
    (process,) = decoders._idle
    return process


def use(decoders: Decoders) -> int:
    """Let a picture be decoded; return by which process."""
    assert decoders.look_into(PICTURE).reasons == ()
    return the_only(decoders)._process.pid


def test_the_pixels_come_out_as_they_are(decoders: Decoders) -> None:
    seen = decoders.look_into(PICTURE)
    assert (seen.format, seen.width, seen.height, seen.reasons) == ("png", 320, 240, ())
    assert difference(seen.views[0].image, drawing(1)) == 0


def test_one_file_leaves_nothing_for_the_next(decoders: Decoders) -> None:
    use(decoders)
    shared = the_only(decoders)._shared
    assert PICTURE[:64] not in shared[: len(PICTURE)]
    assert not any(shared[: len(PICTURE)])


def test_many_threads_share_a_few_processes() -> None:
    pictures = [encode(drawing(seed), "PNG") for seed in range(8)]
    found: dict[int, float] = {}

    def work(decoders: Decoders, seed: int) -> None:
        (view,) = decoders.look_into(pictures[seed]).views
        found[seed] = difference(view.image, drawing(seed))

    with closing(Decoders(2, LIMITS)) as decoders:
        threads = [threading.Thread(target=work, args=(decoders, seed)) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == dict.fromkeys(range(8), 0.0)


def test_what_is_too_big_does_not_reach_the_process(decoders: Decoders) -> None:
    seen = decoders.look_into(b"\xff\xd8\xff" + bytes(LIMITS.most_bytes))
    assert seen.reasons == (OpaqueReason.TOO_BIG,)
    assert the_only(decoders).is_fresh


def test_a_process_that_was_ended_by_an_earlier_file_costs_the_next_one_nothing(
    decoders: Decoders,
) -> None:
    first = use(decoders)
    os.kill(first, signal.SIGKILL)
    assert use(decoders) != first


def test_a_file_that_ends_a_fresh_process_is_opaque_and_the_next_one_is_decoded(
    decoders: Decoders,
) -> None:
    process = the_only(decoders)
    process.hello()
    os.kill(process._process.pid, signal.SIGKILL)
    assert decoders.look_into(PICTURE).reasons == (OpaqueReason.CRASHED,)
    use(decoders)


def test_a_process_that_hangs_is_ended_and_the_file_is_opaque() -> None:
    with closing(Decoders(1, LIMITS, seconds=0.1)) as decoders:
        process = the_only(decoders)
        process.hello()
        os.kill(process._process.pid, signal.SIGSTOP)
        began = time.monotonic()
        assert decoders.look_into(PICTURE).reasons == (OpaqueReason.TIMED_OUT,)
        assert time.monotonic() - began < 3
        assert process._process.poll() == -signal.SIGKILL


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"[" * 30_000,
        {"views": [[10**6, 10**6, "picture", None]]},
        {"views": [[0, 5, "picture", None]]},
        {"views": [[-5, -5, "picture", None]]},
        {"views": [[True, 5, "picture", None]]},
        {"views": [[5, 5, "a word", None]]},
        {"views": [[5, 5, "frame", "soon"]]},
        {"views": [[5, 5, "frame", -1]]},
        {"views": [[5, 5, "frame", float("nan")]]},
        {"views": [[2047, 2047, "picture", None]] * 64},
        {"views": [[1, 1, "picture", None]] * 65},
        {"views": "picture"},
        {"reasons": ["because"]},
        {"size": [2**40, 1]},
        {"size": [1]},
        {"format": "x" * 500},
        {"format": ["png"]},
        {"memory": "much"},
        {"links": ["https://example.org"] * 9},
        {"links": ["https://example.org/" + "x" * 481]},
        {"links": ["https://example.org/\n"]},
        {"links": ["https://example.org/\u202e"]},
        {"links": ["https://example.org/ and words"]},
        {"links": ["words of the file"]},
        {"links": ["javascript:alert(1)"]},
        {"links": ["https://example.org/\ud800"]},
        {"links": [5]},
        {"links": "https://example.org"},
        {"marks": ["words of the file"]},
        {"marks": ["c2pa"] * (len(Mark) + 1)},
        {"marks": [5]},
        {"marks": "c2pa"},
        # A picture of which nothing is said at all would be clean.
        {"views": [], "reasons": [], "format": "png"},
    ],
    ids=lambda answer: str(answer)[:40],
)
def test_what_no_decoder_says_is_no_answer(
    decoders: Decoders, monkeypatch: pytest.MonkeyPatch, answer: bytes | dict[str, object]
) -> None:
    good = {
        "format": "png",
        "size": [5, 5],
        "views": [[5, 5, "picture", None]],
        "reasons": [],
        "links": [],
        "marks": [],
        "memory": 10**8,
    }
    said = answer if isinstance(answer, bytes) else json.dumps({**good, **answer}).encode()
    process = the_only(decoders)
    process.hello()
    monkeypatch.setattr(process, "_receive", lambda _: said)
    assert decoders.look_into(PICTURE).reasons == (OpaqueReason.CRASHED,)
    assert process._process.poll() is not None


def test_what_a_decoder_says_comes_through(
    decoders: Decoders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The good answer of the test above is one: else that test would show nothing."""
    links = [f"https://example.org/{'x' * 400}{number}" for number in range(8)]
    said = {"format": "png", "size": [5, 5], "views": [[5, 5, "picture", None]], "memory": 10**8}
    said |= {"reasons": [], "links": links, "marks": ["comfyui", "iptc_ai"]}
    process = the_only(decoders)
    process.hello()
    monkeypatch.setattr(process, "_receive", lambda _: json.dumps(said).encode())
    seen = decoders.look_into(PICTURE)
    assert (seen.reasons, seen.links) == ((), tuple(links))
    assert seen.marks == (Mark.COMFYUI, Mark.IPTC_AI)


def test_codes_and_marks_are_read_in_the_locked_process(decoders: Decoders) -> None:
    text = PngInfo()
    text.add_text("parameters", "a drawing\nSteps: 20, Sampler: Euler a, CFG scale: 7")
    seen = decoders.look_into(encode(code("https://example.org/1"), "PNG", pnginfo=text))
    assert (seen.reasons, seen.links) == ((), ("https://example.org/1",))
    assert seen.marks == (Mark.STABLE_DIFFUSION,)


def test_a_worn_process_is_replaced(decoders: Decoders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_FILES", 2)
    one, two, three = use(decoders), use(decoders), use(decoders)
    assert (one != two, two == three) == (True, True)


def test_a_process_that_grew_is_replaced(
    decoders: Decoders, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = use(decoders)
    monkeypatch.setattr(module, "_MOST_GROWTH", -1)
    use(decoders)
    assert the_only(decoders)._process.pid != first


def test_processes_that_do_not_start_refuse_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ROOT", Path("/"))
    with closing(Decoders(1, LIMITS)) as decoders:
        with pytest.raises(StartRefused, match="install the requirements"):
            decoders.held_by()
        with pytest.raises(Died):
            the_only(decoders).hello()


def test_processes_end_with_the_bot(decoders: Decoders) -> None:
    process = the_only(decoders)
    process.hello()
    process._channel.close()
    assert process._process.wait(5) == 0
