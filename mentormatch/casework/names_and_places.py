"""Names of people and places in Norwegian text, by word lists, capitals and the words beside them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from unicodedata import normalize

from mentormatch.casework.dates_and_numbers import Span
from mentormatch.casework.word_lists import either, folded, places, word_list

_LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f])+"  # an accent may be a letter of its own, as in file names of a Mac
_WORD = re.compile(rf"{_LETTERS}(?:[-'’·]{_LETTERS})*")
_APOSTROPHE = re.compile(r"(?<=[sxzSXZ])['’](?!\w)")
_SENTENCE_END = re.compile(r"(?:^|[.!?:\n…•]|\s[-–])[\s\"'«“”»(\[–-]*$|[«“\"]$")
_NO_END = re.compile(r"\b(?:dr|hr|st|kl|ca|nr|tlf|mht|jf|f\.eks|bl\.a|m\.m|[A-ZÆØÅ])\.\s$|\d:$")
_PLACE_LIKE = re.compile(
    r"(?:stad|sund|vik|nes|dalen|heim|berget|fjord|fjorden|land|våg|øy|øya|åsen|moen|lia|haugen|rud|hus|borg|set|foss|"
    r"bygd|bygda|voll|sjøen|hamn|havn|strand|stranda|landet|marka|brua|parken|vann|vatn|elva|skogen|sletta|jordet)s?$"
)


@dataclass(frozen=True)
class _Word:
    """A word of the text with what lies beside it."""

    start: int
    text: str
    opens: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Itself and, where it may be a genitive, what it is the genitive of; casefolded."""
        low = normalize("NFC", self.text).casefold().replace("’", "'")
        bare = re.sub(r"'?s$|'$", "", low)
        return (low,) if bare == low or len(bare) < 3 else (low, bare)

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or re.match(r"al-[A-ZÆØÅ]", self.text) is not None

    def among(self, words: Collection[str]) -> bool:
        return any(form in words for form in self.forms)


def named(text: str, taken: Sequence[bool], own: Collection[str] = ()) -> Iterator[Span]:
    """Names and places outside of the letters that are taken; ``own`` are names that the user added."""
    yield from _own(text, own)
    for found in _places_of_several_words().finditer(text):
        yield found.start(), found.end(), "place"
    words = [
        _Word(found.start(), found[0], _opens(text, found.start()))
        for found in _WORD.finditer(text)
        if not any(taken[found.start() : found.end()])
    ]
    kinds: list[str] = []
    for number, word in enumerate(words):
        beside = number > 0 and text[words[number - 1].end : word.start] == " "
        before = words[number - 1] if beside else None
        follows = number + 1 < len(words) and text[word.end : words[number + 1].start] == " "
        after = words[number + 1] if follows else None
        kind = _kind(word, before, kinds[-1] if beside else "", after)
        if _after_address().search(text[max(0, word.start - 60) : word.start]):
            kind = "place"
        end = _institution_end(text, words, number) if word.capital and not _everyday_start(word) else None
        if end is not None:
            kind = "place"
            yield word.start, end, kind
        kinds.append(kind)
        if kind:
            named_until = word.start + len(_head(word))
            genitive = _APOSTROPHE.match(text, named_until) is not None
            yield word.start, named_until + genitive, kind
            initials = re.search(r"(?:\b[A-ZÆØÅ]\.\s?){1,4}$", text[max(0, word.start - 12) : word.start])
            if kind == "name" and initials:
                yield word.start - len(initials[0]), word.start, kind
    yield from _quoted(text)


def _own(text: str, names: Collection[str]) -> Iterator[Span]:
    for name in names:
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?:['’]?s|['’])?(?!\w)", text, re.IGNORECASE):
            yield found.start(), found.end(), "name"


def _kind(word: _Word, before: _Word | None, kind_before: str, after: _Word | None) -> str:
    """What a word is: 'name', 'place' or '' for neither."""
    given, family = folded("names", "given"), folded("names", "family")
    if word.text in _nobody() or word.text.removesuffix("s") in _nobody() or word.text.split("-")[0] in _nobody():
        return ""
    if word.capital:
        return _of_capital(word, before, kind_before, after)
    common = word.forms[0] in folded("identifying", "common") or word.forms[0] in folded("identifying", "people")
    if common or word.among(folded("identifying", "two_faced")):
        return ""
    if word.among(given) or (kind_before == "name" and word.among(family)):
        return "name"
    if word.among(places()):
        return "place"
    said = before is not None and before.among(folded("identifying", "people", "said"))
    return "name" if said and after is None and len(word.text) > 2 else ""


