"""Records of hashes: what one JSON object or one row of a table says, whoever wrote it.

Read are the records of HMA (bank content, and bodies of its ``signal`` call), of the threatexchange
command line and its indicators, of StopNCII, of NCMEC turned from XML into JSON, and our own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.hash_list import (
    KINDS,
    Gathering,
    Kind,
    UnreadableHash,
    Unusable,
    entry_id,
    fold,
    hash_in,
    quality_in,
)

VALUE_FIELDS = frozenset(
    {"hash", "hashvalue", "value", "signal", "signalstr", "signalvalue", "fingerprint"}
    | {"indicator", "rawindicator"}
)
_KIND_FIELDS = ("type", "signaltype", "hashtype", "kind", "algorithm")
_QUALITY_FIELDS = ("quality", "pdqquality")
_STATUS_FIELDS = ("hashstatus", "status")
# A record's hashes by kind: HMA's content, NCMEC's entries.
_MAPS = ("signals", "hashes", "fingerprints")
# Fields that hold further records, not something about this one.
_HOLDERS = frozenset(
    {"hashrecords", "hashes", "records", "entries", "signals", "fingerprints", "content"}
    | {"contents", "items", "data", "updates", "results", "queryresult", "descriptors"}
    | {"images", "image", "videos", "video", "deletedimage", "deletedvideo"}
)
_TOMBSTONES = frozenset({"deletedimage", "deletedvideo"})
_MOST_LEVELS = 6
# StopNCII's words for a hash (1.2.17 of threatexchange; "Disabled" is in its documents only).
_IN_FORCE = frozenset({"", "unknown", "received", "active", "enabled"})
_CALLED_BACK = frozenset({"withdrawn", "deleted", "disabled", "removed", "revoked"})
_NO = frozenset({"0", "no", "false"})
# How threatexchange sums opinions up: harmless, and one says this and another that.
_HARMLESS, _DISPUTED = "negativeclass", "disputed"
_CONFIRMED = "blocked"
_Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """What a record says of its hashes as a whole."""

    withdrawn: bool = False
    verified: bool = True


def read_record(to: Gathering, record: object, now: float, around: Told | None = None) -> None:
    """Take what a record says; one that holds others is read with all of them.

    Args:
        to: Where the hashes go.
        record: What JSON made of it: an object, a list of them, or a bare hash.
        now: Unix time; HMA can disable content for a while.
        around: What the record around it says.

    Raises:
        UnreadableHash: It cannot be read, or there is no hash in it.
    """
    _read(to, record, now, around or Told(), 0)


def take(to: Gathering, kind: Kind, digits: str, quality: int, standing: Told) -> None:
    """Take one hash with its standing."""
    if standing.withdrawn:
        to.withdraw(entry_id(kind, digits))
    else:
        to.add(kind, digits, quality, verified=standing.verified)


def standing_of_opinion(category: str) -> Told:
    """Return how a hash stands of which threatexchange sums up the opinions."""
    return Told(fold(category) == _HARMLESS, fold(category) != _DISPUTED)


def _read(to: Gathering, record: object, now: float, around: Told, level: int) -> None:
    if level > _MOST_LEVELS:
        raise UnreadableHash("holds records within records without end")
    match record:
        case str():
            _one(to, None, record, 100, around)
        case list():
            for number, each in enumerate(record, start=1):
                try:
                    _read(to, each, now, around, level + 1)
                except UnreadableHash as error:
                    raise UnreadableHash(f"has a part, number {number}, that {error}") from error
        case dict():
            fields = {fold(str(name)): value for name, value in record.items()}
            _read_object(to, fields, now, around, level)
        case _:
            raise UnreadableHash("is neither a hash nor a record")


def _read_object(to: Gathering, fields: _Fields, now: float, around: Told, level: int) -> None:
    standing = _standing(fields, now, around)
    quality = quality_in(_first(fields, _QUALITY_FIELDS))
    pairs = list(_pairs(fields))
    for kind, value in pairs:
        _one(to, kind, value, quality, standing)
    inner = [name for name in fields if name in _HOLDERS and _holds_records(name, fields[name])]
    for name in inner:
        told = Told(withdrawn=True) if name in _TOMBSTONES else standing
        _read(to, fields[name], now, told, level + 1)
    if not pairs and not inner:
        _explain(to, fields, standing)


def _explain(to: Gathering, fields: _Fields, standing: Told) -> None:
    """Handle a record without any hash: some are no mistake."""
    if standing.withdrawn or any(name in fields for name in ("signals", "fingerprints")):
        # A tombstone names an entry of the sender's; what else has none holds it elsewhere.
        to.leave_out(Unusable.NO_HASH)
    elif any(name in KINDS and isinstance(value, list) for name, value in fields.items()):
        raise UnreadableHash("is the answer to a look-up, which names banks and holds no hash")
    elif not any(name in _HOLDERS and value == [] for name, value in fields.items()):
        raise UnreadableHash("holds no hash")


def _pairs(fields: _Fields) -> Iterator[tuple[Kind | Unusable | None, str]]:
    """Yield the hashes that stand in a record itself, each with its kind."""
    stated = _first(fields, _KIND_FIELDS)
    kind = None if stated in (None, "") else KINDS.get(fold(str(stated)), Unusable.OTHER)
    for name, value in fields.items():
        if name in VALUE_FIELDS and isinstance(value, str) and value.strip():
            yield kind, value
        elif name in KINDS and isinstance(value, str) and value.strip():
            yield KINDS[name], value
        elif name in _MAPS and isinstance(value, dict):
            yield from _mapped(value)


def _mapped(by_kind: Mapping[object, object]) -> Iterator[tuple[Kind | Unusable, str]]:
    for name, value in by_kind.items():
        if isinstance(value, str) and value.strip():
            yield KINDS.get(fold(str(name)), Unusable.OTHER), value


def _one(
    to: Gathering, kind: Kind | Unusable | None, text: str, quality: int, standing: Told
) -> None:
    found = hash_in(text.strip(), kind)
    if isinstance(found, Unusable):
        to.leave_out(found)
    else:
        take(to, *found, quality, standing)


def _standing(fields: _Fields, now: float, around: Told) -> Told:
    category = standing_of_opinion(str(fields.get("category") or ""))
    withdrawn = (
        around.withdrawn
        or category.withdrawn
        or _called_back(fields)
        or _disabled(fields.get("disableuntilts"), now)
    )
    return Told(withdrawn, around.verified and category.verified and _vouched(fields))


def _called_back(fields: _Fields) -> bool:
    status = fold(str(_first(fields, _STATUS_FIELDS) or ""))
    if status not in _IN_FORCE | _CALLED_BACK:
        raise UnreadableHash("has a status that is not known")
    deleted = fields.get("deleted")
    enabled = fields.get("enabled")
    return (
        status in _CALLED_BACK
        or (deleted is not None and str(deleted).strip().lower() not in _NO | {""})
        or (enabled is not None and str(enabled).strip().lower() in _NO)
    )


def _disabled(until: object, now: float) -> bool:
    """Say whether HMA has switched content off: 0 for good, 1 never, else up to a Unix time."""
    return isinstance(until, int | float) and until != 1 and (not until or until > now)


def _vouched(fields: _Fields) -> bool:
    """Say whether a person vouches for a record.

    Whoever is shown in a picture can report its hash to StopNCII, which nobody can look at; only
    once a service had the picture and blocked it, somebody did. With NCMEC a service can object.
    """
    stated = str(fields.get("verified", "")).strip().lower()
    if stated in _NO:
        return False
    if "hashstatus" in fields:
        return _CONFIRMED in _words(fields.get("cspfeedbacks"), "feedbackvalue")
    objections = fields.get("feedback")
    if not isinstance(objections, dict):
        return True
    return not any(
        fold(str(kind)) == Kind.PDQ and _words(said, "feedbacktype") & {"downvote", "negative"}
        for kind, said in objections.items()
    )


def _words(items: object, wanted: str) -> set[str]:
    """Return what a list of objects says in one field."""
    found = items if isinstance(items, Sequence) else ()
    return {
        fold(str(value))
        for item in found
        if isinstance(item, dict)
        for name, value in item.items()
        if fold(str(name)) == wanted
    }


def _holds_records(name: str, value: object) -> bool:
    """Say whether a value holds records, and not hashes by kind."""
    if isinstance(value, list):
        return bool(value)
    return isinstance(value, dict) and (
        name in _TOMBSTONES or any(isinstance(inner, list | dict) for inner in value.values())
    )


def _first(fields: _Fields, names: Sequence[str]) -> object:
    return next((fields[name] for name in names if fields.get(name) is not None), None)
