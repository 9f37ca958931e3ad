"""Draws chat screenshots with a picture in them, for measuring: nobody's real chat is needed."""

import numpy as np
from PIL import Image, ImageDraw

SIZE = (1080, 2340)
WIDTHS = (0.90, 0.50, 0.30, 0.15)
_LIGHT = ((236, 229, 221), (255, 255, 255), (220, 248, 198), (17, 27, 33))
_DARK = ((11, 20, 26), (32, 44, 51), (0, 92, 75), (233, 237, 239))


def screenshot(picture: Image.Image | None, width: float, seed: int) -> Image.Image:
    """Draw a screenshot of a chat, light or dark, with a picture at a share of its width."""
    chance = np.random.default_rng(seed)
    ground, theirs, ours, ink = (_LIGHT, _DARK)[seed % 2]
    screen = Image.new("RGB", SIZE, ground)
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, SIZE[0], 190), fill=theirs)
    draw.ellipse((40, 70, 140, 170), fill=ours)
    draw.rectangle((170, 95, 480, 125), fill=ink)
    draw.rectangle((0, SIZE[1] - 170, SIZE[0], SIZE[1]), fill=theirs)
    at, place = 230, int(chance.integers(1, 5))
    for number in range(40):
        if number == place and picture is not None:
            at = _paste(screen, picture, width, at, right=bool(chance.integers(2)))
        else:
            at = _bubble(draw, chance, at, (theirs, ours, ink))
        if at > SIZE[1] - 260:
            break
    return screen


def _paste(screen: Image.Image, picture: Image.Image, width: float, at: int, *, right: bool) -> int:
    across = int(SIZE[0] * width)
    down = min(round(picture.height * across / picture.width), SIZE[1] - at - 260)
    small = picture.convert("RGB").resize((across, max(1, down)), Image.Resampling.LANCZOS)
    left = SIZE[0] - across - 30 if right else 30
    screen.paste(small, (left, at))
    return at + down + 30


def _bubble(
    draw: ImageDraw.ImageDraw,
    chance: np.random.Generator,
    at: int,
    colours: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
) -> int:
    theirs, ours, ink = colours
    lines, across = int(chance.integers(1, 4)), int(chance.integers(300, 760))
    right = bool(chance.integers(2))
    left = SIZE[0] - across - 30 if right else 30
    down = 40 + lines * 54
    draw.rounded_rectangle((left, at, left + across, at + down), 24, fill=ours if right else theirs)
    for line in range(lines):
        top, end = at + 26 + line * 54, left + across - 40
        word = left + 34
        while word < end:
            long = int(chance.integers(24, 120))
            for letter in range(word, min(word + long, end), 15):
                height = int(chance.integers(12, 26))
                draw.rectangle((letter, top + 26 - height, letter + 8, top + 26), fill=ink)
            word += long + 22
    return at + down + 22
