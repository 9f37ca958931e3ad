"""The texts of `docs/hash.html` keep the rules of docs/texts.md; it reaches for nothing outside."""

import base64
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from tests.unit.config.message_lint import complaints
from tests.unit.config.readability import fernandez_huerta, flesch_kincaid, words
from tests.unit.config.test_texts_readability import HIGHEST_GRADE, LOWEST_EASE

PAGE = (Path(__file__).parents[3] / "docs" / "hash.html").read_text(encoding="utf-8")


def part(pattern: str) -> str:
    (found,) = re.findall(pattern, PAGE, re.DOTALL)
    return str(found)


TEXTS: dict[str, dict[str, str]] = json.loads(
    part('<script id="texts" type="application/json">(.*?)</script>')
)
SCRIPT, STYLE = part("<script>(.*?)</script>"), part("<style>(.*?)</style>")
POLICY = part('Content-Security-Policy" content="([^"]*)"')


def test_both_languages_have_every_text_and_every_text_is_used() -> None:
    assert set(TEXTS) == {"en", "es"}
    assert list(TEXTS["en"]) == list(TEXTS["es"])
    in_page = set(re.findall(r'data-text="(\w+)"', PAGE))
    in_script = {key for key in TEXTS["en"] if f"'{key}'" in SCRIPT}
    assert len(in_page) > 20
    assert in_page | in_script | {"title"} == set(TEXTS["en"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_accuses_frightens_or_is_hard_to_follow(language: str) -> None:
    found = {key: complaints(text, language, "pupils") for key, text in TEXTS[language].items()}
    assert {key: said for key, said in found.items() if said} == {}


def test_the_texts_are_easy_to_read() -> None:
    long = [key for key, text in TEXTS["en"].items() if len(words(text)) > 8]
    grades = {key: flesch_kincaid(TEXTS["en"][key]) for key in long}
    eases = {key: fernandez_huerta(TEXTS["es"][key]) for key in long}
    assert len(long) > 12
    assert {key: round(one, 1) for key, one in grades.items() if one > HIGHEST_GRADE} == {}
    assert {key: round(one) for key, one in eases.items() if one < LOWEST_EASE} == {}


@pytest.mark.parametrize(("kind", "content"), [("script", SCRIPT), ("style", STYLE)])
def test_the_policy_names_what_stands_in_the_page(kind: str, content: str) -> None:
    digest = base64.b64encode(sha256(content.encode()).digest()).decode()
    assert f"{kind}-src 'sha256-{digest}'" in POLICY, f"write 'sha256-{digest}' as {kind}-src"


def test_the_policy_lets_nothing_in_or_out() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules.pop("default-src") == "'none'"
    assert rules.pop("base-uri") == rules.pop("form-action") == "'none'"
    # Pictures from the page itself: one that was chosen, and the empty icon.
    assert rules.pop("img-src") == "blob: data:"
    assert set(rules) == {"script-src", "style-src"}
    assert "unsafe" not in POLICY


def test_the_page_refers_to_nothing_outside() -> None:
    assert re.findall(r"(?:https?:|wss?:|ftp:)?//[\w.-]+\.\w+", PAGE) == []
    assert re.findall(r'\b(?:src|href|action|srcset|poster)="([^"]*)"', PAGE) == ["data:,"]
    assert re.findall(r"url\(|@import|\bimport\b", STYLE + SCRIPT) == []
    reaching = (
        r"fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection|importScripts|"
        r"new Worker|localStorage|sessionStorage|indexedDB|document\.cookie|caches\b|innerHTML|"
        r"eval\("
    )
    assert re.findall(reaching, SCRIPT) == []
