"""Draws what pictures are shown in: phones, chats, stories. Nobody's real screen is needed."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

Chance = np.random.Generator
Colour = tuple[int, int, int]
PHONE = (1080, 2340)
_LANCZOS = Image.Resampling.LANCZOS
_TEXT = (
    "ok see you at four the bus was late again homework page twelve who has the notes yes no "
    "maybe haha look at this what time is practice my mum says hi can somebody send the list "
    "please and then we went home tomorrow is the trip bring lunch good night thanks"
)


def words(chance: Chance, count: int) -> str:
    """Return everyday words."""
    return " ".join(str(word) for word in chance.choice(_TEXT.split(), count))


def fitted(picture: Image.Image, width: int, height: int) -> Image.Image:
    """Return the picture, as large as fits."""
    return ImageOps.contain(picture, (max(1, width), max(1, height)), _LANCZOS)


def write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: float, ink: Colour
) -> None:
    draw.text(at, text, fill=ink, font=ImageFont.load_default(size))


def rounded(screen: Image.Image, picture: Image.Image, at: tuple[int, int], radius: int) -> None:
    """Paste a picture with round corners."""
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, picture.width - 1, picture.height - 1), radius, fill=255
    )
    screen.paste(picture, at, mask)


def status_bar(draw: ImageDraw.ImageDraw, width: int, ink: Colour) -> None:
    """Draw the clock, the battery and the signal at the upper edge."""
    write(draw, (50, 28), "10:42", 40, ink)
    draw.rounded_rectangle((width - 130, 34, width - 60, 66), 8, outline=ink, width=4)
    draw.rectangle((width - 124, 40, width - 84, 60), fill=ink)
    for step in range(4):
        draw.rectangle(
            (width - 220 + step * 18, 60 - step * 8, width - 208 + step * 18, 66), fill=ink
        )


def viewer(picture: Image.Image, chance: Chance, ground: Colour, ink: Colour) -> Image.Image:
    """Draw a phone that shows one picture in its gallery."""
    screen = Image.new("RGB", PHONE, ground)
    draw = ImageDraw.Draw(screen)
    shown = fitted(picture, PHONE[0], PHONE[1] - 560)
    screen.paste(shown, ((PHONE[0] - shown.width) // 2, (PHONE[1] - shown.height) // 2))
    status_bar(draw, PHONE[0], ink)
    write(draw, (140, 130), words(chance, 2), 48, ink)
    write(draw, (140, 190), "yesterday, 18:03", 34, ink)
    draw.line((80, 150, 50, 180, 80, 210), fill=ink, width=6)
    for place in range(5):
        left = 90 + place * 210
        draw.ellipse((left, 2160, left + 56, 2216), outline=ink, width=6)
    draw.rounded_rectangle((380, 2300, 700, 2310), 5, fill=ink)
    return screen


LIGHT = ((236, 229, 221), (255, 255, 255), (217, 253, 211), (17, 27, 33))
DARK = ((11, 20, 26), (32, 44, 51), (0, 92, 75), (233, 237, 239))
Scheme = tuple[Colour, Colour, Colour, Colour]


def chat(
    picture: Image.Image, chance: Chance, scheme: Scheme, size: tuple[int, int] = PHONE
) -> Image.Image:
    """Draw a chat with a picture between bubbles of text; colours: ground, theirs, ours, ink."""
    ground, theirs, ours, ink = scheme
    screen = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(screen)
    if chance.random() < 0.5:
        _doodles(draw, chance, size, ground)
    at = 270
    for _ in range(int(chance.integers(0, 4))):
        at = bubble(draw, chance, at, (theirs, ours, ink), size[0])
    at = _picture_bubble(screen, picture, chance, at, scheme)
    while at < size[1] - 420:
        at = bubble(draw, chance, at, (theirs, ours, ink), size[0])
    draw.rectangle((0, 0, size[0], 240), fill=theirs)
    status_bar(draw, size[0], ink)
    draw.ellipse((110, 115, 210, 215), fill=ours)
    write(draw, (240, 120), words(chance, 2), 46, ink)
    write(draw, (240, 180), words(chance, 5), 30, ink)
    draw.rectangle((0, size[1] - 190, size[0], size[1]), fill=ground)
    draw.rounded_rectangle((30, size[1] - 170, size[0] - 170, size[1] - 60), 50, fill=theirs)
    write(draw, (130, size[1] - 140), "Message", 44, ink)
    draw.ellipse((size[0] - 150, size[1] - 170, size[0] - 40, size[1] - 60), fill=(0, 168, 132))
    return screen


def _doodles(
    draw: ImageDraw.ImageDraw, chance: Chance, size: tuple[int, int], ground: Colour
) -> None:
    """Draw the faint pattern that chats have as a background."""
    faint = tuple(min(255, max(0, level + (9 if level < 128 else -9))) for level in ground)
    for _ in range(260):
        left, top = (int(chance.integers(0, side)) for side in size)
        wide, high = (int(each) for each in chance.integers(20, 80, 2))
        shape = (left, top, left + wide, top + high)
        if chance.random() < 0.5:
            draw.ellipse(shape, outline=faint, width=4)
        else:
            draw.rectangle(shape, outline=faint, width=4)


def _picture_bubble(
    screen: Image.Image, picture: Image.Image, chance: Chance, at: int, scheme: Scheme
) -> int:
    _, theirs, ours, _ = scheme
    right = bool(chance.integers(2))
    width = int(screen.width * chance.uniform(0.62, 0.80))
    shown = fitted(picture, width, int(screen.height * 0.45))
    left = screen.width - shown.width - 40 if right else 40
    draw = ImageDraw.Draw(screen)
    frame = (left - 8, at - 8, left + shown.width + 8, at + shown.height + 8)
    draw.rounded_rectangle(frame, 30, fill=ours if right else theirs)
    rounded(screen, shown, (left, at), 24)
    write(
        draw,
        (left + shown.width - 110, at + shown.height - 50),
        "10:4" + "0123456789"[at % 10],
        32,
        (255, 255, 255),
    )
    return at + shown.height + 40


def bubble(
    draw: ImageDraw.ImageDraw, chance: Chance, at: int, colours: Sequence[Colour], width: int
) -> int:
    """Draw a bubble of text and return where the next one begins."""
    theirs, ours, ink = colours
    lines = [words(chance, int(chance.integers(3, 7))) for _ in range(int(chance.integers(1, 4)))]
    font = ImageFont.load_default(42)
    across = int(max(font.getlength(line) for line in lines)) + 60
    right = bool(chance.integers(2))
    left = width - across - 40 if right else 40
    down = 40 + len(lines) * 56
    draw.rounded_rectangle((left, at, left + across, at + down), 28, fill=ours if right else theirs)
    for number, line in enumerate(lines):
        draw.text((left + 30, at + 16 + number * 56), line, fill=ink, font=font)
    return at + down + 20


def caption(width: int, height: int, text: str, ground: Colour, ink: Colour) -> Image.Image:
    """Draw a bar with text in the middle."""
    bar = Image.new("RGB", (width, max(1, height)), ground)
    draw = ImageDraw.Draw(bar)
    size = height * 0.4
    font = ImageFont.load_default(size)
    while font.getlength(text) > width * 0.94 and size > 8:
        size *= 0.9
        font = ImageFont.load_default(size)
    draw.text((width / 2, height / 2), text, fill=ink, font=font, anchor="mm")
    return bar


def outlined(picture: Image.Image, text: str, middle: tuple[float, float], size: float) -> None:
    """Write white letters with a black outline over a picture."""
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size)
    while font.getlength(text) > picture.width * 0.94 and size > 8:
        size *= 0.9
        font = ImageFont.load_default(size)
    draw.text(
        middle, text, fill="white", font=font, anchor="mm",
        stroke_width=max(1, round(size / 12)), stroke_fill="black",
    )  # fmt: skip


def face(picture: Image.Image, middle: tuple[float, float], across: float) -> None:
    """Draw a yellow face over a picture."""
    draw = ImageDraw.Draw(picture)
    left, top, half = middle[0], middle[1], across / 2
    draw.ellipse((left - half, top - half, left + half, top + half), fill=(255, 204, 51))
    for side in (-1, 1):
        eye = left + side * half * 0.35
        draw.ellipse(
            (eye - half * 0.12, top - half * 0.4, eye + half * 0.12, top - half * 0.1),
            fill=(90, 60, 20),
        )
    draw.arc(
        (left - half * 0.5, top - half * 0.3, left + half * 0.5, top + half * 0.6),
        20, 160, fill=(90, 60, 20), width=max(1, round(half * 0.12)),
    )  # fmt: skip


def story(picture: Image.Image, share: float, size: tuple[int, int] = (1080, 1920)) -> Image.Image:
    """Show a picture over a blurred copy of itself, as stories do."""
    ground = ImageOps.fit(picture, (size[0] // 4, size[1] // 4), _LANCZOS)
    screen = ground.filter(ImageFilter.GaussianBlur(12)).resize(size, Image.Resampling.BICUBIC)
    shown = fitted(picture, int(size[0] * share), int(size[1] * 0.8))
    screen.paste(shown, ((size[0] - shown.width) // 2, (size[1] - shown.height) // 2))
    return screen
