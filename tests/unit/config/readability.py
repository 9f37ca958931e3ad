"""How hard a text is to read: the usual formula of each language, on syllable counts by spelling.

The `textstat` package is not used: its 0.7.4 needs `pkg_resources`, which setuptools removed.
The English count follows the vowel groups and is an estimate; it tends to count one syllable
too few in words like "created", which the margin below grade 5 absorbs. docs/texts.md says what
each figure means. For Catalan and Arabic there is no tested formula that needs no dictionary; see
`catalan_ease` and `arabic_load`.
"""

import re
from collections.abc import Callable

# Arabic vowel signs are parts of letters, and Catalan writes l·l inside a word.
_LETTERS = "(?:[^\\W\\d_]|[\u064b-\u0652\u0670])+"
_WORD = re.compile(rf"{_LETTERS}(?:['’·]{_LETTERS})*")
_SENTENCE_END = re.compile(r"[.!?؟]+(?=\s|$)|\n+")
_LONG_IN_ARABIC = 8
_SIGNS = re.compile("[\u064b-\u0652\u0670]")


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


def french_syllables(word: str) -> int:
    """Count the syllables of a French word as it is read aloud; a final silent e is none."""
    word = re.sub("qu|gu(?=[eiéèêy])", "k", word.lower())
    word = re.sub("(?<=.)es?$", "", word)
    groups = len(re.findall("[aeiouyàâæéèêëîïôœùûü]+", word))
    # An accent beside another vowel, or a diaeresis, begins a new one.
    return max(1, groups + len(re.findall("é(?=[aâeéiou])|[aou](?=[éèëï])", word)))


def german_syllables(word: str) -> int:
    """Count the syllables of a German word: its vowels, with the usual pairs as one."""
    word = re.sub("qu", "k", word.lower())
    return max(1, len(re.findall(r"ei|ai|au|eu|äu|ie(?!r$)|aa|ee|oo|[aeiouyäöü]", word)))


def italian_syllables(word: str) -> int:
    """Count the syllables of an Italian word; an unaccented i or u beside a vowel is none."""
    word = re.sub(r"([cg])i(?=[aou])", r"\1", re.sub(r"qu", "k", word.lower()))
    return _by_strong_vowels(word, r"[aeiouàèéìòóù]+", r"[aeoàèéìòóù]")


def portuguese_syllables(word: str) -> int:
    """Count the syllables of a Portuguese word; nasal pairs such as ão are one."""
    word = re.sub(r"[qg]u(?=[eiéíê])", "k", word.lower())
    word = re.sub(r"ão|ãe|õe", "ã", word)
    return _by_strong_vowels(word, r"[aeiouáâãàéêíóôõúü]+", r"[aeoáâãàéêíóôõú]")


def catalan_syllables(word: str) -> int:
    """Count the syllables of a Catalan word; between vowels i and u sound as consonants."""
    word = re.sub(r"[qg]u(?=[eiéèí])", "k", word.lower())
    return _by_strong_vowels(word, r"[aeiouàèéíïòóúü]+", r"[aeoàèéíïòóú]")


def _by_strong_vowels(word: str, vowels: str, strong: str) -> int:
    groups = re.findall(vowels, word)
    return max(1, sum(max(1, len(re.findall(strong, group))) for group in groups))


def kandel_moles(text: str) -> float:
    """Return how easy a French text reads, 0 to 100 (Kandel and Moles 1958, after Flesch)."""
    return 207 - 1.015 * _words_a_sentence(text) - 73.6 * _a_word(text, french_syllables)


def amstad(text: str) -> float:
    """Return how easy a German text reads, 0 to 100 (Amstad 1978, after Flesch)."""
    return 180 - _words_a_sentence(text) - 58.5 * _a_word(text, german_syllables)


def gulpease(text: str) -> float:
    """Return how easy an Italian text reads, 0 to 100 (Lucisano and Piemontese 1988)."""
    found = words(text)
    letters = sum(len(re.findall(r"[^\W\d_]", word)) for word in found)
    return 89 + (300 * len(sentences(text)) - 10 * letters) / len(found)


def martins(text: str) -> float:
    """Return how easy a Portuguese text reads, 0 to 100 (Martins et al. 1996, after Flesch).

    Fitted to Brazilian schoolbooks; the spelling of Portugal has the same syllables.
    """
    return 248.835 - 1.015 * _words_a_sentence(text) - 84.6 * _a_word(text, portuguese_syllables)


def catalan_ease(text: str) -> float:
    """Return Fernández Huerta's figure on Catalan syllables.

    No formula was fitted to Catalan. Its words are shorter than Spanish ones, so the same ease has
    a higher figure, and the bound of the test is higher too.
    """
    return 206.84 - 60 * _a_word(text, catalan_syllables) - 1.02 * _words_a_sentence(text)


def arabic_load(text: str) -> float:
    """Return words a sentence plus per cent of long words: Björnsson's LIX (1968) for Arabic.

    LIX needs no syllables, which Arabic does not write. The article and the one-letter words before
    it are spelt together with the next word, so a word is long from 8 letters on, not from 7. Lower
    is easier. OSMAN (El-Haj and Rayson 2016) needs a program that adds the vowels first.
    """
    found = words(text)
    long = sum(len(_SIGNS.sub("", word)) >= _LONG_IN_ARABIC for word in found)
    return _words_a_sentence(text) + 100 * long / len(found)


def _words_a_sentence(text: str) -> float:
    return len(words(text)) / len(sentences(text))


def _a_word(text: str, count: Callable[[str], int]) -> float:
    found = words(text)
    return sum(map(count, found)) / len(found)
