"""The test card: a drawn, harmless picture that always counts as known, to test a whole set-up.

It is for this bot what the EICAR file is for virus scanners. Its look, not its bytes, is in a
built-in bank, so it is recognised after a chat service has shrunk and re-encoded it, and its
cases are marked as tests.
"""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.domain.bank import TEST_BANK, BankEntry

SIZE = 768
FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "gif": "GIF"}
"""What a card can be written as: the file ending and Pillow's name for it."""

_ENTRY = "card-1"
# The PDQ hash of `draw_card()`; a test holds the two together. It never changes: cards that were
# saved once must stay recognised.
_PDQ = "1cad23ad1ca93c4be357bc441e9cc33e5cacea85e38bbb131257146e1146e3bc"

# The drawing is laid out on a grid of this many units and scaled.
_UNITS = 96
_PAPER, _INK, _RED, _BLUE, _YELLOW, _GREEN = (
    (250, 247, 240),
    (20, 24, 40),
    (214, 40, 57),
    (29, 78, 190),
    (250, 202, 46),
    (22, 145, 92),
)
_LINES = ((8, "UPSTANDER TEST CARD", 7), (81, "harmless: for testing only", 6))


def draw_card(size: int = SIZE) -> Image.Image:
    """Draw the card, `size` pixels on each side."""
    card = Image.new("RGB", (size, size), _PAPER)
    draw = ImageDraw.Draw(card)

    def scaled(*units: float) -> list[float]:
        return [unit * size / _UNITS for unit in units]

    draw.rectangle(scaled(0, 0, 96, 6), fill=_INK)
    # Large shapes of strong contrast, and no symmetry: every turn of the card looks different.
    draw.rectangle(scaled(4, 18, 34, 46), fill=_BLUE)
    draw.ellipse(scaled(11, 24, 27, 40), fill=_YELLOW)
    draw.polygon(scaled(44, 46, 58, 18, 72, 46), fill=_RED)
    draw.ellipse(scaled(70, 22, 92, 44), fill=_INK)
    draw.ellipse(scaled(76, 28, 86, 38), fill=_PAPER)
    for column in range(6):
        for row in range(3):
            if (column + row) % 2 == 0:
                draw.rectangle(
                    scaled(4 + column * 8, 52 + row * 8, 12 + column * 8, 60 + row * 8), fill=_INK
                )
    draw.polygon(scaled(58, 76, 58, 52, 70, 52, 92, 76), fill=_GREEN)
    draw.rectangle(scaled(80, 50, 92, 62), fill=_RED)
    for top, text, height in _LINES:
        font = ImageFont.load_default(height * size / _UNITS)
        left = 4 * size / _UNITS
        draw.text((left, top * size / _UNITS), text, fill=_INK, font=font)
    return card


def card_bytes(ending: str) -> bytes:
    """Return the card as a file of one of `FORMATS`."""
    buffer = BytesIO()
    draw_card().save(buffer, FORMATS[ending])
    return buffer.getvalue()


def test_bank() -> list[BankEntry]:
    """Return the built-in bank that holds the card."""
    return [BankEntry(TEST_BANK, _ENTRY, pdq=_PDQ, quality=100, test=True)]
