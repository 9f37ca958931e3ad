"""Marks of a file's origin are found where programs put them, and nothing else is taken for one."""

import json
import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.domain.signal import Mark
from classifiers.decoding.marks import marks_in
from tests.unit.classifiers.pictures import Here, drawing, encode

# As the programs write them; the prompts are ours.
WEBUI = "a red boat\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"
GRAPH = json.dumps({"3": {"class_type": "KSampler", "inputs": {"seed": 1}}})
MADE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
PICTURE = drawing(1)


def png(**texts: str) -> bytes:
    info = PngInfo()
    for name, text in texts.items():
        info.add_text(name.replace("__", "-"), text)
    return encode(PICTURE, "PNG", pnginfo=info)


def png_text(*, itxt: bool, packed: bool, keyword: str, text: str) -> bytes:
    info = PngInfo()
    if itxt:
        info.add_itxt(keyword, text, zip=packed)
    else:
        info.add_text(keyword, text, zip=packed)
    return encode(PICTURE, "PNG", pnginfo=info)


def comment(text: str) -> bytes:
    """Return EXIF with a comment as the Stable Diffusion WebUI writes it."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + text.encode("utf-16-be")
    return exif.tobytes()


def xmp(value: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description '
        f'Iptc4xmpExt:DigitalSourceType="{value}"/></rdf:RDF></x:xmpmeta>'
    ).encode()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", 8 + len(data)) + kind + data


NOTE = box(b"jumb", box(b"jumd", b"c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0"))
UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


def in_jpeg(marker: int, content: bytes) -> bytes:
    plain = encode(PICTURE, "JPEG")
    segment = bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content
    return plain[:2] + segment + plain[2:]


def webp_with(kind: bytes, content: bytes) -> bytes:
    plain = encode(PICTURE, "WEBP")
    extra = kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(plain) - 8 + len(extra)) + plain[8:] + extra


def marked(data: bytes) -> tuple[Mark, ...]:
    """Return the marks of a file as the whole decoder tells them."""
    seen = Here().look_into(data)
    assert seen.views, "the file is a picture all the same"
    return seen.marks


@pytest.mark.parametrize(
    ("data", "mark"),
    [
        (png(parameters=WEBUI), Mark.STABLE_DIFFUSION),
        (png(prompt=GRAPH), Mark.COMFYUI),
        (png(workflow=GRAPH), Mark.COMFYUI),
        (png(invokeai_metadata=GRAPH), Mark.INVOKEAI),
        (png(sd__metadata=GRAPH), Mark.INVOKEAI),
        (png(Dream='"a red boat" -s 50'), Mark.INVOKEAI),
        (png(Software="NovelAI"), Mark.NOVELAI),
        *(
            (
                png_text(itxt=itxt, packed=packed, keyword="parameters", text=WEBUI),
                Mark.STABLE_DIFFUSION,
            )
            for itxt in (False, True)
            for packed in (False, True)
        ),
        (encode(PICTURE, "PNG", exif=comment(WEBUI)), Mark.STABLE_DIFFUSION),
        (encode(PICTURE, "JPEG", exif=comment(WEBUI)), Mark.STABLE_DIFFUSION),
        (encode(PICTURE, "WEBP", exif=comment(WEBUI)), Mark.STABLE_DIFFUSION),
        (encode(PICTURE, "WEBP", exif=comment("x" + "y" * 9 + WEBUI)), Mark.STABLE_DIFFUSION),
        (encode(PICTURE, "JPEG", xmp=xmp(MADE)), Mark.IPTC_AI),
        (encode(PICTURE, "WEBP", xmp=xmp(MADE)), Mark.IPTC_AI),
        (encode(PICTURE, "JPEG", xmp=xmp("trainedAlgorithmicMedia")), Mark.IPTC_AI),
        (
            encode(PICTURE, "JPEG", xmp=xmp(MADE.replace("trained", "compositeWithTrained"))),
            Mark.IPTC_AI,
        ),
        (
            encode(PICTURE, "JPEG", xmp=xmp(MADE.replace("trainedA", "a"))),
            Mark.IPTC_AI,
        ),
        (
            png_text(itxt=True, packed=True, keyword="XML:com.adobe.xmp", text=xmp(MADE).decode()),
            Mark.IPTC_AI,
        ),
        (encode(PICTURE, "GIF")[:-1] + xmp(MADE) + b";", Mark.IPTC_AI),
        (in_jpeg(0xEB, b"JP\0\1\0\0\0\1" + NOTE), Mark.C2PA),
        (
            encode(PICTURE, "PNG")[:33] + chunk(b"caBX", NOTE) + encode(PICTURE, "PNG")[33:],
            Mark.C2PA,
        ),
        (webp_with(b"C2PA", NOTE), Mark.C2PA),
        (encode(PICTURE, "AVIF") + box(b"uuid", UUID + b"\0\0\0\0manifest\0" + NOTE), Mark.C2PA),
    ],
)
def test_a_mark_is_found_where_programs_put_it(data: bytes, mark: Mark) -> None:
    assert marked(data) == (mark,)


def test_comfyuis_graph_is_found_in_exif() -> None:
    exif = Image.Exif()
    exif[0x0110], exif[0x010F] = f"prompt:{GRAPH}", f"workflow:{GRAPH}"
    assert marked(encode(PICTURE, "WEBP", exif=exif)) == (Mark.COMFYUI,)


def test_a_note_of_c2pa_that_says_what_made_the_picture_gives_both_marks() -> None:
    note = NOTE + b"qdigitalSourceType" + MADE.encode()
    assert marked(in_jpeg(0xEB, b"JP\0\1\0\0\0\1" + note)) == (Mark.IPTC_AI, Mark.C2PA)


@pytest.mark.parametrize(
    "data",
    [
        encode(PICTURE, "PNG"),
        encode(PICTURE, "JPEG"),
        encode(PICTURE, "WEBP"),
        png(Comment=WEBUI, Title="parameters"),
        png(parameters="paper: glossy"),
        png(parameters="Steps to reproduce: 3"),
        png(prompt="what do you see"),
        png(workflow="scanned, cropped"),
        png(Software="Adobe Photoshop"),
        encode(PICTURE, "JPEG", exif=comment("20 steps to the boat")),
        encode(PICTURE, "JPEG", xmp=xmp(MADE.replace("trainedAlgorithmicMedia", "digitalCapture"))),
        encode(
            PICTURE, "JPEG", xmp=xmp(MADE.replace("trainedAlgorithmicMedia", "minorHumanEdits"))
        ),
        in_jpeg(0xEB, b"JP\0\1\0\0\0\1" + box(b"jumb", b"something else")),
        in_jpeg(0xE5, b"JP\0\1\0\0\0\1" + NOTE),
    ],
)
def test_nothing_else_is_taken_for_a_mark(data: bytes) -> None:
    assert marked(data) == ()


def test_marks_come_in_one_order_and_each_once() -> None:
    data = png(prompt=GRAPH, workflow=GRAPH, parameters=WEBUI, Software="NovelAI")
    assert marked(data) == (Mark.STABLE_DIFFUSION, Mark.COMFYUI, Mark.NOVELAI)


def test_no_word_of_the_file_leaves_with_its_marks() -> None:
    seen = Here().look_into(png(parameters=WEBUI))
    assert "boat" not in repr((seen.marks, seen.links, seen.reasons))


def test_a_signed_note_alone_does_not_say_that_a_program_made_it() -> None:
    plain = [Mark.C2PA, Mark.C2PA_VALID, Mark.C2PA_CHANGED]
    assert [mark for mark in Mark if not mark.says_made] == plain


KINDS = ("png", "jpeg", "webp", "heif", "avif", "mp4", "quicktime", "gif", "tiff", "jpeg2000", "x")
SAMPLES = (
    png(parameters=WEBUI, prompt=GRAPH),
    png_text(itxt=True, packed=True, keyword="parameters", text=WEBUI),
    encode(PICTURE, "JPEG", exif=comment(WEBUI), xmp=xmp(MADE)),
    webp_with(b"C2PA", NOTE),
    encode(PICTURE, "AVIF") + box(b"uuid", UUID),
)


@given(st.sampled_from(KINDS), st.binary(max_size=200))
def test_no_bytes_raise(kind: str, data: bytes) -> None:
    marks_in(kind, data)


@given(st.sampled_from(KINDS), st.sampled_from(SAMPLES), st.data())
def test_no_damage_raises(kind: str, sample: bytes, drawn: st.DataObject) -> None:
    data = bytearray(sample[: drawn.draw(st.integers(0, len(sample)))])
    for place in drawn.draw(st.lists(st.integers(0, max(0, len(data) - 1)), max_size=8)):
        if data:
            data[place] = drawn.draw(st.integers(0, 255))
    marks_in(kind, bytes(data))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("png", b"\x89PNG\r\n\x1a\n" + chunk(b"junk", b"") * 400_000),
        ("jpeg", b"\xff\xd8" + b"\xff\xe1\0\2" * 1_000_000),
        ("jpeg", b"\xff\xd8" + b"\xff" * 4_000_000),
        (
            "png",
            b"\x89PNG\r\n\x1a\n" + chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(10**6))) * 9_000,
        ),
        ("webp", b"RIFF\0\0\0\0WEBP" + b"junk\0\0\0\0" * 500_000),
        ("mp4", box(b"junk", b"") * 500_000),
        ("gif", b"DigitalSourceType" * 250_000),
        (
            "png",
            b"\x89PNG\r\n\x1a\n" + chunk(b"zTXt", b"parameters\0\0" + zlib.compress(bytes(10**8))),
        ),
        ("jpeg", b"\xff\xd8" + b"\xff\xe1\xff\xff" + b"Exif\0" + b"Steps: 1" * 8000),
    ],
    ids=lambda one: one if isinstance(one, str) else str(len(one)),
)
def test_a_file_of_millions_of_pieces_takes_no_time(kind: str, data: bytes) -> None:
    began = time.process_time()
    assert marks_in(kind, data) == set()
    assert time.process_time() - began < 1
