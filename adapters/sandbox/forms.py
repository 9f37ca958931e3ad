"""Multipart forms, read into memory and nowhere else.

aiohttp's own `request.post()` spools large parts to temporary files, and a picture on disk is
what this project promises never to cause. So parts are read by chunks, with a bound.
"""

import asyncio
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from adapters.sandbox.errors import TooMuch
from adapters.sandbox.guard import BadRequest
from adapters.sandbox.pictures import picture_type
from adapters.sandbox.state import Upload
from adapters.sandbox.world import FILES_PER_MESSAGE

# More than the bot can fetch, so that the demo can show what happens to a file that is too big.
FILE_BYTES = 32 * 1024 * 1024
FIELD_BYTES = 16 * 1024
FIELDS = 8
# A form comes from the same machine; one that takes longer is not going to end.
SECONDS = 60.0


@dataclass(slots=True)
class Form:
    """What a form held. Words, names and bytes of people stay out of its `repr`."""

    fields: dict[str, str] = field(default_factory=dict, repr=False)
    files: list[Upload] = field(default_factory=list, repr=False)

    def need(self, name: str) -> str:
        """Return a field that has to be there."""
        value = self.fields.get(name)
        if not value:
            raise BadRequest(f"The field '{name}' is missing.")
        return value


async def read_form(request: web.Request) -> Form:
    """Read a multipart form.

    Raises:
        BadRequest: It is no such form, or it stalls.
        TooMuch: It is larger than the bounds above.
    """
    if not request.content_type.startswith("multipart/form-data"):
        raise BadRequest("Send a multipart form.")
    try:
        async with asyncio.timeout(SECONDS):
            return await _read(request)
    except TimeoutError:
        raise BadRequest("The form did not arrive in time.") from None
    except (AssertionError, ValueError):
        # aiohttp's reader raises both for bodies that are no multipart.
        raise BadRequest("The form cannot be read.") from None


async def _read(request: web.Request) -> Form:
    form = Form()
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or not part.name:
            raise BadRequest("The form holds a part without a name.")
        if part.filename is None:
            if len(form.fields) == FIELDS:
                raise TooMuch(f"A form holds at most {FIELDS} fields.")
            form.fields[part.name] = (await _bounded(part, FIELD_BYTES)).decode("utf-8", "replace")
            continue
        if len(form.files) == FILES_PER_MESSAGE:
            raise TooMuch(f"A message holds at most {FILES_PER_MESSAGE} files.")
        form.files.append(_upload(bytes(await _bounded(part, FILE_BYTES)), part.filename))
    return form


def _upload(data: bytes, name: str) -> Upload:
    return Upload(data, name, "photo" if picture_type(data) else "document")


async def _bounded(part: BodyPartReader, most: int) -> bytearray:
    data = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        data += chunk
        if len(data) > most:
            raise TooMuch(f"A file holds at most {most // (1024 * 1024) or 1} MB here.")
    return data
