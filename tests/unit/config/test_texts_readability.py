"""What a pupil may read is easy enough for an eleven-year-old, by the formula of each language."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.domain.speech import Saying
from tests.unit.config.readability import (
    amstad,
    arabic_load,
    catalan_ease,
    catalan_syllables,
    english_syllables,
    fernandez_huerta,
    flesch_kincaid,
    french_syllables,
    german_syllables,
    gulpease,
    italian_syllables,
    kandel_moles,
    martins,
    portuguese_syllables,
    sentences,
    spanish_syllables,
    words,
)
from tests.unit.config.texts import LANGUAGES, SENTENCES, phrasebook, pupils_keys, read, samples

# The formulas say nothing about a few words; shorter texts are measured together.
LEAST_WORDS = 20
LEAST_WORDS_OF_A_SENTENCE = 8
_TYPED = re.compile(r"/\w+|\b[A-Z]-[\w-]+")
# English and Spanish; docs/hash.html keeps to them too. Grade 5 is read at ten to eleven.
HIGHEST_GRADE = 5.0
LOWEST_EASE = 80.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A formula and its bound for eleven-year-olds (docs/texts.md says where the bounds are from).

    Attributes:
        hardest: The figure that a text may just have.
        sign: 1 where a higher figure is easier, -1 where it is harder.
    """

    formula: Callable[[str], float]
    hardest: float
    sign: int = 1

    def fits(self, text: str) -> bool:
        """Whether a text is easy enough."""
        return self._within(text, self.hardest)

    def fits_alone(self, sentence: str, newspaper: str) -> bool:
        """Whether one sentence is nearer to the bound than to what a newspaper writes.

        A text's figure is an average, in which short sentences would hide a hard one.
        """
        return self._within(sentence, (self.hardest + self.formula(newspaper)) / 2)

    def _within(self, text: str, bound: float) -> bool:
        return self.sign * self.formula(text) >= self.sign * bound


MEASURES = {
    "ar": Measure(arabic_load, 20, sign=-1),
    "ca": Measure(catalan_ease, 90),
    "de": Measure(amstad, 70),
    "en": Measure(flesch_kincaid, HIGHEST_GRADE, sign=-1),
    "es": Measure(fernandez_huerta, LOWEST_EASE),
    "fr": Measure(kandel_moles, 80),
    "it": Measure(gulpease, 80),
    "pt": Measure(martins, 80),
}


def _bodies(language: str) -> dict[str, str]:
    bodies: dict[str, str] = {}
    short: list[str] = []
    for key, text in read(language).items():
        if key not in pupils_keys():
            continue
        said = phrasebook().write(language, Saying(key, next(samples(text))))
        if len(words(said)) < LEAST_WORDS:
            short.append(said)
        else:
            bodies[key] = said
    assert len(short) > 10
    return bodies | {"the short ones": "\n".join(short)}


def test_every_language_is_measured() -> None:
    assert MEASURES.keys() == SENTENCES.keys() == set(LANGUAGES)


@pytest.mark.parametrize("language", MEASURES)
def test_what_pupils_read_is_easy(language: str) -> None:
    measure, bodies = MEASURES[language], _bodies(language)
    assert len(bodies) > 8
    hard = {
        key: round(measure.formula(said)) for key, said in bodies.items() if not measure.fits(said)
    }
    assert hard == {}


@pytest.mark.parametrize("language", MEASURES)
def test_no_sentence_is_hard_among_easy_ones(language: str) -> None:
    measure, newspaper = MEASURES[language], SENTENCES[language]["newspaper"]
    checked, hard = 0, []
    for said in _bodies(language).values():
        # Commands and numbers are to be typed, not to be read.
        for sentence in sentences(_TYPED.sub("", said)):
            if len(words(sentence)) >= LEAST_WORDS_OF_A_SENTENCE:
                checked += 1
                hard += [] if measure.fits_alone(sentence, newspaper) else [sentence]
    assert checked > 30
    assert hard == []
    assert not measure.fits_alone(SENTENCES[language]["office"], newspaper)
    assert not measure.fits_alone(newspaper, newspaper)


@pytest.mark.parametrize("language", MEASURES)
def test_hard_texts_are_refused_and_easy_ones_are_not(language: str) -> None:
    measure, known = MEASURES[language], SENTENCES[language]
    assert not measure.fits(known["office"])
    assert not measure.fits(known["newspaper"])
    assert measure.fits(known["easy"])
    # What an office writes is harder by far than what is just allowed.
    assert abs(measure.formula(known["office"]) - measure.hardest) > 9


@pytest.mark.parametrize(
    ("count", "table"),
    [
        (
            english_syllables,
            {
                "a": 1, "the": 1, "picture": 2, "taken": 2, "computer": 3, "adult": 2, "trouble": 2,
                "made": 1, "asked": 1, "decided": 3, "people": 2, "why": 1, "anything": 3,
            },
        ),
        (
            spanish_syllables,
            {
                "foto": 2, "ayuda": 3, "guía": 2, "quién": 1, "país": 2, "leer": 2, "ciudad": 2,
                "muy": 1, "tarea": 3, "estáis": 2, "aunque": 2, "pingüino": 3, "y": 1, "error": 2,
            },
        ),
        (
            french_syllables,
            {
                "photo": 2, "école": 2, "programme": 2, "quelqu'un": 2, "adulte": 2, "idée": 2,
                "confiance": 2, "regardé": 3, "peut": 1, "les": 1, "théâtre": 2, "guitare": 2,
            },
        ),
        (
            german_syllables,
            {
                "Bild": 1, "Datei": 2, "erwachsenen": 4, "vertraust": 2, "Nachricht": 2, "ja": 1,
                "entschieden": 3, "Familie": 3, "Ärger": 2, "bequem": 2, "häufig": 2, "See": 1,
            },
        ),
        (
            italian_syllables,
            {
                "foto": 2, "ciao": 2, "sbagliare": 3, "adulto": 3, "più": 1, "qualcuno": 3,
                "giorno": 2, "chiedere": 3, "perché": 2, "aiuto": 2,
            },
        ),
        (
            portuguese_syllables,
            {
                "foto": 2, "ficheiro": 3, "ninguém": 2, "confiança": 3, "não": 1, "aquilo": 3,
                "país": 2, "saúde": 3, "mensagem": 3, "quem": 1,
            },
        ),
        (
            catalan_syllables,
            {
                "foto": 2, "fitxer": 2, "ningú": 2, "missatge": 3, "aquest": 2, "país": 2,
                "noia": 2, "equivocar": 4, "quan": 1, "això": 2,
            },
        ),
    ],
)  # fmt: skip
def test_syllables_are_counted(count: Callable[[str], int], table: dict[str, int]) -> None:
    assert {word: count(word) for word in table} == table


def test_a_lines_end_ends_a_sentence() -> None:
    assert len(sentences("One line\nand one more. And 3 words? ...")) == 3
    assert len(sentences("هل يقلقك شيء؟ نعم.")) == 2


def test_signs_inside_a_word_do_not_split_it() -> None:
    assert words("جدًا شُكرًا") == ["جدًا", "شُكرًا"]
    assert words("col·legi d'aquí · fora") == ["col·legi", "d'aquí", "fora"]
