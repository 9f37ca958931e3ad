"""What a pupil may read is easy enough for an eleven-year-old, by formula."""

from collections.abc import Callable

import pytest

from bot.domain.speech import Saying
from tests.unit.config.readability import (
    english_syllables,
    fernandez_huerta,
    flesch_kincaid,
    sentences,
    spanish_syllables,
    words,
)
from tests.unit.config.texts import phrasebook, read, samples

# The formulas say nothing about a few words; shorter texts are measured together.
LEAST_WORDS = 20
# Grade 5 is read at ten to eleven; 80 to 90 is "easy" on the scale of Fernández Huerta.
HIGHEST_GRADE = 5.0
LOWEST_EASE = 80.0


def _bodies(language: str) -> dict[str, str]:
    book = phrasebook()
    bodies: dict[str, str] = {}
    short: list[str] = []
    for key, text in read("en").items():
        if text.audience == "adults":
            continue
        said = book.write(language, Saying(key, next(samples(text))))
        if len(words(said)) < LEAST_WORDS:
            short.append(said)
        else:
            bodies[key] = said
    assert len(short) > 10
    return bodies | {"the short ones": "\n".join(short)}


def test_english_pupils_texts_stay_under_grade_five() -> None:
    grades = {key: flesch_kincaid(said) for key, said in _bodies("en").items()}
    assert len(grades) > 8
    assert {key: round(grade, 1) for key, grade in grades.items() if grade > HIGHEST_GRADE} == {}


def test_spanish_pupils_texts_are_easy() -> None:
    eases = {key: fernandez_huerta(said) for key, said in _bodies("es").items()}
    assert len(eases) > 8
    assert {key: round(ease) for key, ease in eases.items() if ease < LOWEST_EASE} == {}


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
    ],
)  # fmt: skip
def test_syllables_are_counted(count: Callable[[str], int], table: dict[str, int]) -> None:
    assert {word: count(word) for word in table} == table


def test_hard_texts_are_measured_as_hard() -> None:
    hard = (
        "The administrator determined that the aforementioned photographic material "
        "contravened institutional regulations and accordingly initiated disciplinary procedures."
    )
    duro = (
        "La administración determinó que el material fotográfico anteriormente mencionado "
        "contravenía las disposiciones institucionales y procedió a las actuaciones oportunas."
    )
    assert flesch_kincaid(hard) > 15
    assert fernandez_huerta(duro) < 40


def test_easy_texts_are_measured_as_easy() -> None:
    assert flesch_kincaid("The cat sat on the mat. It was a big cat.") < 1
    assert fernandez_huerta("El gato está en la casa. Es un gato muy grande.") > 95


def test_a_lines_end_ends_a_sentence() -> None:
    assert len(sentences("One line\nand one more. And 3 words? ...")) == 3
