"""The page that explains the record of a case to people: plain HTML, nothing to load, no script.

The names of the fields are those of the signed file, so that both can be laid side by side.
"""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from bot.domain.speech import Saying, Value
from bot.ports import Texts

Facts = Mapping[str, Any]

ABOUT = (
    "proof-what-it-is",
    "proof-what-it-proves",
    "proof-what-it-does-not",
    "proof-no-picture",
    "proof-hash",
    "proof-visible",
    "proof-missing",
    "proof-preserve",
    "proof-check",
    "proof-check-key",
)
_PARTS = {
    "media": "proof-part-media",
    "message": "proof-part-message",
    "sender": "proof-part-sender",
    "times": "proof-part-times",
    "decision": "proof-part-decision",
    "policy": "proof-part-policy",
    "software": "proof-part-software",
}
_UNTIL = {
    "removed": "proof-until-removed",
    "noticed_gone": "proof-until-noticed",
    "not_removed": "proof-until-never",
}
_STYLE = (
    "body{font:11pt/1.45 sans-serif;max-width:48em;margin:2em auto;padding:0 1em;color:#111;"
    "background:#fff}table{border-collapse:collapse;width:100%;margin:0 0 1em}"
    "th,td{border:1px solid #666;padding:.3em .5em;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}th[scope=row]{width:12em}h2{margin-top:1.5em}"
    "@page{size:A4;margin:18mm}@media print{body{margin:0;max-width:none}}"
)


def about(texts: Texts, language: str, number: str) -> list[str]:
    """Return what the reader of a record has to know, one paragraph each."""
    values = {"proof-what-it-is": {"number": number}}
    return [texts.write(language, Saying(name, dict(values.get(name, {})))) for name in ABOUT]


class ReportPage:
    """Writes the page of one file in one language."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._texts = texts
        self._language = language

    def write(self, document: Facts) -> str:
        """Return the whole page."""
        title = self._say("proof-title", number=document["number"])
        lines: list[Facts] = document["lines"]
        paragraphs = (f"<p>{escape(text)}</p>" for text in document["about"])
        parts = [
            f'<!DOCTYPE html>\n<html lang="{self._language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
            f"<style>{_STYLE}</style></head><body><main>\n<h1>{title}</h1>",
            f"<p>{self._say('proof-page-note')}</p>",
            f"<h2>{self._say('proof-about')}</h2>",
            *paragraphs,
            *self._parts(_record(lines)),
            f"<h2>{self._say('proof-part-lines')}</h2>",
            self._lines(lines),
            "</main></body></html>\n",
        ]
        return "\n".join(parts)

    def _parts(self, record: Facts) -> Iterator[str]:
        for name, heading in _PARTS.items():
            if name in record:
                yield self._table(heading, dict(record[name]))
            if name == "times" and "visible" in record:
                yield self._table("proof-part-visible", self._visible(record["visible"]))
        effects = record.get("effects", [])
        told = {
            f"{place}. {one['kind']}": _without(one, "kind")
            for place, one in enumerate(effects, start=1)
        }
        yield self._table("proof-part-effects", told)

    def _visible(self, visible: Facts) -> Facts:
        lasted = visible["milliseconds"]
        return {
            "seconds": None if lasted is None else f"{lasted / 1000:.3f}",
            "until": self._texts.write(self._language, Saying(_UNTIL[visible["until"]])),
            "looked_for_after": visible["looked_for_after"],
        }

    def _table(self, heading: str, facts: Facts) -> str:
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{self._value(value)}</td></tr>'
            for name, value in facts.items()
        )
        return (
            f"<h2>{self._say(heading)}</h2><table><thead><tr>"
            f'<th scope="col">{self._say("proof-field")}</th>'
            f'<th scope="col">{self._say("proof-value")}</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def _lines(self, lines: list[Facts]) -> str:
        heads = "".join(
            f'<th scope="col">{self._say(name)}</th>'
            for name in ("proof-entry", "proof-time", "proof-event")
        )
        rows = "".join(
            f'<tr><th scope="row">{line["seq"]}</th><td>{escape(line["at"])}</td>'
            f"<td>{self._event(line['what'])}</td></tr>"
            for line in lines
        )
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"

    def _event(self, what: Facts | None) -> str:
        if what is None:
            return self._say("proof-forgotten")
        if what["event"] in ("record", "exported"):
            return escape(str(what["event"]))
        told = {name: value for name, value in what.items() if name not in ("salt", "event")}
        return f"{escape(str(what['event']))}: {self._value(told)}"

    def _value(self, value: Any) -> str:
        if value is None:
            return self._say("proof-unknown")
        if isinstance(value, str):
            return escape(value)
        return escape(json.dumps(value, ensure_ascii=False, sort_keys=True))

    def _say(self, key: str, **values: Value) -> str:
        return escape(self._texts.write(self._language, Saying(key, values)))


def _record(lines: list[Facts]) -> Facts:
    """Return how the case stood last: at this export, or where that is unknown when it began."""
    told = [line["what"] for line in lines if line["what"] is not None]
    found: Facts | None = told[-1].get("record") if told else None
    return found or next((what for what in told if what["event"] == "record"), {})


def _without(facts: Facts, name: str) -> Facts:
    return {key: value for key, value in facts.items() if key != name}
