"""No text says what it must never say, and the lint that finds it can fail."""

from collections.abc import Iterator

import pytest

from bot.domain.speech import Saying
from tests.unit.config.message_lint import complaints
from tests.unit.config.texts import DAYS, LANGUAGES, PLAIN, SENTENCES, phrasebook, read, samples

ENGLISH = read("en")
HELPLINE_NUMBERS = ("phone", "opens", "closes", "youngest", "oldest", "age")


def _all_said(language: str) -> Iterator[tuple[str, str, str]]:
    book = phrasebook()
    for key, text in read(language).items():
        for values in samples(text):
            yield key, ENGLISH[key].audience, book.write(language, Saying(key, values))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_what_it_must_never_say(language: str) -> None:
    said = list(_all_said(language))
    assert len(said) > 70
    found = {
        key: wrong
        for key, audience, text in said
        if (wrong := complaints(text, language, audience))
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_that_a_pupil_reads_are_those_of_a_case_or_a_code_and_times(language: str) -> None:
    told = ("C-0042", "21:04", "H-7K3M-9Q2X-0ABC-4TRW", DAYS[language])
    # A helpline's number stands in no text: it comes from the data files, as a variable.
    dialled = tuple(str(PLAIN[name]) for name in HELPLINE_NUMBERS)
    for key, audience, text in _all_said(language):
        if audience != "adults":
            rest = text
            for one in told + (dialled if ENGLISH[key].file == "helplines.ftl" else ()):
                rest = rest.replace(one, "")
            assert not any(char.isdigit() for char in rest), key


@pytest.mark.parametrize(
    "bad",
    [
        "Nude picture removed.",
        "You shared this.",
        "you have made a picture",
        "Delete it now.",
        "We told your parents.",
        "This is CSAM.",
        "The offender was found.",
        "Help the victim.",
        "That is illegal.",
        "You were caught.",
        "The police will come.",
        "You will be punished.",
        "Score 0.93 was too high.",
        "It is 93 % sure.",
        "It is 93 of 100.",
        "See https://example.org.",
        "Write to t.me/somebody.",
        "Ask @ana about it.",
        "A picture was removed 🚨",
        "Attention ⚠️",
        "Stop this!",
        "This is VERY WRONG.",
        "word " * 17 + ".",
        "A word. " * 61,
        "Please send me the picture.",
        "Can you show us a photo of it?",
        "Why did it happen? Why have you done that?",
        "You should have told somebody.",
    ],
)
def test_lint_refuses_a_bad_english_sentence_for_pupils(bad: str) -> None:
    assert complaints(bad, "en", "pupils") != []
    assert complaints(bad, "en", "anyone") != []


@pytest.mark.parametrize(
    "bad",
    [
        "Foto de un desnudo.",
        "Fotos desnudas.",
        "Lo has compartido.",
        "Lo que hiciste.",
        "Bórrala ya.",
        "Se lo diremos a tus padres.",
        "Tu mamá lo sabe.",
        "Es pornografía.",
        "Es delito.",
        "Es ilegal.",
        "La víctima está bien.",
        "Te han pillado.",
        "Vendrá la policía.",
        "Habrá un castigo.",
        "Puntuación: 93.",
        "¡Para ya!",
        "Mira www.ejemplo.es.",
        "Envíame la foto.",
        "Manda una foto, por favor.",
        "¿Por qué lo has enviado?",
        "Deberías haber preguntado.",
    ],
)
def test_lint_refuses_a_bad_spanish_sentence_for_pupils(bad: str) -> None:
    assert complaints(bad, "es", "pupils") != []


@pytest.mark.parametrize(
    ("language", "bad"),
    [(language, bad) for language, known in SENTENCES.items() for bad in known.get("bad", ())],
)
def test_lint_refuses_a_bad_sentence_for_pupils_in_every_other_language(
    language: str, bad: str
) -> None:
    assert complaints(bad, language, "pupils") != []


def test_every_language_has_bad_sentences_and_lets_a_good_one_pass() -> None:
    assert SENTENCES.keys() == set(LANGUAGES)
    for language, known in SENTENCES.items():
        if language not in {"en", "es"}:
            assert len(known["bad"]) >= 12, language
        for good in (known["good"], known["easy"]):
            assert complaints(good, language, "pupils") == []


@pytest.mark.parametrize(
    "bad",
    [
        "Score 93 of 100.",
        "The victim is safe.",
        "Tell the parents.",
        "It is porn.",
        "The offender is known.",
        "See https://example.org.",
        "Ask @ana.",
        "Alert 🚨",
        "word " * 121,
    ],
)
def test_lint_refuses_a_bad_sentence_for_adults_too(bad: str) -> None:
    assert complaints(bad, "en", "adults") != []


@pytest.mark.parametrize(
    ("good", "language", "audience"),
    [
        ("Call the police if there is a threat.", "en", "adults"),
        ("PROBLEM: the bot cannot delete messages here.", "en", "adults"),
        ("mode → alert", "en", "adults"),
        ("Talk to an adult you trust.", "en", "pupils"),
        ("Habla con un adulto de confianza.", "es", "pupils"),
        ("Please don't send me a picture.", "en", "pupils"),
        ("No me envíes ninguna foto.", "es", "pupils"),
    ],
)
def test_lint_lets_a_good_sentence_pass(good: str, language: str, audience: str) -> None:
    assert complaints(good, language, audience) == []


def test_the_sender_is_told_the_five_things_that_matter() -> None:
    said = {key: text for key, _, text in _all_said("en")}["sender-notice"]
    for needed in (
        "A computer program did this",
        "No person looked at it",
        "can be wrong",
        "Nobody has decided anything about you",
        "An adult will check",
        "push you",
        "helpline",
    ):
        assert needed in said


@pytest.mark.parametrize(
    ("language", "never"),
    [
        ("ar", ("أنت", "نشرت", "أرسل")),
        ("ca", ("vas", "penja", "envia")),
        ("de", ("du ", "gepostet", "geschickt")),
        ("en", ("you", "sent", "posted")),
        ("es", ("tú", "publi", "envi")),
        ("fr", ("tu ", "posté", "envoy")),
        ("it", ("hai", "messo", "mandat")),
        ("pt", ("tu ", "pus", "envi")),
    ],
)
def test_the_line_in_the_group_does_not_speak_of_who_posted(
    language: str, never: tuple[str, ...]
) -> None:
    first = {key: text for key, _, text in _all_said(language)}["group-removed"].splitlines()[:2]
    assert len(first) == 2
    for word in never:
        assert word not in " ".join(first).lower()
