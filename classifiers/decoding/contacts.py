"""Look at the picture of a contact card."""

import binascii
import re

from bot.domain.signal import OpaqueReason
from classifiers.decoding.look import Look

# https://www.rfc-editor.org/rfc/rfc6350: a long line goes on in the next, after a blank.
_FOLD = re.compile(rb"\r?\n[ \t]")
_PICTURE = re.compile(rb"^(?:PHOTO|LOGO)[^:\n]*:(.*)$", re.IGNORECASE | re.MULTILINE)
_DATA = re.compile(rb"^data:[^,]*;base64,", re.IGNORECASE)
_MOST_PICTURES = 16


def look_at_contact(data: bytes, look: Look) -> None:
    """Open every picture in the card; one that lies elsewhere cannot be looked at."""
    values = [found.group(1).strip() for found in _PICTURE.finditer(_FOLD.sub(b"", data))]
    if len(values) > _MOST_PICTURES:
        look.fail(OpaqueReason.TOO_MUCH)
    for value in values[:_MOST_PICTURES]:
        if re.match(rb"https?:", value, re.IGNORECASE):
            look.fail(OpaqueReason.UNFETCHABLE)
            continue
        try:
            content = binascii.a2b_base64(_DATA.sub(b"", value))
        except binascii.Error:
            look.fail(OpaqueReason.UNDECODABLE)
            continue
        if content:
            look.open(content)
