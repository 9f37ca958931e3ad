"""How hard a text is to read: the two usual formulas on syllable counts by spelling.

The `textstat` package is not used: its 0.7.4 needs `pkg_resources`, which setuptools removed.
The English count follows the vowel groups and is an estimate; it tends to count one syllable
too few in words like "created", which the margin below grade 5 absorbs.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n+")


def words(text: str) -> list[str]:
    """Return the words of a text; numbers are none."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a line's end ends one too."""
    return [part for part in _SENTENCE_END.split(text) if words(part)]


def english_syllables(word: str) -> int:
    """Estimate the syllables of an English word."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    silent_e = re.search(r"[^aeiouyl]e$|[aeiouy]le$", word) is not None
    silent_ed = re.search(r"[^aeioutd]ed$", word) is not None
    return max(1, groups - silent_e - silent_ed)


def spanish_syllables(word: str) -> int:
    """Count the syllables of a Spanish word: one for each vowel that stands for itself.

    An unaccented i or u beside another vowel forms a diphthong with it.
    """
    word = re.sub(r"qu(?=[eiéí])", "k", word.lower())
    word = re.sub(r"gu(?=[eiéí])", "g", word)
    word = re.sub(r"y$", "i", word)
    count = 0
    for group in re.findall(r"[aeiouáéíóúü]+", word):
        strong = len(re.findall(r"[aeoáéóíú]", group))
        count += max(1, strong)
    return max(1, count)


def flesch_kincaid(text: str) -> float:
    """Return the US school grade that an English text asks for (Kincaid et al. 1975)."""
    found = words(text)
    syllables = sum(map(english_syllables, found))
    return 0.39 * len(found) / len(sentences(text)) + 11.8 * syllables / len(found) - 15.59


def fernandez_huerta(text: str) -> float:
    """Return how easy a Spanish text reads, 0 to 100 and above (Fernández Huerta 1959)."""
    found = words(text)
    syllables = sum(map(spanish_syllables, found))
    return 206.84 - 60 * syllables / len(found) - 1.02 * len(found) / len(sentences(text))
