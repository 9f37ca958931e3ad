"""JSON records one by one, from a file of any size: a list, one record a line, or one document.

Nothing but the record in hand is in memory. What is read comes from strangers: sizes are bounded,
and whatever is wrong is one error with the number of the record.
"""

import json
from collections.abc import Iterable, Iterator

# NCMEC's fingerprints of films may be long; a record of more than this is none.
MOST_RECORD = 1_000_000
# One document, such as an answer that somebody saved, has to be read whole.
MOST_DOCUMENT = 64_000_000
_DECODER = json.JSONDecoder()
_BLANK = " \t\r\n"


class UnreadableJson(ValueError):
    """What is there is no JSON, or holds a record that is too long. The text says what to do."""


def json_records(pieces: Iterable[str]) -> Iterator[object]:
    """Yield the records of a JSON list, or the values that follow each other.

    Args:
        pieces: The text, cut anywhere.

    Raises:
        UnreadableJson: The next record cannot be read.
    """
    text = _Text(pieces)
    if text.next_sign() == "[":
        text.skip()
        yield from _listed(text)
        if text.next_sign():
            raise UnreadableJson("stands after the end of the list")
    else:
        while text.next_sign():
            yield text.value(MOST_DOCUMENT)


def _listed(text: "_Text") -> Iterator[object]:
    if text.next_sign() == "]":
        text.skip()
        return
    while True:
        yield text.value(MOST_RECORD)
        match text.next_sign():
            case ",":
                text.skip()
            case "]":
                text.skip()
                return
            case "":
                raise UnreadableJson("is missing: the file ends within the list")
            case _:
                raise UnreadableJson("is not parted from the one before by a comma")


class _Text:
    """A text of which only the part that is being read is in memory."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._buffer = ""
        self._at = 0
        self._ended = False

    def next_sign(self) -> str:
        """Return the next character that is no blank; none at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in _BLANK:
                    return self._buffer[self._at]
                self._at += 1
            if self._ended:
                return ""
            self._read_on(1)

    def skip(self) -> None:
        """Pass over one character."""
        self._at += 1

    def value(self, most: int) -> object:
        """Return the next value of at most so many characters."""
        self.next_sign()
        while True:
            try:
                value, self._at = _DECODER.raw_decode(self._buffer, self._at)
            except RecursionError as error:
                raise UnreadableJson("is nested too deeply") from error
            except ValueError as error:
                there = len(self._buffer) - self._at
                if self._ended:
                    raise UnreadableJson("is not JSON") from error
                if there > most:
                    raise UnreadableJson("is not JSON, or is too long") from error
                # Twice as much each time: trying again after every piece would take for ever.
                self._read_on(max(there, 1))
            else:
                return value

    def _read_on(self, wanted: int) -> None:
        parts = [self._buffer[self._at :]]
        while wanted > 0:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                break
            parts.append(piece)
            wanted -= len(piece)
        self._buffer, self._at = "".join(parts), 0
