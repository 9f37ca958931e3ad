"""StopNCII, NCMEC and Arachnid Shield as their published interfaces describe them.

Sources: the clients and the recorded answers in the tests of threatexchange (StopNCII, NCMEC), and
the SDK with its documents (Arachnid Shield 0.2.2). None was compared with the real service.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from tests.exchange.server import Answer, Seen, basic

REFUSED = Answer(b'{"detail": "no"}', 401)


def _json(value: object) -> Answer:
    return Answer(json.dumps(value).encode(), headers={"Content-Type": "application/json"})


@dataclass
class StopNciiWorld:
    """FetchHashes of StopNCII.org, version 1: pages of records, oldest change first."""

    subscription_key: str = "subscription-key-canary"
    function_key: str = "function-key-canary"
    page: int = 800
    records: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(
        self, digits: str, at: int, status: str = "Active", *feedback: str, kind: str = "ImagePDQ"
    ) -> None:
        self.records[digits] = {
            "lastModtimestamp": at,
            "signalType": kind,
            "hashValue": digits,
            "hashStatus": status,
            "caseNumbers": {"27664732-76e1-4a17-8099-455798e67022": status},
            "CSPFeedbacks": [
                {"source": "A service", "feedbackValue": value, "tags": ["Nude"]}
                for value in feedback
            ],
        }

    def answer(self, seen: Seen) -> Answer:
        headers = {name.lower(): value for name, value in seen.headers.items()}
        keys = (headers.get("x-functions-key"), headers.get("ocp-apim-subscription-key"))
        if keys != (self.function_key, self.subscription_key):
            return REFUSED
        if (seen.method, seen.path) != ("GET", "/v1/FetchHashes"):
            return Answer(status=404)
        since = int(seen.query["startTimestamp"])
        size = min(self.page, int(seen.query["pageSize"]))
        token = seen.query.get("nextPageToken", "")
        start = int(base64.b64decode(token)) if token else 0
        changed = sorted(
            (one for one in self.records.values() if one["lastModtimestamp"] >= since),
            key=lambda one: one["lastModtimestamp"],
        )
        page = changed[start : start + size]
        more = start + size < len(changed)
        return _json(
            {
                "count": len(page),
                "nextSetTimestamp": changed[-1]["lastModtimestamp"] if changed else since,
                "nextPageToken": base64.b64encode(str(start + size).encode()).decode(),
                "hasMoreRecords": more,
                "hashRecords": page,
            }
        )


_NAMESPACE = 'xmlns="https://hashsharing.ncmec.org/hashsharing/v2"'


@dataclass
class NcmecEntry:
    id: str
    at: int
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    member: str = "42"
    kind: str = "image"
    objection: str = ""

    @property
    def xml(self) -> str:
        prints = "".join(
            f"<{tag}>{escape(text)}</{tag}>" for tag, text in self.fingerprints.items()
        )
        feedback = (
            f'<feedback><negativeFeedback type="{self.objection}"><reasons>'
            f'<reason guid="1" name="Not what it says" type="{self.objection}"/>'
            '<members><member id="7">Another</member></members></reasons></negativeFeedback>'
            "</feedback>"
            if self.objection
            else "<feedback/>"
        )
        return (
            f'<{self.kind}><member id="{self.member}">Example Member</member>'
            f"<timestamp>{_date(self.at)}</timestamp><id>{escape(self.id)}</id>"
            f"<classification>A1</classification><fingerprints>{prints}</fingerprints>{feedback}"
            f"</{self.kind}>"
        )


@dataclass
class NcmecWorld:
    """Version 2 of NCMEC's hash sharing: entries by time of change, in pages, in no order."""

    user: str = "ncmec-user-canary"
    password: str = "ncmec-password-canary"
    page: int = 1000
    entries: dict[str, NcmecEntry] = field(default_factory=dict)

    def put(self, *entries: NcmecEntry) -> None:
        self.entries |= {entry.id: entry for entry in entries}

    def answer(self, seen: Seen) -> Answer:
        if seen.headers.get("Authorization") != basic(self.user, self.password):
            return REFUSED
        match seen.method, seen.path:
            case "GET", "/hashsharing/v2/status":
                return _xml(
                    f"<status {_NAMESPACE}><ipAddress>127.0.0.1</ipAddress><username>u</username>"
                    '<member id="1">Sir Testington</member></status>'
                )
            case "GET", "/hashsharing/v2/entries":
                return self._entries(seen.query)
            case _:
                return Answer(status=404)

    def _entries(self, query: Mapping[str, str]) -> Answer:
        since, until = (_time(query[name]) for name in ("from", "to"))
        found = [one for one in self.entries.values() if since <= one.at < until]
        start = int(query.get("start", "0"))
        page = found[start : start + self.page]
        groups = "".join(
            f'<{group} count="{len(part)}" maxTimestamp="{_date(max(one.at for one in part))}">'
            f"{''.join(one.xml for one in part)}</{group}>"
            for group, word in (("images", "image"), ("videos", "video"))
            if (part := [one for one in page if one.kind.lower().endswith(word)])
        )
        following = ""
        if start + self.page < len(found):
            more = {**query, "start": start + self.page, "size": self.page, "max": len(found)}
            following = f"<paging><next>{escape('/v2/entries?' + urlencode(more))}</next></paging>"
        return _xml(f"<queryResult {_NAMESPACE}>{groups}{following}</queryResult>")


def _xml(text: str) -> Answer:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return Answer((head + text).encode(), headers={"Content-Type": "application/xml"})


def _date(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


@dataclass
class ArachnidWorld:
    """v1/pdq of Arachnid Shield: hashes in base64 in, a class for each out."""

    user: str = "arachnid-user-canary"
    password: str = "arachnid-password-canary"
    known: dict[str, str] = field(default_factory=dict)
    # Their documents say null; their reader wants an object. Both are answered by somebody.
    null: bool = True

    def answer(self, seen: Seen) -> Answer:
        if seen.headers.get("Authorization") != basic(self.user, self.password):
            return REFUSED
        if (seen.method, seen.path) != ("POST", "/v1/pdq/"):
            return Answer(b'{"detail": "not found"}', 404)
        hashes = json.loads(seen.body)["hashes"]
        return _json({"scanned_hashes": {one: self._said(one) for one in hashes}})

    def _said(self, name: str) -> object:
        kind = self.known.get(base64.b64decode(name).hex())
        if kind is None:
            nothing = {
                "classification": "no-known-match",
                "match_type": None,
                "near_match_details": None,
            }
            return None if self.null else nothing
        near = {
            "timestamp": 0.0,
            "sha1_base32": "ABCDEFGHIJKLMNOPQRSTUVWXYZ723456",
            "sha256_hex": "2db0da447137b17d49988eeefc5ad73a58ef9f28215078d1d2f4263423bc4508",
            "classification": kind,
        }
        return {"classification": kind, "match_type": "near", "near_match_details": near}
