"""The stage on which the sandbox's tests play: a world with counted ids, and drawn pictures."""

import io
import itertools
import math
from collections.abc import Callable, Iterable

from PIL import Image, ImageDraw

from adapters.sandbox.state import Chat
from adapters.sandbox.world import World, user
from tests.fakes import MovableClock

ANA, BEN, CLEO, LEAD = user("ana"), user("ben"), user("cleo"), user("lead")


def counted(prefix: str = "id") -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"{prefix}{next(numbers)}"


def make_world(chats: Iterable[Chat] | None = None, **bounds: int) -> World:
    return World(MovableClock(), counted(), chats, **bounds)


SKIES = ((178, 214, 235), (196, 222, 240), (247, 214, 190), (203, 198, 232))
HILLS = ((86, 140, 110), (72, 130, 128), (150, 110, 96), (84, 96, 150))


def draw(hue: int = 0, size: tuple[int, int] = (320, 200), form: str = "PNG") -> bytes:
    """Draw a harmless landscape; another hue is another picture."""
    # Twice as large and then made smaller, so that the edges are smooth.
    width, height = size[0] * 2, size[1] * 2
    picture = Image.new("RGB", (width, height), SKIES[hue % 4])
    pen = ImageDraw.Draw(picture)
    pen.ellipse((width * 0.7, height * 0.12, width * 0.82, height * 0.32), fill=(253, 240, 205))
    red, green, blue = HILLS[hue % 4]
    for step in range(4):
        top = height * (0.48 + 0.14 * step)
        points = [(0.0, float(height))]
        for x in range(0, width + 4, 4):
            wave = math.sin(x / width * (5 + 2 * step) + step * 2 + hue) * height * 0.07
            points.append((float(x), top + wave))
        points.append((float(width), float(height)))
        shade = 1 - 0.16 * step
        pen.polygon(points, (int(red * shade), int(green * shade), int(blue * shade)))
    stream = io.BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(stream, form)
    return stream.getvalue()
