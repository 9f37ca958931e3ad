"""Checks whether the signature of a note of origin (C2PA) matches the file that carries it.

The library for it is optional (docs/operations.md). Only names of marks leave this module: neither
the signer nor any other word of a note. Nothing is fetched, no list of trusted signers is used,
and whatever is wrong with a note, the file is judged as if the note were not there.
"""

import json
from enum import StrEnum
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from bot.domain.signal import Mark
from classifiers.decoding.marks import note_size
from classifiers.decoding.sample import SAMPLE

NOTE_SECONDS = 1.0
"""Of CPU time for one note, beside what the file has. A photo's takes 2 ms."""

CHECKED = frozenset({Mark.C2PA_VALID, Mark.C2PA_CHANGED, Mark.C2PA_AI})
"""The marks that only this module gives."""

# Real notes have 3 kB to 2 MB: most of it is small pictures of what a picture was made from.
_MOST_NOTE = 4 * 1024 * 1024
# Numbers in a note become text, which is longer.
_MOST_WORDS = 4 * _MOST_NOTE

# https://opensource.contentauthenticity.org/docs/manifest/json-ref/settings-schema
_SETTINGS = {
    "verify": {
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
        # Both would compare with lists of trusted signers, and there is none here.
        "verify_trust": False,
        "verify_timestamp_trust": False,
    },
    "core": {
        # Who somebody says to be: never told, and some kinds are looked up on the network.
        "decode_identity_assertions": False,
        "allowed_network_hosts": [],
        "allow_redirects": False,
        "max_decompressed_manifest_size_in_mb": _MOST_NOTE // 1024**2,
    },
}
_MIME = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "heif": "image/heif",
    "avif": "image/avif",
    "mp4": "video/mp4",
    "quicktime": "video/quicktime",
}
# What a validator says when something was changed after it was signed. Other failures, such as a
# certificate that has run out or a note that cannot be read, say nothing of the kind.
# https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html#_standard_status_codes
_CHANGED = frozenset(
    {
        "claimSignature.mismatch",
        "assertion.hashedURI.mismatch",
        "assertion.dataHash.mismatch",
        "assertion.boxesHash.mismatch",
        "assertion.bmffHash.mismatch",
        "assertion.collectionHash.mismatch",
    }
)
# The last part of an address of https://cv.iptc.org/newscodes/digitalsourcetype/.
_MADE = frozenset(
    {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia"}
)


class NoteCheck(StrEnum):
    """Whether signatures of notes are checked."""

    NOT_INSTALLED = "not_installed"
    BROKEN = "broken"
    WORKS = "works"


class NoteReader:
    """Reads notes with the library, which it loads when it is made; never raises for want of it.

    Attributes:
        state: Whether it can check.
    """

    def __init__(self) -> None:
        self.state = NoteCheck.NOT_INSTALLED
        if find_spec("c2pa") is None:
            return
        self.state = NoteCheck.BROKEN
        try:
            # Loaded only where somebody has installed it.
            import c2pa

            self._library: Any = c2pa
            self._context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
        except Exception:  # noqa: BLE001 - whatever is wrong with an extra, files are decoded
            return
        self.state = NoteCheck.WORKS
        self.prove()

    def prove(self) -> None:
        """Read a note whose signature matches, and do without the library if it says otherwise.

        Done before the process is locked in, so that everything is loaded, and after, too.
        """
        right = {Mark.C2PA_VALID, Mark.C2PA_AI}
        if self.state is NoteCheck.WORKS and self.marks_of("png", SAMPLE) != right:
            self.state = NoteCheck.BROKEN

    def marks_of(self, kind: str, data: bytes) -> set[Mark]:
        """Return what the signature of a file's note says; nothing where it cannot be checked."""
        if self.state is not NoteCheck.WORKS or kind not in _MIME:
            return set()
        if not 0 < note_size(kind, data) <= _MOST_NOTE:
            return set()
        try:
            words = self._words(kind, data)
            return _marks(json.loads(words)) if len(words) <= _MOST_WORDS else set()
        # A note that is damaged, of a kind that the library does not know, or made to confuse.
        except (self._library.C2paError, ValueError, TypeError, LookupError, AttributeError):
            return set()
        except (RecursionError, MemoryError):
            return set()

    def _words(self, kind: str, data: bytes) -> str:
        with (
            BytesIO(data) as file,
            self._library.Reader(_MIME[kind], file, context=self._context) as reader,
        ):
            return str(reader.json())


def _marks(said: dict[str, Any]) -> set[Mark]:
    results = said["validation_results"]["activeManifest"]
    if any(one["code"] in _CHANGED for one in results.get("failure", ())):
        return {Mark.C2PA_CHANGED}
    # "Trusted" would be more than "Valid"; without lists it does not occur.
    if said["validation_state"] not in {"Valid", "Trusted"}:
        return set()
    active = said["manifests"][said["active_manifest"]]
    return {Mark.C2PA_VALID, Mark.C2PA_AI} if _says_made(active) else {Mark.C2PA_VALID}


def _says_made(manifest: dict[str, Any]) -> bool:
    """Whether one of the actions in the note says that a program made the picture or a part."""
    return any(
        str(action.get("digitalSourceType")).rpartition("/")[2] in _MADE
        for assertion in manifest.get("assertions", ())
        if assertion["label"].startswith("c2pa.actions")
        for action in assertion["data"]["actions"]
    )
