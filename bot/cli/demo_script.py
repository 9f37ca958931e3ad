"""The script of the demo: what the class posts, and the verdict that each post must get.

All pictures are drawn here; the bad one is the test card.
"""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw, ImageOps

from adapters.sandbox.state import Upload
from adapters.sandbox.world import World, user
from bot.domain.bank import TEST_BANK
from bot.domain.message import Actor, ActorKind
from bot.domain.signal import OpaqueReason
from bot.domain.verdict import Outcome
from classifiers.testcard import draw_card

CHAT = "class-7b"
_WEBHOOK = Actor(ActorKind.WEBHOOK, "homework-feed")
_TOO_MANY_BYTES = 21 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Expected:
    """The verdict that a scene must end with."""

    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One post.

    Attributes:
        items: How many items of the message have to be decided.
        second_step: What happens to the message once its first item is decided.
    """

    what: str
    actor: Actor
    upload: Upload
    expected: Expected
    items: int = 1
    second_step: Callable[[World, str], None] | None = None

    def play(self, world: World) -> tuple[str, str]:
        """Post it; return the chat and the message."""
        return CHAT, world.post(CHAT, self.actor, "", [self.upload]).id


_CLEAN = Expected(Outcome.ALLOW, "clean")
_CARD = Expected(Outcome.REMOVE, f"bank:{TEST_BANK}")


def _opaque(reason: OpaqueReason) -> Expected:
    return Expected(Outcome.OPAQUE, reason)


def script() -> list[Scene]:
    """Return the scenes, in order."""
    ana, ben, cleo = user("ana"), user("ben"), user("cleo")
    card = draw_card()
    beach, hills = _drawing((250, 220, 140), 1), _drawing((60, 240, 240), 5)
    jpeg = _encoded(beach, "JPEG", quality=90)
    return [
        Scene("Ana posts a picture", ana, Upload(jpeg, "beach.jpg"), _CLEAN),
        Scene("Ben posts another one", ben, Upload(_encoded(hills, "PNG"), "hills.png"), _CLEAN),
        Scene("Ana posts the test card", ana, Upload(_encoded(card, "PNG"), "card.png"), _CARD),
        Scene(
            "Ben posts it smaller and re-encoded",
            ben,
            Upload(_encoded(card.resize((480, 480)), "JPEG", quality=40), "photo.jpg"),
            _CARD,
        ),
        Scene(
            "Ana posts it mirrored",
            ana,
            Upload(_encoded(ImageOps.mirror(card), "WEBP", quality=80), "image.webp"),
            _CARD,
        ),
        Scene(
            "Ben sends it as a file called homework.pdf",
            ben,
            Upload(_encoded(card, "PNG"), "homework.pdf", slot="document"),
            _CARD,
        ),
        Scene("The class admin posts it", cleo, Upload(_encoded(card, "GIF"), "fun.gif"), _CARD),
        Scene("A webhook posts it", _WEBHOOK, Upload(_encoded(card, "PNG"), "feed.png"), _CARD),
        Scene(
            "Ana swaps a harmless picture for it by an edit",
            ana,
            Upload(_encoded(_drawing((200, 160, 200), 3), "PNG"), "cat.png"),
            _CARD,
            items=2,
            second_step=_swap(Upload(_encoded(card, "JPEG", quality=85), "cat.jpg")),
        ),
        Scene(
            "Ben sends a text that is called holiday.jpg",
            ben,
            Upload(b"Dear diary, this is no picture at all.", "holiday.jpg"),
            _CLEAN,
        ),
        Scene(
            "Ben sends something that nobody knows",
            ben,
            Upload(b"\x01\xff" * 40, "holiday.jpg"),
            _opaque(OpaqueReason.NOT_A_PICTURE),
        ),
        Scene(
            "Ana's upload breaks off half-way",
            ana,
            Upload(jpeg[: len(jpeg) // 2], "broken.jpg"),
            _opaque(OpaqueReason.TRUNCATED),
        ),
        Scene(
            "Ben sends a picture of 50,000 x 50,000 pixels",
            ben,
            Upload(_huge_png(), "map.png"),
            _opaque(OpaqueReason.TOO_MANY_PIXELS),
        ),
        Scene(
            "Ana sends a file of 21 MB",
            ana,
            Upload(bytes(_TOO_MANY_BYTES), "film.bin", slot="document"),
            _opaque(OpaqueReason.TOO_BIG),
        ),
        Scene("Ben sends an empty file", ben, Upload(b"", "x"), _opaque(OpaqueReason.EMPTY)),
    ]


def _swap(upload: Upload) -> Callable[[World, str], None]:
    def swap(world: World, message: str) -> None:
        actor = world.store.message(message).actor
        world.edit(message, actor, files=[replace(upload)])

    return swap


def _drawing(sky: tuple[int, int, int], shift: int) -> Image.Image:
    """Draw a landscape that nobody could mind."""
    width, height = 1280, 960
    picture = Image.new("RGB", (width, height), sky)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((160 * shift, 90, 160 * shift + 140, 230), fill=(255, 240, 180))
    for hill in range(5):
        left, top = (hill * 311 + shift * 97) % width - 300, 420 + 90 * hill
        shade = (70 + 20 * hill, 120 + 12 * hill, 90 + 25 * shift)
        pen.ellipse((left, top, left + 900, top + 700), fill=shade)
    return picture


def _encoded(picture: Image.Image, form: str, quality: int | None = None) -> bytes:
    stream = io.BytesIO()
    options = {} if quality is None else {"quality": quality}
    picture.save(stream, form, **options)
    return stream.getvalue()


def _huge_png() -> bytes:
    """Return a PNG whose header promises 50,000 x 50,000 pixels; a few bytes, no pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk
