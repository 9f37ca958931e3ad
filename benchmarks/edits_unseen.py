"""Edits that nothing was tuned on: other screens, frames and collages, other cuts, other files.

The view finder and the windows were made with `benchmarks/edits.py` in sight, so what they reach
there flatters them. These were written afterwards, and nothing was changed for their sake.
"""

from functools import partial
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from benchmarks.drawing import (
    Chance,
    Colour,
    bubble,
    caption,
    face,
    fitted,
    outlined,
    rounded,
    status_bar,
    story,
    words,
    write,
)
from benchmarks.edits import (
    BLACK,
    MIRROR,
    TELEGRAM,
    WHITE,
    Edit,
    Others,
    alone,
    at_most,
    chain,
    cut,
    jpeg,
    leaning,
    noise,
    scaled,
    turned_inside,
    watermark,
)

_LANCZOS = Image.Resampling.LANCZOS


def webp(picture: Image.Image, quality: int) -> Image.Image:
    buffer = BytesIO()
    picture.save(buffer, "WEBP", quality=quality)
    return Image.open(buffer).convert("RGB")


# --- screens -------------------------------------------------------------------------------------


def tablet_chat(picture: Image.Image, chance: Chance, _others: Others) -> Image.Image:
    """Draw a tablet on its side: chats on the left, one of them on the right, in blue."""
    screen = Image.new("RGB", (2160, 1620), (214, 228, 240))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 700, 1620), fill=WHITE)
    for row in range(11):
        top = 150 + row * 130
        draw.ellipse(
            (30, top, 120, top + 90), fill=tuple(int(v) for v in chance.integers(60, 220, 3))
        )
        write(draw, (150, top), words(chance, 2), 40, (20, 20, 20))
        write(draw, (150, top + 50), words(chance, 5), 30, (120, 120, 120))
    colours = ((255, 255, 255), (239, 254, 221), (20, 20, 20))
    pane = Image.new("RGB", (1460, 1620), (160, 190, 214))
    pane_draw, at = ImageDraw.Draw(pane), 150
    at = bubble(pane_draw, chance, at, colours, 1460)
    shown = fitted(picture, int(chance.integers(620, 900)), 900)
    left = 1420 - shown.width if chance.integers(2) else 40
    rounded(pane, shown, (left, at), 36)
    write(pane_draw, (left + 20, at + shown.height - 50), "16:20", 32, WHITE)
    at += shown.height + 30
    while at < 1350:
        at = bubble(pane_draw, chance, at, colours, 1460)
    pane_draw.rectangle((0, 0, 1460, 120), fill=WHITE)
    pane_draw.rectangle((0, 1500, 1460, 1620), fill=WHITE)
    screen.paste(pane, (700, 0))
    return screen


