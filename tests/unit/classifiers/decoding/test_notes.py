"""A note's signature is checked against its file, nothing is fetched, and no word of it is told."""

import json
import struct
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from socket import socket

import c2pa
import pytest
from PIL import Image

from bot.domain.signal import Mark
from classifiers.decoding import notes as module
from classifiers.decoding.marks import note_size
from classifiers.decoding.notes import CHECKED, NoteCheck, NoteReader
from tests.unit.classifiers.decoding.signed import CAPTURED, GENERATED, keys, made_by, sign
from tests.unit.classifiers.films import film
from tests.unit.classifiers.pictures import drawing, encode

KINDS = ("jpeg", "png", "webp", "avif", "heif", "mp4")
VALID, CHANGED, AI = {Mark.C2PA_VALID}, {Mark.C2PA_CHANGED}, {Mark.C2PA_VALID, Mark.C2PA_AI}
KEYS = keys()


def picture(kind: str, seed: int = 1) -> bytes:
    if kind == "mp4":
        return film([drawing(seed)] * 3)
    return encode(drawing(seed), kind.upper())


def signed(kind: str, source: str = CAPTURED) -> bytes:
    return sign(picture(kind), kind, made_by(source), KEYS)


@pytest.fixture(scope="module")
def reader() -> NoteReader:
    return NoteReader()


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_that_matches_says_so_and_no_more(reader: NoteReader, kind: str) -> None:
    assert reader.state is NoteCheck.WORKS
    assert reader.marks_of(kind, signed(kind)) == VALID
    assert reader.marks_of(kind, picture(kind)) == set()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "source",
    [
        GENERATED,
        GENERATED.replace("trained", "compositeWithTrained"),
        GENERATED.replace("trainedA", "a"),
    ],
)
def test_a_matching_note_may_say_that_a_program_made_the_picture(
    reader: NoteReader, kind: str, source: str
) -> None:
    assert reader.marks_of(kind, signed(kind, source)) == AI


@pytest.mark.parametrize(
    "says",
    [
        made_by(CAPTURED),
        made_by(CAPTURED.replace("digitalCapture", "algorithmicallyEnhanced")),
        # Where the type does not belong it is somebody's words.
        made_by(CAPTURED, words={"actions": [{"digitalSourceType": GENERATED}]}),
        made_by(CAPTURED, words={"digitalSourceType": GENERATED}),
    ],
)
def test_nothing_else_in_a_note_says_that_a_program_made_it(
    reader: NoteReader, says: dict[str, object]
) -> None:
    assert reader.marks_of("jpeg", sign(picture("jpeg"), "jpeg", says, KEYS)) == VALID


# --- what was changed afterwards


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


def pixel_changed(kind: str, data: bytes) -> bytes:
    """Change one bit of the coded pixels."""
    if kind == "png":
        at = data.index(b"IDAT") + 20
        changed = bytearray(flipped(data, at))
        size = int.from_bytes(data[at - 24 : at - 20], "big")
        whole = changed[at - 20 : at - 16 + size]
        changed[at - 16 + size : at - 12 + size] = struct.pack(">I", zlib.crc32(whole))
        return bytes(changed)
    where = {"jpeg": b"\xff\xda", "webp": b"VP8 "}.get(kind, b"mdat")
    return flipped(data, data.rindex(where) + 40)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("source", [CAPTURED, GENERATED])
def test_one_bit_of_a_picture_changed_after_signing_is_no_match(
    reader: NoteReader, kind: str, source: str
) -> None:
    data = signed(kind, source)
    assert reader.marks_of(kind, pixel_changed(kind, data)) == CHANGED


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_whose_words_were_changed_is_no_match(reader: NoteReader, kind: str) -> None:
    data = signed(kind)
    changed = data.replace(b"digitalCapture", b"digitalCapturE")
    assert changed != data
    assert reader.marks_of(kind, changed) == CHANGED
    # A camera's note that was made to say that a program took the picture says nothing of it.
    lied = data.replace(b"digitalCapture", b"algorithmicMedia"[:14])
    assert reader.marks_of(kind, lied) == CHANGED


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def with_note(note: bytes, data: bytes) -> bytes:
    """Return a PNG with another note, or with none."""
    made = [chunk for chunk in chunks(data) if chunk[0] != b"caBX"]
    if note:
        made.insert(1, (b"caBX", note))
    return data[:8] + b"".join(
        struct.pack(">I", len(one)) + kind + one + struct.pack(">I", zlib.crc32(kind + one))
        for kind, one in made
    )


def note_of(data: bytes) -> bytes:
    return dict(chunks(data))[b"caBX"]


def test_a_note_of_another_picture_is_no_match(reader: NoteReader) -> None:
    note = note_of(signed("png", GENERATED))
    assert reader.marks_of("png", with_note(note, picture("png"))) == AI
    assert reader.marks_of("png", with_note(note, picture("png", 2))) == CHANGED


def test_a_picture_that_was_saved_again_with_its_note_is_no_match(reader: NoteReader) -> None:
    data = signed("png")
    with Image.open(BytesIO(data)) as opened:
        again = encode(opened.convert("RGB").resize((160, 120)), "PNG")
    assert reader.marks_of("png", with_note(note_of(data), again)) == CHANGED


# --- what cannot be checked


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", 8 + len(data)) + kind + data


def nested(depth: int) -> bytes:
    note = b""
    for _ in range(depth):
        note = box(b"jumb", box(b"jumd", b"c2pa" + bytes(12) + b"\x03c2pa\0") + note)
    return note


