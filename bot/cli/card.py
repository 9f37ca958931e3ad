"""`card`: writes the test card."""

from pathlib import Path

from rich.console import Console

from bot.domain.errors import UpstanderError
from classifiers.testcard import card_bytes

_FORMATS = {".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".webp": "webp", ".gif": "gif"}


class CardNotWritten(UpstanderError):
    """The card could not be written; the text says why."""


def write_card(file: Path, *, force: bool) -> None:
    """Write the card in the format of the file's ending; only by `force` over another file.

    Raises:
        CardNotWritten: The ending is not one of ours, the file is there already, or it cannot be
            written.
    """
    form = _FORMATS.get(file.suffix.lower())
    if form is None:
        raise CardNotWritten(
            f"{file} must end in {', '.join(sorted(_FORMATS))}: the ending chooses the format."
        )
    try:
        with file.open("wb" if force else "xb") as card:
            card.write(card_bytes(form))
    except FileExistsError as error:
        raise CardNotWritten(
            f"{file} is there already. Choose another name, or write over it with --force."
        ) from error
    except OSError as error:
        raise CardNotWritten(f"{file} cannot be written: {error.strerror}.") from error
    Console().print(
        f"Wrote {file}. It is harmless. Post it in a guarded chat: it must be removed, and the "
        "adults must get an alert that says it is a test."
    )
