"""The 65 edits by which a known picture comes back: shrunk, framed, drawn over, cut, in a chat.

Each takes a picture, a source of chance and three other pictures, and returns what is posted. View
finder and windows were tuned on these; `benchmarks/edits_unseen.py` holds others, that nothing was
tuned on.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from benchmarks.drawing import (
    DARK,
    LIGHT,
    Chance,
    Colour,
    caption,
    chat,
    face,
    fitted,
    outlined,
    story,
    viewer,
    words,
)

Others = Sequence[Image.Image]
Edit = Callable[[Image.Image, Chance, Others], Image.Image]
_BICUBIC, _LANCZOS = Image.Resampling.BICUBIC, Image.Resampling.LANCZOS
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def alone(change: Callable[[Image.Image], Image.Image]) -> Edit:
    """Turn a change that needs neither chance nor other pictures into an edit."""
    return lambda picture, _chance, _others: change(picture)


def chain(*edits: Edit) -> Edit:
    """Do several edits, one after the other."""

    def chained(picture: Image.Image, chance: Chance, others: Others) -> Image.Image:
        for edit in edits:
            picture = edit(picture, chance, others)
        return picture

    return chained


def jpeg(picture: Image.Image, quality: int) -> Image.Image:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def scaled(picture: Image.Image, factor: float) -> Image.Image:
    size = max(8, round(picture.width * factor)), max(8, round(picture.height * factor))
    return picture.resize(size, _BICUBIC)


def at_most(picture: Image.Image, side: int, quality: int) -> Image.Image:
    """Shrink and compress as a chat service does."""
    scale = min(1.0, side / max(picture.size))
    return jpeg(scaled(picture, scale) if scale < 1 else picture, quality)


# --- light and colour ----------------------------------------------------------------------------


def curve(picture: Image.Image, change: Callable[[float], float]) -> Image.Image:
    table = [min(255, max(0, round(change(level / 255) * 255))) for level in range(256)]
    return picture.point(table * 3)


def sepia(picture: Image.Image) -> Image.Image:
    return ImageOps.colorize(picture.convert("L"), (30, 18, 8), (255, 240, 200))


def vignette(picture: Image.Image) -> Image.Image:
    dark = ImageOps.invert(Image.radial_gradient("L")).resize(picture.size)
    return Image.composite(
        picture, Image.new("RGB", picture.size), dark.point(lambda v: min(255, v * 2))
    )


def noise(picture: Image.Image, chance: Chance, _others: Others, *, spread: float) -> Image.Image:
    levels = np.asarray(picture, dtype=np.float32)
    return Image.fromarray(
        np.clip(levels + chance.normal(0, spread, levels.shape), 0, 255).astype(np.uint8)
    )


# --- drawn over ----------------------------------------------------------------------------------


def two_lines(picture: Image.Image, chance: Chance, _others: Others) -> Image.Image:
    drawn = picture.copy()
    for place in (0.12, 0.88):
        middle = drawn.width / 2, drawn.height * place
        outlined(drawn, words(chance, 4).upper(), middle, drawn.height * 0.11)
    return drawn


def logo(picture: Image.Image, _chance: Chance, _others: Others) -> Image.Image:
    drawn = picture.copy()
    draw = ImageDraw.Draw(drawn)
    side = min(picture.size) * 0.14
    right, bottom = picture.width * 0.97, picture.height * 0.97
    draw.ellipse((right - side, bottom - side, right, bottom), fill=(230, 30, 60))
    outlined(drawn, "SCHOOL", (right - side / 2, bottom - side / 2), side * 0.25)
    return drawn


def watermark(picture: Image.Image, angle: float, text: str = "SAMPLE") -> Image.Image:
    side = int(math.hypot(*picture.size))
    layer = Image.new("L", (side, side))
    draw = ImageDraw.Draw(layer)
    size = max(12, min(picture.size) // 12)
    for top in range(0, side, size * 4):
        for left in range(0, side, size * 6):
            caption_at = left, top
            draw.text(caption_at, text, fill=90, font_size=size)
    layer = ImageOps.fit(layer.rotate(angle, _BICUBIC), picture.size)
    return Image.composite(Image.new("RGB", picture.size, WHITE), picture, layer)


def faces(
    picture: Image.Image, chance: Chance, _others: Others, *, count: int, share: float
) -> Image.Image:
    drawn = picture.copy()
    across = share * min(picture.size)
    for _ in range(count):
        middle = tuple(float(chance.uniform(0.25, 0.75)) * side for side in picture.size)
        face(drawn, (middle[0], middle[1]), across)
    return drawn


def mosaic(picture: Image.Image, chance: Chance, _others: Others) -> Image.Image:
    drawn = picture.copy()
    width, height = round(picture.width * 0.3), round(picture.height * 0.3)
    left = int(chance.integers(0, picture.width - width))
    top = int(chance.integers(0, picture.height - height))
    part = picture.crop((left, top, left + width, top + height))
    coarse = part.resize((8, 8), Image.Resampling.BOX)
    drawn.paste(coarse.resize(part.size, Image.Resampling.NEAREST), (left, top))
    return drawn


def bar(picture: Image.Image, chance: Chance, _others: Others) -> Image.Image:
    drawn = picture.copy()
    top = float(chance.uniform(0.25, 0.6)) * picture.height
    left = float(chance.uniform(0.1, 0.4)) * picture.width
    box = (left, top, left + picture.width * 0.5, top + picture.height * 0.1)
    ImageDraw.Draw(drawn).rectangle(box, fill="black")
    return drawn


# --- framed --------------------------------------------------------------------------------------


def captioned(picture: Image.Image, chance: Chance, _others: Others, *, top: bool) -> Image.Image:
    height = round(picture.height * 0.15)
    text = caption(picture.width, height, words(chance, 6), WHITE, BLACK)
    framed = Image.new("RGB", (picture.width, picture.height + height))
    framed.paste(text, (0, 0 if top else picture.height))
    framed.paste(picture, (0, height if top else 0))
    return framed


def letterbox(picture: Image.Image, colour: Colour) -> Image.Image:
    """Put a picture into the shape that it does not have."""
    wide = picture.width >= picture.height
    longer = max(picture.size)
    size = (longer, round(longer * 1.2)) if wide else (round(longer * 1.2), longer)
    framed = Image.new("RGB", size, colour)
    framed.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
    return framed


# --- cut and turned ------------------------------------------------------------------------------


def cut(picture: Image.Image, chance: Chance, _others: Others, *, share: float) -> Image.Image:
    """Cut a share of the sides off, at a place of chance."""
    width, height = (round(side * (1 - share)) for side in picture.size)
    left = int(chance.integers(0, picture.width - width + 1))
    top = int(chance.integers(0, picture.height - height + 1))
    return picture.crop((left, top, left + width, top + height))


def square(picture: Image.Image) -> Image.Image:
    return ImageOps.fit(picture, (min(picture.size),) * 2, _LANCZOS)


def turned(picture: Image.Image, angle: float) -> Image.Image:
    return picture.rotate(angle, _BICUBIC)


def turned_inside(picture: Image.Image, angle: float) -> Image.Image:
    """Turn and cut so that no corner shows."""
    longer = max(picture.size) / min(picture.size)
    radians = math.radians(abs(angle))
    share = 1 / (math.cos(radians) + longer * math.sin(radians))
    width, height = (round(side * share) for side in picture.size)
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return turned(picture, angle).crop((left, top, left + width, top + height))


def leaning(picture: Image.Image, chance: Chance, _others: Others, *, share: float) -> Image.Image:
    """Look at a picture from an angle: each corner moves inwards by up to a share of the sides."""
    width, height = picture.size
    moves = chance.uniform(0, share, (4, 2)) * (width, height)
    left_top, left_bottom, right_bottom, right_top = moves
    quad = (
        left_top[0], left_top[1],
        left_bottom[0], height - left_bottom[1],
        width - right_bottom[0], height - right_bottom[1],
        width - right_top[0], right_top[1],
    )  # fmt: skip
    return picture.transform(picture.size, Image.Transform.QUAD, quad, _BICUBIC)


def off_a_screen(picture: Image.Image, chance: Chance, others: Others) -> Image.Image:
    """Take a photo of a screen: a dark rim, a lean, stripes, uneven light, softness, noise."""
    shown = fitted(picture, 1000, 1000)
    rim = Image.new("RGB", (shown.width + 24, shown.height + 24), (12, 12, 14))
    rim.paste(shown, (12, 12))
    leant = leaning(rim, chance, others, share=0.035)
    levels = np.asarray(leant.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.float32)
    down, across = np.mgrid[: levels.shape[0], : levels.shape[1]]
    stripes = 8 * np.sin(across / 2.7 + down / 9) * np.sin(down / 3.1)
    light = 0.8 + 0.3 * across / levels.shape[1]
    levels = levels * light[..., None] + stripes[..., None] + 8
    return jpeg(
        noise(Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)), chance, others, spread=6),
        75,
    )


# --- among others --------------------------------------------------------------------------------


def collage(
    picture: Image.Image, chance: Chance, others: Others, *, gap: int = 0, fit: bool = False
) -> Image.Image:
    """Put a picture into one of four fields, stretched or cut to it."""
    width, height = 600, 600 if fit else round(600 * picture.height / picture.width)
    sheet = Image.new("RGB", (2 * width + gap, 2 * height + gap), WHITE)
    mine = int(chance.integers(4))
    rest = iter(others)
    for place in range(4):
        shown = picture if place == mine else next(rest)
        size = (width, height)
        field = ImageOps.fit(shown, size, _LANCZOS) if fit else shown.resize(size, _LANCZOS)
        sheet.paste(field, (place % 2 * (width + gap), place // 2 * (height + gap)))
    return sheet


def beside(picture: Image.Image, chance: Chance, others: Others, *, stacked: bool) -> Image.Image:
    """Put a picture next to another one, or above or below it."""
    pair = [picture, others[0]]
    if chance.integers(2):
        pair.reverse()
    if stacked:
        pair = [each.resize((800, max(1, round(each.height * 800 / each.width)))) for each in pair]
        sheet = Image.new("RGB", (800, sum(each.height for each in pair)))
        sheet.paste(pair[0], (0, 0))
        sheet.paste(pair[1], (0, pair[0].height))
        return sheet
    pair = [each.resize((max(1, round(each.width * 800 / each.height)), 800)) for each in pair]
    sheet = Image.new("RGB", (sum(each.width for each in pair), 800))
    sheet.paste(pair[0], (0, 0))
    sheet.paste(pair[1], (pair[0].width, 0))
    return sheet


MIRROR = alone(ImageOps.mirror)
TELEGRAM = alone(partial(at_most, side=1280, quality=82))
_AGAIN = alone(partial(at_most, side=1024, quality=60))
WHATSAPP = alone(partial(at_most, side=1600, quality=70))

EDITS: dict[str, Edit] = {
    **{f"jpeg{q}": alone(partial(jpeg, quality=q)) for q in (90, 70, 50, 30)},
    **{f"resize{f:g}": alone(partial(scaled, factor=f)) for f in (0.25, 0.5, 2)},
    "thumb160": alone(lambda p: scaled(p, 160 / max(p.size))),
    "telegram1280q82": TELEGRAM,
    "whatsapp1600q70": WHATSAPP,
    "chain wa>tg>1024q60": chain(WHATSAPP, TELEGRAM, _AGAIN),
    "squash aspect 4:5": alone(lambda p: p.resize((p.width, round(p.width * 5 / 4)), _BICUBIC)),
    "brightness+30%": alone(lambda p: ImageEnhance.Brightness(p).enhance(1.3)),
    "brightness-30%": alone(lambda p: ImageEnhance.Brightness(p).enhance(0.7)),
    "contrast1.5": alone(lambda p: ImageEnhance.Contrast(p).enhance(1.5)),
    "gamma0.6": alone(partial(curve, change=lambda level: level**0.6)),
    "grayscale": alone(lambda p: p.convert("L").convert("RGB")),
    "saturation2": alone(lambda p: ImageEnhance.Color(p).enhance(2)),
    "sepia": alone(sepia),
    "vignette": alone(vignette),
    "invert": alone(ImageOps.invert),
    "blur r3": alone(lambda p: p.filter(ImageFilter.GaussianBlur(3))),
    "blur r8": alone(lambda p: p.filter(ImageFilter.GaussianBlur(8))),
    "noise15": partial(noise, spread=15),
    "sharpen": alone(lambda p: p.filter(ImageFilter.UnsharpMask(3, 200))),
    "text 2 lines": two_lines,
    "corner logo": logo,
    "watermark tiled": alone(partial(watermark, angle=30)),
    "emoji x1 18%": partial(faces, count=1, share=0.18),
    "emoji x3 18%": partial(faces, count=3, share=0.18),
    "emoji x1 35%": partial(faces, count=1, share=0.35),
    "censor mosaic 30%box": mosaic,
    "black censor bar": bar,
    "caption bar bottom15%": partial(captioned, top=False),
    "caption bar top15%": partial(captioned, top=True),
    "white border 5%": alone(lambda p: ImageOps.expand(p, max(1, max(p.size) // 20), WHITE)),
    "letterbox black": alone(partial(letterbox, colour=BLACK)),
    "letterbox white": alone(partial(letterbox, colour=WHITE)),
    "blurred-bg story": lambda p, chance, _: story(p, float(chance.uniform(0.85, 1))),
    "phone shot black UI": lambda p, chance, _: viewer(p, chance, BLACK, (225, 225, 225)),
    "phone shot white UI": lambda p, chance, _: viewer(p, chance, WHITE, (40, 40, 40)),
    "chat shot light": lambda p, chance, _: chat(p, chance, LIGHT),
    "chat shot dark": lambda p, chance, _: chat(p, chance, DARK),
    **{f"crop{s}%": partial(cut, share=s / 100) for s in (2, 5, 10, 15, 20, 30)},
    "crop square centre": alone(square),
    "mirror": MIRROR,
    "rot90": alone(lambda p: p.transpose(Image.Transpose.ROTATE_90)),
    "rot180": alone(lambda p: p.transpose(Image.Transpose.ROTATE_180)),
    "mirror+telegram+crop5": chain(MIRROR, TELEGRAM, partial(cut, share=0.05)),
    "rot2 black corners": alone(partial(turned, angle=2)),
    "rot5 black corners": alone(partial(turned, angle=5)),
    "rot5 inner crop": alone(partial(turned_inside, angle=5)),
    "rot-5 inner crop": alone(partial(turned_inside, angle=-5)),
    "perspective6%": partial(leaning, share=0.06),
    "photo of screen": off_a_screen,
    "collage 2x2 stretch": collage,
    "collage 2x2 gap": partial(collage, gap=16),
    "collage 2x2 fit-crop": partial(collage, fit=True),
    "side by side": partial(beside, stacked=False),
    "stacked": partial(beside, stacked=True),
}  # fmt: skip
"""The edits of docs/hashing.md by the names in its table."""