NOTE = note_of(signed("png"))
SPOILT = {
    "cut": NOTE[: len(NOTE) // 2],
    "cut at its end": NOTE[:-1],
    "empty": box(b"jumb", b""),
    "garbage": b"c2pa" * 5000,
    "zeros": NOTE[:64] + bytes(100_000),
    "deep": nested(500),
    "nested words": NOTE[:-2000] + b"\x81" * 2000,
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_note_that_cannot_be_read_says_nothing(reader: NoteReader, name: str) -> None:
    began = time.process_time()
    assert reader.marks_of("png", with_note(SPOILT[name], picture("png"))) == set()
    assert time.process_time() - began < 1


def test_a_huge_note_is_not_looked_at(reader: NoteReader, monkeypatch: pytest.MonkeyPatch) -> None:
    data = sign(picture("png"), "png", made_by(CAPTURED, words={"a": "x" * 900_000}), KEYS)
    assert reader.marks_of("png", data) == VALID
    monkeypatch.setattr(module, "_MOST_NOTE", 800_000)
    assert reader.marks_of("png", data) == set()


def test_a_note_that_becomes_too_many_words_says_nothing(
    reader: NoteReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_WORDS", 1_000)
    assert reader.marks_of("png", signed("png")) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_the_size_of_a_note_is_known_before_it_is_read(kind: str) -> None:
    added = len(signed(kind)) - len(picture(kind))
    assert 0.9 * added < note_size(kind, signed(kind)) <= added
    assert note_size(kind, picture(kind)) == 0


def test_a_long_note_in_a_jpeg_is_counted_whole() -> None:
    data = sign(picture("jpeg"), "jpeg", made_by(CAPTURED, words={"a": "x" * 300_000}), KEYS)
    assert note_size("jpeg", data) > 300_000


def test_other_failures_are_not_called_a_change() -> None:
    """A certificate that has run out, one that nobody knows, a note of a part that is wrong."""
    for code in ("signingCredential.expired", "signingCredential.untrusted", "claim.malformed"):
        failure = {"validation_results": {"activeManifest": {"failure": [{"code": code}]}}}
        assert module._marks(failure | {"validation_state": "Invalid"}) == set()


# --- nothing is fetched


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """Listen on loopback; give the address, and what was asked there."""
    asked, done = list[bytes](), threading.Event()
    with socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def answer() -> None:
            while True:
                connection, _ = server.accept()
                with connection:
                    if done.is_set():
                        return
                    asked.append(connection.recv(100))

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/note", asked
        done.set()
        with socket() as last:
            last.connect(server.getsockname())
            thread.join(5)


def test_a_note_that_lies_elsewhere_is_not_fetched(reader: NoteReader) -> None:
    with listening() as (address, asked):
        data = sign(picture("jpeg"), "jpeg", made_by(CAPTURED), KEYS, remote=address)
        assert reader.marks_of("jpeg", data) == VALID
        # Without what the file carries itself, so that the address is all there is.
        start = data.index(b"\xff\xeb")
        alone = (
            data[:start] + data[start + 2 + int.from_bytes(data[start + 2 : start + 4], "big") :]
        )
        assert address.encode() in alone
        assert reader.marks_of("jpeg", alone) == set()
        with pytest.raises(c2pa.C2paError):
            reader._words("jpeg", alone)
        assert asked == []
        # The library would: else this test would show nothing.
        with BytesIO(alone) as file, pytest.raises(c2pa.C2paError):
            c2pa.Reader("image/jpeg", file)
        assert len(asked) == 1


# --- with and without the library


def test_without_the_library_nothing_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    reader = NoteReader()
    reader.prove()
    assert reader.state is NoteCheck.NOT_INSTALLED
    assert reader.marks_of("png", signed("png")) == set()


BROKEN: dict[str, str] = {
    "does not load": "raise OSError('wrong ELF class')",
    "knows nothing": "",
    "has other settings": "class Settings:\n    from_dict = staticmethod(lambda given: 1 / 0)",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_library_is_said_to_be_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / "c2pa.py").write_text(BROKEN[name])
    monkeypatch.delitem(sys.modules, "c2pa")
    monkeypatch.syspath_prepend(str(tmp_path))
    reader = NoteReader()
    assert reader.state is NoteCheck.BROKEN
    assert reader.marks_of("png", signed("png")) == set()


@pytest.mark.parametrize("marks", [set(), VALID, CHANGED])
def test_a_library_that_is_wrong_about_the_sample_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, marks: set[Mark]
) -> None:
    monkeypatch.setattr(module, "_marks", lambda _: marks)
    reader = NoteReader()
    assert reader.state is NoteCheck.BROKEN
    assert reader.marks_of("png", signed("png")) == set()


ANSWERS: list[object] = [
    None,
    [],
    {},
    {"validation_state": "Valid"},
    {"validation_results": {"activeManifest": {"failure": [{}]}}, "validation_state": "Valid"},
    {"validation_results": {"activeManifest": {}}, "validation_state": "Valid"},
    {
        "validation_results": {"activeManifest": {}},
        "validation_state": "Valid",
        "active_manifest": "a",
        "manifests": {"a": {"assertions": [{"label": "c2pa.actions"}]}},
    },
    "[" * 100_000,
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: str(answer)[:40])
def test_an_answer_in_another_form_says_nothing(
    reader: NoteReader, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    words = answer if isinstance(answer, str) else json.dumps(answer)
    monkeypatch.setattr(reader, "_words", lambda kind, data: words)
    assert reader.marks_of("png", signed("png")) == set()


def test_only_marks_of_notes_come_from_notes() -> None:
    assert {*VALID, *CHANGED, *AI} == CHECKED
    assert Mark.C2PA not in CHECKED