def feed(picture: Image.Image, chance: Chance, others: Others) -> Image.Image:
    """Draw a post in a feed: full width, name above, hearts below, the next post cut off."""
    screen = Image.new("RGB", (1170, 2532), WHITE)
    draw = ImageDraw.Draw(screen)
    status_bar(draw, 1170, BLACK)
    draw.ellipse((30, 180, 130, 280), fill=(200, 90, 160))
    write(draw, (160, 200), words(chance, 2), 46, BLACK)
    shown = fitted(picture, 1170, 1460)
    screen.paste(shown, ((1170 - shown.width) // 2, 310))
    at = 310 + shown.height
    for place in range(3):
        draw.ellipse(
            (30 + place * 110, at + 25, 100 + place * 110, at + 95), outline=BLACK, width=7
        )
    write(draw, (30, at + 120), words(chance, 8), 40, BLACK)
    write(draw, (30, at + 180), words(chance, 6), 40, (110, 110, 110))
    below = ImageOps.fit(others[0], (1170, 900), _LANCZOS)
    screen.paste(below, (0, at + 420))
    draw.rectangle((0, 2370, 1170, 2532), fill=WHITE)
    return screen


def decorated_story(picture: Image.Image, chance: Chance, _others: Others) -> Image.Image:
    """Draw a story on a gradient: round corners, a sticker, a line of text, a bar on top."""
    ramp = Image.linear_gradient("L").resize((1080, 1920))
    screen = ImageOps.colorize(ramp, (240, 120, 60), (120, 40, 160))
    shown = fitted(picture, 900, 1300)
    at = ((1080 - shown.width) // 2, (1920 - shown.height) // 2)
    rounded(screen, shown, at, 48)
    draw = ImageDraw.Draw(screen)
    draw.rounded_rectangle((20, 30, 1060, 38), 4, fill=(255, 255, 255))
    write(draw, (150, 80), words(chance, 2), 44, WHITE)
    face(screen, (at[0] + shown.width * 0.9, at[1] + shown.height), 190)
    outlined(screen, words(chance, 4), (540, at[1] + shown.height + 120), 80)
    return screen


def browser_page(picture: Image.Image, chance: Chance, _others: Others) -> Image.Image:
    """Draw a web page on a large screen, with text around a picture."""
    screen = Image.new("RGB", (1920, 1080), WHITE)
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 1920, 110), fill=(222, 225, 230))
    draw.rounded_rectangle((200, 55, 1500, 100), 22, fill=WHITE)
    write(draw, (230, 60), "example.org/" + words(chance, 1), 30, (60, 60, 60))
    write(draw, (360, 150), words(chance, 6).capitalize(), 60, BLACK)
    shown = fitted(picture, 800, 620)
    screen.paste(shown, (360, 250))
    for line in range(14):
        write(draw, (360 + shown.width + 40, 260 + line * 44), words(chance, 5), 30, (50, 50, 50))
    for line in range(4):
        write(draw, (360, 270 + shown.height + line * 44), words(chance, 12), 30, (50, 50, 50))
    return screen


def video_call(picture: Image.Image, chance: Chance, others: Others) -> Image.Image:
    """Draw a call of four on black: fields with round corners and names."""
    screen = Image.new("RGB", (1920, 1080), (24, 26, 28))
    draw = ImageDraw.Draw(screen)
    mine, rest = int(chance.integers(4)), iter(others)
    for place in range(4):
        shown = ImageOps.fit(picture if place == mine else next(rest), (900, 460), _LANCZOS)
        at = (40 + place % 2 * 940, 30 + place // 2 * 490)
        rounded(screen, shown, at, 20)
        draw.rectangle((at[0] + 10, at[1] + 415, at[0] + 190, at[1] + 450), fill=(0, 0, 0))
        write(draw, (at[0] + 20, at[1] + 416), words(chance, 1), 28, WHITE)
    return screen


def picture_in_picture(picture: Image.Image, chance: Chance, others: Others) -> Image.Image:
    """Put a small other picture into a corner."""
    drawn = picture.copy()
    small = ImageOps.fit(others[0], (picture.width // 4, picture.height // 4), _LANCZOS)
    left = (0.03, 0.72)[int(chance.integers(2))] * picture.width
    drawn.paste(small, (int(left), int(0.04 * picture.height)))
    return drawn


def small_in_large(picture: Image.Image, chance: Chance, others: Others) -> Image.Image:
    """Put a picture over two fifths of the width of another one."""
    large = ImageOps.fit(others[0], (1280, 960), _LANCZOS)
    small = fitted(picture, 512, 512)
    at = (int(chance.integers(40, 700)), int(chance.integers(40, 400)))
    ImageDraw.Draw(large).rectangle(
        (at[0] - 4, at[1] - 4, at[0] + small.width + 3, at[1] + small.height + 3), fill=WHITE
    )
    large.paste(small, at)
    return large


# --- frames --------------------------------------------------------------------------------------


def meme(picture: Image.Image, chance: Chance, _others: Others, *, ground: Colour) -> Image.Image:
    """Put bars with text above and below."""
    ink = BLACK if ground == WHITE else WHITE
    height = round(picture.height * 0.18)
    framed = Image.new("RGB", (picture.width, picture.height + 2 * height), ground)
    framed.paste(caption(picture.width, height, words(chance, 5), ground, ink), (0, 0))
    framed.paste(picture, (0, height))
    lower = caption(picture.width, height, words(chance, 5), ground, ink)
    framed.paste(lower, (0, picture.height + height))
    return framed


def poster(picture: Image.Image, chance: Chance, _others: Others) -> Image.Image:
    """Frame it black, with a thin white line and a title below."""
    side = max(picture.size)
    inner = ImageOps.expand(
        ImageOps.expand(picture, max(1, side // 200), BLACK), max(1, side // 250), WHITE
    )
    framed = Image.new("RGB", (inner.width + side // 5, inner.height + side // 3), BLACK)
    framed.paste(inner, (side // 10, side // 10))
    outlined(
        framed, words(chance, 2).upper(), (framed.width / 2, framed.height - side / 7), side / 14
    )
    return framed


def polaroid(picture: Image.Image, _chance: Chance, _others: Others) -> Image.Image:
    """Frame it like an instant photo."""
    side = max(picture.size)
    card = Image.new(
        "RGB", (picture.width + side // 8, picture.height + side // 4), (250, 249, 245)
    )
    card.paste(picture, (side // 16, side // 16))
    return card


def fade_caption(picture: Image.Image, chance: Chance, _others: Others) -> Image.Image:
    """Darken the lower third and write into it."""
    ramp = Image.linear_gradient("L").resize(picture.size)
    mask = ramp.point(lambda level: max(0, min(220, (level - 150) * 3)))
    drawn = Image.composite(Image.new("RGB", picture.size), picture, mask)
    outlined(
        drawn, words(chance, 5), (picture.width / 2, picture.height * 0.92), picture.height * 0.06
    )
    return drawn


def one_sided(
    picture: Image.Image, chance: Chance, _others: Others, *, share: float
) -> Image.Image:
    """Cut from one side only."""
    width, height = picture.size
    x, y = round(width * share), round(height * share)
    return picture.crop(
        [
            (x, 0, width, height),
            (0, y, width, height),
            (0, 0, width - x, height),
            (0, 0, width, height - y),
        ][int(chance.integers(4))]
    )


# --- collages ------------------------------------------------------------------------------------


def three_by_three(picture: Image.Image, chance: Chance, others: Others) -> Image.Image:
    """Fill a square of nine with a thin gap; the picture once, others again and again."""
    sheet = Image.new("RGB", (1216, 1216), WHITE)
    mine = int(chance.integers(9))
    for place in range(9):
        shown = picture if place == mine else others[place % 3]
        field = shown.resize((400, 400), _LANCZOS)
        sheet.paste(field, (place % 3 * 408, place // 3 * 408))
    return sheet


def one_and_two(picture: Image.Image, _chance: Chance, others: Others) -> Image.Image:
    """Put a picture beside two smaller ones that lie above each other."""
    shown = picture.resize((max(1, round(picture.width * 900 / picture.height)), 900), _LANCZOS)
    side = shown.width // 2
    sheet = Image.new("RGB", (shown.width + side, 900))
    sheet.paste(shown, (0, 0))
    for place in (0, 1):
        sheet.paste(ImageOps.fit(others[place], (side, 450), _LANCZOS), (shown.width, place * 450))
    return sheet


def film_strip(picture: Image.Image, chance: Chance, others: Others) -> Image.Image:
    """Stack three pictures of one width on black, with a gap."""
    three = [picture, *others[:2]]
    chance.shuffle(three)
    three = [each.resize((700, max(1, round(each.height * 700 / each.width)))) for each in three]
    sheet = Image.new("RGB", (740, sum(each.height + 20 for each in three) + 20))
    at = 20
    for each in three:
        sheet.paste(each, (20, at))
        at += each.height + 20
    return sheet


# --- photographed --------------------------------------------------------------------------------


def stripes_photo(picture: Image.Image, chance: Chance, others: Others) -> Image.Image:
    """Take a photo of a screen that fills the picture, with coarse stripes and a reflection."""
    leant = leaning(fitted(picture, 900, 900), chance, others, share=0.03)
    levels = np.asarray(leant, dtype=np.float32)
    down, across = np.mgrid[: levels.shape[0], : levels.shape[1]]
    moire = 14 * np.sin(across / 4.1 + down / 31) * np.sin(down / 4.3)
    bright = 70 * np.exp(
        -(((across - across.max() * 0.3) / 120) ** 2) - ((down - down.max() * 0.4) / 160) ** 2
    )
    levels = levels * 0.85 + (moire + bright)[..., None]
    return jpeg(Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)), 70)


def _warm(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    return Image.merge(
        "RGB",
        (red.point(lambda v: min(255, int(v * 1.2))), green, blue.point(lambda v: int(v * 0.75))),
    )


UNSEEN: dict[str, Edit] = {
    "tablet chat": tablet_chat,
    "feed post": feed,
    "story with stickers": decorated_story,
    "story, blurred, full width": lambda p, _chance, _others: story(p, 1.0),
    "browser page": browser_page,
    "video call 2x2 fit": video_call,
    "picture in picture": picture_in_picture,
    "small on a large one": small_in_large,
    "meme bars white": partial(meme, ground=WHITE),
    "meme bars black": partial(meme, ground=BLACK),
    "poster": poster,
    "polaroid": polaroid,
    "gradient caption": fade_caption,
    "border grey 12%": alone(lambda p: ImageOps.expand(p, max(p.size) // 8, (128, 128, 128))),
    "collage 3x3": three_by_three,
    "collage 1 + 2": one_and_two,
    "strip of three": film_strip,
    "crop7%": partial(cut, share=0.07),
    "crop12% mirrored": chain(MIRROR, partial(cut, share=0.12)),
    "crop18%": partial(cut, share=0.18),
    "one side 10%": partial(one_sided, share=0.10),
    "one side 20%": partial(one_sided, share=0.20),
    "crop 16:9": alone(lambda p: ImageOps.fit(p, (1024, 576), _LANCZOS)),
    "crop 4:5": alone(lambda p: ImageOps.fit(p, (800, 1000), _LANCZOS)),
    "squash 1:1": alone(lambda p: p.resize((600, 600), _LANCZOS)),
    "turn 3 inner": alone(partial(turned_inside, angle=3)),
    "turn -4 white corners": alone(
        lambda p: p.rotate(-4, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    ),
    "turned left, telegram": chain(
        alone(lambda p: p.transpose(Image.Transpose.ROTATE_90)), TELEGRAM
    ),
    "upside down, bordered": alone(
        lambda p: ImageOps.expand(ImageOps.flip(p), max(p.size) // 25, BLACK)
    ),
    "photo of stripes": stripes_photo,
    "gif 64 colours": alone(lambda p: p.quantize(64).convert("RGB")),
    "webp q40": alone(partial(webp, quality=40)),
    "watermark diagonal": alone(partial(watermark, angle=45, text="@upstander")),
    "warm filter": alone(_warm),
    "posterised": alone(lambda p: ImageOps.posterize(p, 3)),
    "autocontrast": alone(partial(ImageOps.autocontrast, cutoff=2)),
    "equalised": alone(ImageOps.equalize),
    "median": alone(lambda p: p.filter(ImageFilter.MedianFilter(7))),
    "pixelated to 96": alone(lambda p: scaled(p, 96 / max(p.size)).resize(p.size, 0)),
    "noise 25, q50": chain(partial(noise, spread=25), alone(partial(jpeg, quality=50))),
    "faded": alone(
        lambda p: ImageEnhance.Contrast(ImageEnhance.Brightness(p).enhance(1.2)).enhance(0.5)
    ),
    "passed on five times": chain(
        *[alone(partial(at_most, side=side, quality=60)) for side in (1400, 1200, 1000, 800, 640)]
    ),
}
"""By name; two in five are screens, frames and collages."""
