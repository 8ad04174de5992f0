"""Languages: the table of what coordinators type, and behind it the names and codes of langcodes.

langcodes alone guesses silently: by the beginning of a name it reads 'norsk tegnspråk' as Norwegian, and it has no
'farsi', 'sorani' or 'syrisk arabisk' in Norwegian. Here a word is known exactly, or it is an error that asks.
"""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Protocol, cast

from mentormatch.errors import VocabularyError
from mentormatch.vocabulary.codes import Codes
from mentormatch.vocabulary.files import LanguagesFile
from mentormatch.vocabulary.spellings import PerLanguage, Spellings, exact, quoted

# Codes that are no language, and Friulian, whose code is the name of a language of Darfur.
_LEFT_OUT = {"mis", "mul", "und", "zxx", "fur"}
_BETWEEN = re.compile(r"\s+(?:og|and|samt|eller|or|\+|&)\s+|[,;/&+]", re.IGNORECASE)
_LEVEL_SIGNS = re.compile(r"[\s():=,]+|\s[-–]\s|-(?=[abc][12]\b)|\b(?:nivå|level)\b", re.IGNORECASE)
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)


class _Trie(Protocol):
    def __contains__(self, name: str) -> bool: ...
    def __getitem__(self, name: str) -> list[bytes]: ...
    def items(self) -> Iterable[tuple[str, bytes]]: ...


class _WideNames:
    """The Norwegian and English names that langcodes knows, of languages that have a Norwegian one.

    The thousands that have none are left out: their names and codes look too much like other words.
    """

    def __init__(self) -> None:
        from language_data.names import load_trie, normalize_name
        from language_data.util import data_filename

        tries = {
            name: cast(_Trie, load_trie(data_filename(f"trie/{name}/name_to_language.marisa")))
            for name in ("nb", "nn", "en")
        }
        pairs = [(name, code.decode()) for language in ("nb", "nn") for name, code in tries[language].items()]
        self.codes = frozenset(code.split("-")[0] for _, code in pairs) - _LEFT_OUT
        self._norwegian = Spellings((name, code) for name, code in pairs if code not in _LEFT_OUT)
        self._english = tries["en"]
        self._english_form = cast(Callable[[str], str], normalize_name)

    def find(self, text: str) -> tuple[str, ...]:
        """Codes with exactly this name."""
        found = dict.fromkeys(self._norwegian.find(text))
        name = self._english_form(text)
        if "\0" in name:  # the trie of names cannot be asked for it
            return tuple(found)
        if len(name) > 2 and name in self._english:  # of two letters: rare languages, under the codes of common ones
            code = self._english[name][0].decode()
            if code.split("-")[0] in self.codes:
                found[code] = None
        return tuple(found)

    def tag(self, text: str) -> tuple[str, ...]:
        """A tag like 'nob' or 'ar-IQ' in its standard form, and then as part of a larger language: 'arb' is of 'ar'."""
        tag = text.strip().replace("_", "-").casefold()
        if tag in self.codes:
            return (tag,)
        import langcodes

        if not _TAG.fullmatch(tag) or not langcodes.tag_is_valid(tag):
            return ()
        return langcodes.standardize_tag(tag), langcodes.standardize_tag(tag, macro=True)

    def near(self, text: str) -> list[str]:
        """Norwegian names that look like this one."""
        return self._norwegian.near(text)


class Languages:
    """The languages of one vocabulary."""

    def __init__(self, file: LanguagesFile, codes: Codes) -> None:
        self._names = file.languages
        self.listed = tuple(file.languages)
        self._tags = file.tags
        self._codes = codes
        self._group = {code: group for group, members in file.spoken.items() for code in members}
        asked = [(word, code) for ask in file.ask for word in ask.words for code in ask.choices]
        named = [(word, code) for code, name in file.languages.items() for word in (code, name.nb, name.en, *name.also)]
        self._table = Spellings(asked + named)

    @cached_property
    def _wide(self) -> _WideNames:
        return _WideNames()

    def code(self, text: str) -> str:
        """The canonical code of a language; see :meth:`Vocabulary.language`."""
        found = self._find(text)
        if len(found) == 1:
            return found[0]
        word = quoted(text)
        if found:
            choices = PerLanguage.listing(found, self.name)
            raise VocabularyError.of("vocabulary_language_choice", word=word, choices=choices)
        if self._several(text):
            raise VocabularyError.of("vocabulary_languages_together", word=word)
        near = dict.fromkeys([*self._table.near(text), *self._wide.near(text)])
        if near:
            raise VocabularyError.of("vocabulary_language_near", word=word, near=", ".join([*near][:3]))
        raise VocabularyError.of("vocabulary_language", word=word)

    def skill(self, text: str) -> tuple[str, str | None]:
        """A language and its level; see :meth:`Vocabulary.language_skill`."""
        if self._table.find(text):
            return self.code(text), None
        split = self._split(text)
        if split is not None:
            named = bool(self._find(split[0])) or not self._several(text)
            return self.code(split[0] if named else text), split[1]
        name, *rest = _words(text)
        if rest and self._find(name) and not self._find(text) and not self._several(text):
            return self.code(name), self._codes.code("level", " ".join(rest))
        return self.code(text), None

    def name(self, code: str, language: str) -> str:
        """The name of a language as users see it."""
        own = self._names.get(code)
        if own is not None and language in ("nb", "en"):
            return own.nb if language == "nb" else own.en
        from language_data.names import code_to_names

        names = cast(dict[str, str], code_to_names(code))
        if own is None and "en" not in names:
            raise VocabularyError.of("vocabulary_language", word=quoted(code))
        return names.get(language) or (own.en if own is not None else names["en"])

    def group(self, code: str) -> str:
        """The spoken group of a language, or itself."""
        return self._group.get(code, code)

    def _find(self, text: str) -> tuple[str, ...]:
        found = self._table.find(text) or self._outside(text)
        words = exact(text).split()
        return found or (self._table.find(f"{words[1]} {words[0]}") if len(words) == 2 else ())

    def _outside(self, text: str) -> tuple[str, ...]:
        """What the wide names and the tags say, as languages of the table where it has them: 'zh-Hans' asks as 'zh'."""
        named = [code for name in self._wide.find(text) for code in self._canonical(name)]
        tagged = next(filter(None, map(self._canonical, self._wide.tag(text))), ())
        return tuple(dict.fromkeys([*named, *tagged]))

    def _canonical(self, tag: str) -> tuple[str, ...]:
        language = tag.split("-")[0]
        if tag in self._tags:
            return (self._tags[tag],)
        return self._table.find(language) or ((language,) if language in self._wide.codes else ())

    def _split(self, text: str) -> tuple[str, str] | None:
        """The words without the level, and the level, if they end or begin with one."""
        words = _words(text)
        for size in range(min(len(words) - 1, 4), 0, -1):
            for name, rest in ((words[:-size], words[-size:]), (words[size:], words[:size])):
                level = self._codes.find("level", " ".join(rest))
                if level:
                    return " ".join(name), level[0]
        return None

    def _several(self, text: str) -> bool:
        """Whether each part of the text is a language by itself."""
        return any(
            len(parts) > 1 and all(self._reads(part) for part in parts)
            for parts in (_BETWEEN.split(text), text.split())
        )

    def _reads(self, text: str) -> bool:
        split = self._split(text)
        return bool(self._find(text)) or (split is not None and bool(self._find(split[0])))


def _words(text: str) -> list[str]:
    return [word for word in _LEVEL_SIGNS.split(text) if word] or [""]