def _of_capital(word: _Word, before: _Word | None, kind_before: str, after: _Word | None) -> str:
    head = _head(word)
    known_name = word.among(folded("names", "given")) or word.among(folded("names", "family")) or head != word.text
    known_place = word.among(places()) or (head != word.text and head.casefold() in places())
    if word.text.isupper() and not (known_name or known_place):
        return ""
    if word.forms[0] in folded("identifying", "people", "relations"):
        return ""
    if word.opens and not _opens_with_a_name(word, after, known_name or known_place):
        return ""
    if before is not None:
        if before.among(folded("identifying", "people", "relations")):
            return "name"
        if kind_before == "name" and before.capital:
            return "name"
        if kind_before == "place" and before.capital:
            return "place"
    near_place = before is not None and before.among(folded("identifying", "people", "place_before"))
    at_place = before is not None and before.among(folded("identifying", "people", "place_only"))
    if word.among(folded("places", "endings", "before")):
        return "place"
    if known_place and (near_place or not word.among(folded("names", "given"))):
        return "place"
    if word.among(folded("names", "given")):
        return "name"
    if before is not None and before.among(folded("identifying", "people", "located")):
        return "place"
    if at_place or (_PLACE_LIKE.search(word.text) and not word.among(folded("names", "family"))):
        return "place"
    return "name"


def _opens_with_a_name(word: _Word, after: _Word | None, known: bool) -> bool:
    """Whether the first word of a sentence, which has its capital anyway, is a name."""
    low = word.forms[0]
    joined = after is not None and after.capital and not after.opens and after.text not in _nobody()
    does = after is not None and after.forms[0] in folded("identifying", "people", "verbs")
    together = after is not None and after.forms[0] == "og"
    if low in folded("identifying", "common"):
        return known and joined
    if low in folded("identifying", "two_faced"):
        return known and (joined or does)
    if known:
        return True
    if low in _place_words() or low.endswith(word_list("identifying", "common", "endings")):
        return False
    if joined:
        return True
    return (does or together) and not low.endswith(("en", "et", "ene", "ane", "er", "ar", "e", "t"))


def _everyday_start(word: _Word) -> bool:
    low = word.forms[0]
    return word.opens and (
        low in folded("identifying", "common") or low.endswith(word_list("identifying", "common", "endings"))
    )


def _institution_end(text: str, words: Sequence[_Word], number: int) -> int | None:
    """Where the institution ends whose name begins with this word, as in 'Valdres videregående skole'."""
    found = None
    between = folded("places", "endings", "between")
    for before, word in zip(words[number:], words[number + 1 : number + 5], strict=False):
        if text[before.end : word.start] != " ":
            break
        if word.among(folded("places", "endings", "institution")):
            found = word.end
        elif word.forms[0] not in between and not word.capital:
            break
    return found


def _quoted(text: str) -> Iterator[Span]:
    """A single word with a capital in quotation marks is what somebody is called."""
    for found in re.finditer(r"[«“\"]([A-ZÆØÅ][^\W\d_]+)[»”\"]", text):
        low = found[1].casefold()
        if low not in folded("identifying", "common") and found[1] not in _nobody():
            yield found.start(1), found.end(1), "name"


def _head(word: _Word) -> str:
    """The word, or of 'Oslo-gutten' and 'Ahmed-saken' the part that names."""
    first, _, rest = word.text.partition("-")
    if not rest or rest[0].isupper() or first.islower():
        return word.text
    lists = (folded("names", "given"), folded("names", "family"), places())
    return first if any(_Word(0, first, False).among(words) for words in lists) else word.text


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    return bool(_SENTENCE_END.search(before)) and not _NO_END.search(before)


@lru_cache
def _nobody() -> frozenset[str]:
    return frozenset(part for word in word_list("identifying", "nobody") for part in (word, *word.split()))


@lru_cache
def _place_words() -> frozenset[str]:
    return folded("places", "endings", "institution") | folded("places", "endings", "street")


@lru_cache
def _after_address() -> re.Pattern[str]:
    """Street and number, and perhaps the postal code: what comes next is the town."""
    return re.compile(rf"{either(word_list('places', 'endings', 'street'))} \d{{1,4}} ?[A-Za-z]?, (?:\d{{4}} )?$")


@lru_cache
def _places_of_several_words() -> re.Pattern[str]:
    several = [name for name in places() if " " in name]
    return re.compile(rf"(?<!\w){either(several)}s?(?!\w)", re.IGNORECASE)
