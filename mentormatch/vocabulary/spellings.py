"""Words as people type them: in any case, with or without spaces, hyphens, dots, accents and æ, ø, å."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from mentormatch.sentences import languages

_LETTERS = str.maketrans("øåæđŋŧ", "oaadnt")


def exact(text: str) -> str:
    """The word without case and punctuation: what two spellings share when they are the same word.

    >>> exact("  Sør-Varanger. ")
    'sør varanger'
    """
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold().replace("&", " og ")).strip()


def folded(text: str) -> str:
    """The word as typed on a keyboard without Norwegian letters, and without spaces.

    >>> folded("Sør-Varanger"), folded("Soer Varanger"), folded("Ålesund"), folded("Aalesund")
    ('sorvaranger', 'sorvaranger', 'alesund', 'alesund')
    """
    letters = unicodedata.normalize("NFKD", exact(text).translate(_LETTERS))
    word = "".join(sign for sign in letters if sign.isalnum())
    return re.sub(r"(?<=a)[ae]+|(?<=o)e+", "", word)


def trimmed(text: str) -> str:
    """The text without the spaces and dots around it."""
    return re.sub(r"^[\s.]+|[\s.]+$", "", text)


def quoted(text: str) -> str:
    """A word as an error may show it: short, and never a row of digits that could be a birth number."""
    word = " ".join(text.split())
    if sum(sign.isdigit() for sign in word) > 5:
        return "…"
    return word if len(word) <= 40 else word[:39] + "…"


class PerLanguage(dict[str, str]):
    """A value of a problem that reads differently in each language: the sentence asks for its own by ``{choices:nb}``.

    >>> "{choices:nb}".format(choices=PerLanguage(en="woman, man", nb="kvinne, mann"))
    'kvinne, mann'
    """

    @classmethod
    def listing(cls, codes: Iterable[str], name: Callable[[str, str], str]) -> "PerLanguage":
        """The names of some codes, with a comma between them."""
        known = tuple(codes)
        return cls({language: ", ".join(name(code, language) for code in known) for language in languages()})

    def __format__(self, language: str) -> str:
        return self[language]


class Spellings:
    """Which codes a spelling stands for: none, one, or several that the user must choose between.

    A spelling as it stands goes before one that is only the same without Norwegian letters. Codes and other short words
    must be typed as they are: 'noe' is not the 'no' of Norwegian.

    >>> places = Spellings([("Bø", "1867"), ("Herøy", "1515"), ("Herøy", "1818")])
    >>> places.find("BO"), places.find("Heroey"), places.find("Oslo")
    (('1867',), ('1515', '1818'), ())
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._words: dict[str, str] = {}
        self._exact: dict[str, tuple[str, ...]] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        for spelling, code in pairs:
            keys = [(self._exact, exact(spelling))]
            if len(spelling) > 3 or not (spelling.isascii() and spelling.isalpha()):
                keys.append((self._folded, folded(spelling)))
                self._words.setdefault(folded(spelling), spelling)
            for index, key in keys:
                if code not in index.get(key, ()):
                    index[key] = (*index.get(key, ()), code)

    def find(self, text: str) -> tuple[str, ...]:
        """The codes of a spelling, in the order they were given."""
        return self._exact.get(exact(text)) or self._folded.get(folded(text), ())

    def near(self, text: str) -> list[str]:
        """At most three known spellings that look like this one: for a hint, never for an answer."""
        return [self._words[key] for key in get_close_matches(folded(text), self._words, n=3, cutoff=0.7)]
