"""Look at the pages of a PDF as a reader shows them."""

import pypdfium2

from bot.domain.signal import OpaqueReason
from classifiers.decoding.look import Look
from classifiers.decoding.pixels import LEAST_SIDE
from classifiers.decoding.seen import Of

MOST_PAGES = 20
_POINTS_AN_INCH = 72


def look_at_pdf(data: bytes, look: Look) -> None:
    """Add each page. Never raises because of the bytes."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            for index in range(min(len(document), MOST_PAGES)):
                if look.is_over:
                    look.fail(OpaqueReason.TOO_MUCH)
                    return
                _add_page(document, index, look)
            if len(document) > MOST_PAGES:
                look.fail(OpaqueReason.TOO_MUCH)
            if len(document) == 0:
                look.fail(OpaqueReason.UNDECODABLE)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        look.fail(OpaqueReason.ENCRYPTED if locked else OpaqueReason.UNDECODABLE)
    # PDFium's binding raises what ctypes and Pillow raise.
    except Exception:  # noqa: BLE001
        look.fail(OpaqueReason.UNDECODABLE)


def _add_page(document: pypdfium2.PdfDocument, index: int, look: Look) -> None:
    page = document[index]
    try:
        width, height = page.get_size()
        longer = max(width, height, 1.0)
        # A page may say that it is kilometres long; what comes out is of working size all the same.
        bitmap = page.render(scale=LEAST_SIDE / longer, may_draw_forms=False)
        look.add(bitmap.to_pil().convert("RGB"), Of.PART)
    finally:
        page.close()
