"""Notes are checked in the locked process, and nothing in one can take a verdict away."""

import json
import random
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.cli import doctor
from bot.domain.signal import Mark, OpaqueReason
from classifiers.decoding import process as module
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.notes import CHECKED, NoteCheck
from classifiers.decoding.process import DecoderProcess
from classifiers.decoding.sniff import Limits
from tests.unit.classifiers.decoding.signed import (
    CAPTURED,
    GENERATED,
    GENERATOR,
    SIGNER,
    TITLE,
    keys,
    made_by,
    sign,
)
from tests.unit.classifiers.pictures import drawing, encode

LIMITS = Limits(most_bytes=5_000_000)
PLAIN = encode(drawing(1), "JPEG")
KEYS = keys()
WORDS = "the old mill behind the school"
CAMERA = sign(PLAIN, "jpeg", made_by(CAPTURED, words={"at": WORDS}), KEYS)
PROGRAM = sign(PLAIN, "jpeg", made_by(GENERATED, words={"at": WORDS}), KEYS)
CHANGED = CAMERA[:-100] + bytes((CAMERA[-100] ^ 1,)) + CAMERA[-99:]
# Runs the worker with a part of it exchanged.
WORKER = """
import os, sys, time
{exchanged}
from classifiers.decoding import worker
worker.main()
"""
IN_READER = """
from classifiers.decoding.notes import NoteReader
def marks_of(self, kind, data):
    {instead}
def prove(self):
    NoteReader.marks_of = marks_of
NoteReader.prove = prove
"""


@pytest.fixture(scope="module")
def decoders() -> Iterator[Decoders]:
    with closing(Decoders(1, LIMITS)) as opened:
        yield opened


def the_only(decoders: Decoders) -> DecoderProcess:
    (process,) = decoders._idle
    return process


def exchange(monkeypatch: pytest.MonkeyPatch, exchanged: str) -> None:
    monkeypatch.setattr(module, "_COMMAND", ("-c", WORKER.format(exchanged=exchanged)))


def exchange_reader(monkeypatch: pytest.MonkeyPatch, instead: str) -> None:
    exchange(monkeypatch, IN_READER.format(instead=instead))


@pytest.mark.parametrize(
    ("data", "marks"),
    [
        (PLAIN, ()),
        (CAMERA, (Mark.C2PA, Mark.C2PA_VALID)),
        (PROGRAM, (Mark.IPTC_AI, Mark.C2PA, Mark.C2PA_VALID, Mark.C2PA_AI)),
        (CHANGED, (Mark.C2PA, Mark.C2PA_CHANGED)),
        (CAMERA.replace(b"cbor", b"cbar"), (Mark.C2PA,)),
    ],
    ids=["plain", "camera", "program", "changed", "spoilt"],
)
def test_a_note_is_checked_in_the_locked_process(
    decoders: Decoders, data: bytes, marks: tuple[Mark, ...]
) -> None:
    assert decoders.hello().notes is NoteCheck.WORKS
    seen = decoders.look_into(data)
    assert seen.marks == marks
    assert (seen.reasons, len(seen.views)) == ((), 1)


def test_no_word_of_a_note_leaves_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[bytes] = []
    receive = DecoderProcess._receive

    def listen(self: DecoderProcess, seconds: float) -> bytes:
        said.append(receive(self, seconds))
        return said[-1]

    monkeypatch.setattr(DecoderProcess, "_receive", listen)
    with closing(Decoders(1, LIMITS)) as decoders:
        for data in (CAMERA, PROGRAM, CHANGED):
            assert all(word.encode() in data for word in (SIGNER, TITLE, GENERATOR, WORDS))
            decoders.look_into(data)
    assert len(said) == 7
    answers = b"".join(said)
    assert not any(word.encode() in answers for word in (SIGNER, TITLE, GENERATOR, WORDS))
    # The second answer has no room for words at all.
    for answer in said[2::2]:
        marks, memory = json.loads(answer)
        assert CHECKED.issuperset(marks)
        assert isinstance(memory, int)


@pytest.mark.parametrize(
    "instead",
    [
        "os.abort()",
        "raise RuntimeError",
        "while True: pass",
        "open('/etc/hostname')",
        "__import__('socket').socket()",
        "bytearray(2**40)",
    ],
)
def test_whatever_a_note_does_to_the_process_the_file_is_judged_as_without_it(
    monkeypatch: pytest.MonkeyPatch, decoders: Decoders, instead: str
) -> None:
    plain = decoders.look_into(PLAIN)
    exchange_reader(monkeypatch, instead)
    with closing(Decoders(1, LIMITS)) as spoilt:
        first = the_only(spoilt)
        seen = spoilt.look_into(PROGRAM)
        assert (seen.marks, seen.reasons) == ((Mark.IPTC_AI, Mark.C2PA), ())
        assert seen.views[0].image.tobytes() == plain.views[0].image.tobytes()
        # Another process takes over, for files without notes as well as with.
        assert first._process.poll() is not None
        assert the_only(spoilt) is not first
        assert spoilt.look_into(PLAIN).reasons == ()


def test_an_answer_about_a_note_that_comes_late_is_not_taken_for_another_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exchange_reader(monkeypatch, "time.sleep(1); return {'c2pa_valid'}")
    monkeypatch.setattr(module, "_NOTE_SECONDS", 0.2)
    with closing(Decoders(1, LIMITS)) as decoders:
        decoders.hello()
        late, began = the_only(decoders), time.monotonic()
        assert decoders.look_into(CAMERA).marks == (Mark.C2PA,)
        assert time.monotonic() - began < 1
        assert the_only(decoders) is not late
        monkeypatch.setattr(module, "_NOTE_SECONDS", 5.0)
        assert decoders.look_into(CAMERA).marks == (Mark.C2PA, Mark.C2PA_VALID)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 30_000,
        [["words of the file"], 1],
        [["stable_diffusion"], 1],
        [["c2pa"], 1],
        [["c2pa_valid"] * 20, 1],
        ["c2pa_valid", 1],
        [["c2pa_valid"], "much"],
        [["c2pa_valid"], 1, "words"],
        {"marks": ["c2pa_valid"], "memory": 1},
    ],
    ids=str,
)
def test_what_no_check_of_a_note_says_is_no_answer(
    decoders: Decoders, monkeypatch: pytest.MonkeyPatch, answer: bytes | list[object]
) -> None:
    said = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    process = the_only(decoders)
    process.hello()
    receive, answers = process._receive, iter(range(2))
    monkeypatch.setattr(process, "_receive", lambda wait: said if next(answers) else receive(wait))
    seen = decoders.look_into(CAMERA)
    assert (seen.marks, seen.reasons, len(seen.views)) == ((Mark.C2PA,), (), 1)
    assert process._process.poll() is not None


def test_a_file_that_ends_the_process_before_its_note_is_opaque_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exchange(
        monkeypatch,
        "from classifiers.decoding import looking\nlooking.links_in = lambda *_: os.abort()",
    )
    monkeypatch.setattr(module, "_START_SECONDS", 10.0)
    with closing(Decoders(1, LIMITS)) as decoders:
        assert decoders.look_into(CAMERA).reasons == (OpaqueReason.CRASHED,)


MISSING = "sys.modules['c2pa'] = None"
BROKEN = "sys.modules['c2pa'] = type(sys)('c2pa'); sys.modules['c2pa'].__spec__ = sys.__spec__"


@pytest.mark.parametrize(
    ("exchanged", "state", "ok", "words"),
    [
        ("", NoteCheck.WORKS, True, "signatures are checked"),
        (MISSING, NoteCheck.NOT_INSTALLED, True, "not installed"),
        (BROKEN, NoteCheck.BROKEN, False, "does not work"),
        # It loads, and does not work once the process is locked in.
        (
            "from classifiers.decoding import confine, notes\n"
            "locked = confine.confine\n"
            "def spoil(memory):\n"
            "    notes._marks = lambda _: set()\n"
            "    return locked(memory)\n"
            "confine.confine = spoil",
            NoteCheck.BROKEN,
            False,
            "does not work",
        ),
    ],
    ids=["works", "missing", "broken", "broken in the lock"],
)
def test_the_process_works_with_and_without_the_library_and_doctor_says_which(
    monkeypatch: pytest.MonkeyPatch, exchanged: str, state: NoteCheck, ok: bool, words: str
) -> None:
    exchange(monkeypatch, exchanged)
    with closing(Decoders(1, LIMITS)) as decoders:
        hello = decoders.hello()
        assert hello.notes is state
        assert hello.held_by.landlock or not hello.held_by.seccomp
        checked = (Mark.C2PA_VALID,) if state is NoteCheck.WORKS else ()
        seen = decoders.look_into(CAMERA)
        assert (seen.marks, seen.reasons) == ((Mark.C2PA, *checked), ())
    lock, finding = doctor._decoding()
    assert (lock.ok, finding.ok) == (True, ok)
    assert words in finding.detail
    assert ("pip" in finding.fix) is not ok


def test_damaged_notes_end_no_process_and_take_no_time(decoders: Decoders) -> None:
    # The same damage every time.
    chance, process = random.Random(4), the_only(decoders)  # noqa: S311
    process.hello()
    at = CAMERA.index(b"\xff\xeb")
    end = at + 2 + int.from_bytes(CAMERA[at + 2 : at + 4], "big")
    began = time.monotonic()
    for _ in range(100):
        data = bytearray(CAMERA)
        for _ in range(chance.choice((1, 2, 8))):
            data[chance.randrange(at + 12, end)] = chance.randrange(256)
        seen = decoders.look_into(bytes(data))
        assert (len(seen.views), seen.reasons) == (1, ())
    assert the_only(decoders) is process
    assert time.monotonic() - began < 60
